"""Who works at my hospital, and in which role: seen, given, changed and ended."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitals.access import appointments_of, may_manage
from hospitals.actions import memberships
from hospitals.forms.networks import LastDayForm
from hospitals.models import Membership
from portal.accounts.actions import people
from portal.accounts.filters import MemberFilter
from portal.accounts.forms import AppointForm, ConfirmPasswordForm, TermsForm
from portal.core.pages import ActionPage, FormPage, ListPage
from portal.errors import Refusal
from portal.roles import Permission

LIST = "accounts:member-list"


class MemberList(ListPage):
    model = Membership
    permission = Permission.MEMBER_VIEW
    title = _("成员与角色")
    template_name = "accounts/member_list.html"
    filterset_class = MemberFilter
    select_related = ("user", "hospital", "department")
    ordering = ("hospital__pinyin", "hospital__name", "user__display_name", "role", "since")

    def get_queryset(self):
        mine = self.request.user.hospitals_with(self.permission)
        return super().get_queryset().filter(hospital__in=mine | {*self.roles_at})

    @property
    def roles_at(self):
        return appointments_of(self.request.user)

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        kept = may_manage(context["object_list"], self.request.user)
        open_rows = {row.pk for row in kept if not row.is_over}
        return context | {"kept": open_rows, "may_appoint": bool(self.roles_at)}


class MemberAppoint(FormPage):
    permission = Permission.MEMBER_EDIT
    title = _("授予角色")
    template_name = "accounts/member_form.html"
    form_class = AppointForm
    success_message = _("已授予角色。新账号须重置一次密码才能登录。")

    def act(self, form):
        memberships.appoint(
            person=form.person,
            role=form.cleaned_data["role"],
            hospital=form.cleaned_data["hospital"],
            terms=form.terms,
            by=self.request.user,
        )
        return reverse(LIST)


class MemberChange(ActionPage):
    model = Membership
    permission = Permission.MEMBER_EDIT
    title = _("调整角色")
    template_name = "accounts/member_action.html"
    form_class = TermsForm
    success_message = _("已调整角色。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"places": {self.object.hospital_id}}

    def get_initial(self):
        row = self.object
        return {"role": row.role, "department": row.department_id, "until": row.until}

    def act(self, form):
        memberships.change(
            membership=self.object,
            role=form.cleaned_data["role"],
            terms=form.terms,
            by=self.request.user,
            version=self.seen_version,
        )
        return reverse(LIST)


class MemberEnd(ActionPage):
    model = Membership
    permission = Permission.MEMBER_EDIT
    title = _("结束角色")
    template_name = "accounts/member_end.html"
    form_class = LastDayForm
    success_message = _("已登记最后一天。")

    def act(self, form):
        memberships.end(
            membership=self.object,
            until=form.cleaned_data["until"],
            by=self.request.user,
            version=self.seen_version,
        )
        return reverse(LIST)


class MemberPassword(ActionPage):
    """Shows the new password once, and keeps it nowhere."""

    model = Membership
    permission = Permission.MEMBER_EDIT
    title = _("重置密码")
    template_name = "accounts/member_password.html"
    form_class = ConfirmPasswordForm

    def form_valid(self, form):
        try:
            password = people.give_password(user=self.object.user, by=self.request.user)
        except Refusal as refusal:
            return self.refused(form, refusal)
        return self.render_to_response(self.get_context_data(form=form, password=password))
