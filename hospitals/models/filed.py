"""Rows that keep files. What nobody may read yet is no file of theirs."""

from django.db import models
from django.db.models.functions import Coalesce


class FiledQuerySet(models.QuerySet):
    """The files point at the row, which knows them as its files."""

    @property
    def _owner(self):
        """What a file calls the row that it belongs to."""
        return self.model._meta.get_field("files").field.name

    def _files(self):
        """The inspected files of the row of the outer query."""
        rows = self.model._meta.get_field("files").related_model.objects.clean()
        return rows.filter(**{self._owner: models.OuterRef("pk")}).order_by()

    def with_files(self):
        """file_count: how many of its files may be read."""
        many = self._files().values(self._owner).annotate(many=models.Count("pk")).values("many")
        return self.annotate(file_count=Coalesce(models.Subquery(many), 0))

    def filed(self):
        return self.filter(models.Exists(self._files()))

    def unfiled(self):
        return self.exclude(models.Exists(self._files()))
