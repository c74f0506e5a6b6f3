"""Hospitals whose data this person answers for, a line each."""

from hospitals.models import Hospital
from portal.core.pages import ListPage


class OverseenList(ListPage):
    model = Hospital
    select_related = ("region",)
    ordering = ("pinyin", "name", "pk")

    def get_queryset(self):
        return super().get_queryset().overseen_by(self.request.user)
