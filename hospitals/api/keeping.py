"""What resources of kept rows do alike: the actions that all of them share."""

from hospitals.actions import keeping
from portal.core.keeping import KeptViewSet
from portal.roles import Permission

KEPT = ["is_synthetic", "version"]


class KeptRows(KeptViewSet):
    """Rows of a network or a hospital; a subclass names the owner and the form."""

    permission = Permission.HOSPITAL_VIEW

    def add(self, owner, details):
        by = self.request.user
        return keeping.record(model=self.model, owner=owner, details=details, by=by)

    def change(self, row, details, version):
        by = self.request.user
        return keeping.revise(row=row, details=details, by=by, version=version)
