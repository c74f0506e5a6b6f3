"""What pages of kept rows do alike; whose rows they are and which forms, each page says."""

from django.utils.translation import gettext_lazy as _

from hospitals.actions import keeping
from portal.core.pages import ActionPage


class Record(ActionPage):
    """Add one row of `kept` to the row of this address."""

    kept = None
    template_name = "hospitals/action.html"
    success_message = _("已登记。")

    def act(self, form):
        details, by = form.cleaned_data, self.request.user
        keeping.record(model=self.kept, owner=self.object, details=details, by=by)
        return self.object.get_absolute_url()


class Revise(ActionPage):
    """Change the kept row of this address."""

    template_name = "hospitals/action.html"
    success_message = _("已保存。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        row = keeping.revise(
            row=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return row.owner.get_absolute_url()
