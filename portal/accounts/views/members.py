"""Who works at my hospital."""

from django.utils.translation import gettext_lazy as _

from hospitals.models import Membership
from portal.core.pages import ListPage
from portal.roles import Permission


class MemberList(ListPage):
    model = Membership
    permission = Permission.MEMBER_VIEW
    title = _("本院成员")
    template_name = "accounts/member_list.html"
    select_related = ("user", "hospital")
    ordering = ("hospital__name", "user__display_name", "role")

    def get_queryset(self):
        hospital_ids = self.request.user.hospitals_with(self.permission)
        return super().get_queryset().filter(hospital__in=hospital_ids)
