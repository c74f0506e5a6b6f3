"""Departments and campuses of a file's rows, by their names at the hospital of the row."""

from django.utils.translation import gettext as _

from hospitals.models import Campus, Department


class Places:
    """What the sender may see, read once for all rows."""

    def __init__(self, user):
        rows = Department.objects.visible_to(user).order_by("-pk")
        self.departments = {(row.hospital_id, row.name): row for row in rows}
        rows = Campus.objects.visible_to(user)
        self.campuses = {(row.hospital_id, row.name): row for row in rows}

    def department(self, values, hospital, column):
        """Put the row in place of its name; yields what is wrong."""
        return self._put(values, column, hospital, self.departments, _("该医院没有这个科室。"))

    def campus(self, values, hospital, column):
        return self._put(values, column, hospital, self.campuses, _("该医院没有这个院区。"))

    def _put(self, values, column, hospital, known, hint):
        name = values.get(column)
        values[column] = known.get((hospital.pk, name))
        if name and values[column] is None:
            yield column, "unknown", hint
