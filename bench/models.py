"""The one table of the baselines."""

from django.db import models


class Note(models.Model):
    """A row that a bare view inserts: as many bytes as a referral, and no rules."""

    title = models.CharField(max_length=200)
    body = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bench"

    def __str__(self):
        return self.title
