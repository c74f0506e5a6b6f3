"""Filters of API lists: those of the address on top of those of a saved view, as on the page."""

from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import exceptions

from portal.core.listing import Look


class ViewedFilterBackend(DjangoFilterBackend):
    """For viewsets whose list has a kind: `view` names a saved view by its slug."""

    def get_filterset_kwargs(self, request, queryset, view):
        look = Look(view.kind, request.user, request.query_params)
        if look.unseen_view:
            raise exceptions.ParseError(_("地址中的视图不存在，或没有共享给您。"))
        return super().get_filterset_kwargs(request, queryset, view) | {"data": look.query}
