"""People of a file's rows, by their names or licences at the hospital of the row."""

from collections import defaultdict

from django.db.models import Q
from django.utils.translation import gettext as _

from experts.models import Expert


class People:
    """Who belongs to these hospitals, read once for all rows."""

    def __init__(self, user, hospitals):
        mine = Q(home_hospital__in=hospitals) | Q(kept_by__in=hospitals, is_local=True)
        self.found = defaultdict(dict)
        for row in Expert.objects.visible_to(user).filter(mine).select_related("home_hospital"):
            for place in {row.home_hospital_id, row.kept_by_id}:
                for word in filter(None, (row.name, row.licence_number)):
                    self.found[place, word][row.pk] = row

    def put(self, values, column):
        """Put the person in place of the name; yields what is wrong."""
        name = values.get(column)
        found = list(self.found[values["hospital"].pk, name].values())
        values[column] = found[0] if len(found) == 1 else None
        if name and not found:
            text = _("%(name)s 不是该医院的人员，请先登记。")
            yield column, "unknown", text % {"name": name}
        elif len(found) > 1:
            text = _("该医院有几位 %(name)s，请填写执业证书编号。")
            yield column, "ambiguous", text % {"name": name}
