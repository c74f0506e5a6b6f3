"""Pages of the duty roster: whom to call now, and the shifts of one hospital."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitals.actions import duty
from hospitals.filters import DutyFilter
from hospitals.forms.duty import ShiftForm
from hospitals.models import DutyShift, Hospital
from portal.core.pages import ActionPage, DetailPage, ListPage
from portal.roles import Permission


def roster_url(hospital_id):
    return reverse("sla:duty-roster", args=[hospital_id])


class DutyList(ListPage):
    """Who is on duty at this hour, at every hospital that this person may call."""

    model = DutyShift
    permission = Permission.HOSPITAL_VIEW
    title = _("值班表")
    template_name = "sla/duty_list.html"
    filterset_class = DutyFilter
    select_related = ("hospital", "department")
    ordering = ("hospital__pinyin", "hospital__name", "is_deputy", "begins", "pk")

    def get_queryset(self):
        return super().get_queryset().on_duty_anywhere()

    def get_context_data(self, **context):
        mine = self.request.user.hospitals_with(Permission.DUTY_EDIT)
        kept = Hospital.objects.visible_to(self.request.user).filter(pk__in=mine)
        return super().get_context_data(kept=kept, **context)


class DutyRoster(DetailPage):
    """The shifts of one hospital, and who of them is on duty now."""

    model = Hospital
    permission = Permission.HOSPITAL_VIEW
    template_name = "sla/duty_roster.html"

    def get_context_data(self, **context):
        shifts = DutyShift.objects.visible_to(self.request.user).filter(hospital=self.object)
        now = shifts.on_duty_anywhere().values_list("pk", flat=True)
        return super().get_context_data(
            title=_("值班表"),
            shifts=shifts.select_related("department", "user"),
            on_duty=set(now),
            may_edit=self.request.user.has_perm(Permission.DUTY_EDIT, self.object),
            **context,
        )


class ShiftCreate(ActionPage):
    model = Hospital
    permission = Permission.DUTY_EDIT
    title = _("新增值班")
    template_name = "sla/shift_form.html"
    form_class = ShiftForm
    success_message = _("已新增值班。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"hospital": self.object}

    def act(self, form):
        duty.add_shift(hospital=self.object, details=form.details, by=self.request.user)
        return roster_url(self.object.pk)


class ShiftEdit(ActionPage):
    model = DutyShift
    permission = Permission.DUTY_EDIT
    title = _("修改值班")
    template_name = "sla/shift_form.html"
    form_class = ShiftForm
    success_message = _("已保存。")

    def get_form_kwargs(self):
        mine = {"instance": self.object, "hospital": self.object.hospital}
        return super().get_form_kwargs() | mine

    def act(self, form):
        duty.edit_shift(
            shift=self.object, details=form.details, by=self.request.user, version=self.seen_version
        )
        return roster_url(self.object.hospital_id)


class ShiftDelete(ActionPage):
    model = DutyShift
    permission = Permission.DUTY_EDIT
    title = _("删除值班")
    template_name = "sla/shift_delete.html"
    success_message = _("已删除值班。")

    def act(self, form):
        hospital_id = self.object.hospital_id
        duty.delete_shift(shift=self.object, by=self.request.user, version=self.seen_version)
        return roster_url(hospital_id)
