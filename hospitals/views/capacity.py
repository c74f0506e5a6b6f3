"""Pages of what hospitals can take: the bed board and the slots of clinics."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.actions import beds, slots
from hospitals.filters import BedFilter, SlotFilter
from hospitals.forms.capacity import BedsForm, SlotCloseForm, SlotsForm
from hospitals.models import BedPool, ClinicSlot, Department
from portal.core.pages import ActionPage, FormPage, ListPage
from portal.roles import Permission


class BedBoard(ListPage):
    """Every pool that this person sees, with the age of its figure."""

    model = BedPool
    permission = Permission.HOSPITAL_VIEW
    title = _("床位看板")
    template_name = "hospitals/bed_board.html"
    filterset_class = BedFilter
    select_related = ("department__hospital",)
    ordering = (
        "department__hospital__pinyin",
        "department__hospital__name",
        "department__code",
        "department__name",
    )

    def get_queryset(self):
        return super().get_queryset().with_free()

    def get_context_data(self, **context):
        editable = self.request.user.hospitals_with(Permission.CAPACITY_EDIT)
        return super().get_context_data(editable=editable, now=timezone.now(), **context)


class BedsSet(ActionPage):
    model = Department
    permission = Permission.CAPACITY_EDIT
    title = _("登记床位")
    template_name = "hospitals/beds_set.html"
    form_class = BedsForm
    success_message = _("已登记床位。")

    def pool(self):
        pools = BedPool.objects.visible_to(self.request.user)
        return pools.filter(department=self.object).first()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.pool()}

    def get_context_data(self, **context):
        return super().get_context_data(pool=self.pool(), **context)

    def act(self, form):
        beds.set_beds(
            department=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return reverse("hospitals:hospital-detail", args=[self.object.hospital_id])


class SlotList(ListPage):
    """Sessions to come, with what is left of them."""

    model = ClinicSlot
    permission = Permission.HOSPITAL_VIEW
    title = _("门诊号源")
    template_name = "hospitals/slot_list.html"
    filterset_class = SlotFilter
    select_related = ("department__hospital",)
    ordering = ("starts_at", "department__hospital__pinyin", "label")

    def get_queryset(self):
        return super().get_queryset().bookable().with_free()

    def get_context_data(self, **context):
        editable = self.request.user.hospitals_with(Permission.CAPACITY_EDIT)
        return super().get_context_data(editable=editable, **context)


class SlotsOpen(FormPage):
    permission = Permission.CAPACITY_EDIT
    title = _("开放号源")
    template_name = "hospitals/slots_open.html"
    form_class = SlotsForm
    success_message = _("已开放号源。已有的和已过去的时段不重复开放。")

    def act(self, form):
        slots.open_slots(
            department=form.cleaned_data["department"],
            week=form.week(),
            details=form.details(),
            by=self.request.user,
        )
        return reverse("hospitals:slot-list")


class SlotClose(ActionPage):
    model = ClinicSlot
    permission = Permission.CAPACITY_EDIT
    title = _("号源停诊")
    template_name = "hospitals/slot_close.html"
    form_class = SlotCloseForm
    success_message = _("已停诊。")

    def act(self, form):
        slots.close_slot(slot=self.object, by=self.request.user, version=self.seen_version)
        return reverse("hospitals:slot-list")
