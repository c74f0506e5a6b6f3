"""Pages of the working calendar: the nation's days, and those of one's own hospital."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.actions import calendars
from hospitals.filters import CalendarFilter
from hospitals.forms.calendars import CalendarDayForm, CalendarFileForm
from hospitals.models import CalendarDay, Hospital
from portal.core.pages import ActionPage, ListPage
from portal.roles import Permission


class CalendarList(ListPage):
    model = CalendarDay
    permission = Permission.HOSPITAL_VIEW
    title = gettext_lazy("工作日历")
    template_name = "sla/calendar_list.html"
    filterset_class = CalendarFilter
    select_related = ("hospital",)
    ordering = ("-day", "hospital__pinyin")

    def get_context_data(self, **context):
        mine = self.request.user.hospitals_with(Permission.CALENDAR_EDIT)
        kept = Hospital.objects.visible_to(self.request.user).filter(pk__in=mine)
        return super().get_context_data(kept=kept, kept_ids=mine, **context)


class DayCreate(ActionPage):
    model = Hospital
    permission = Permission.CALENDAR_EDIT
    title = gettext_lazy("设置工作日历")
    template_name = "sla/calendar_form.html"
    form_class = CalendarDayForm
    success_message = gettext_lazy("已保存。")

    def act(self, form):
        calendars.add_day(hospital=self.object, details=form.cleaned_data, by=self.request.user)
        return reverse("sla:calendar-list")


class DayEdit(ActionPage):
    model = CalendarDay
    permission = Permission.CALENDAR_EDIT
    title = gettext_lazy("设置工作日历")
    template_name = "sla/calendar_form.html"
    form_class = CalendarDayForm
    success_message = gettext_lazy("已保存。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        calendars.edit_day(
            calendar_day=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return reverse("sla:calendar-list")


class DayDelete(ActionPage):
    model = CalendarDay
    permission = Permission.CALENDAR_EDIT
    title = gettext_lazy("删除工作日历")
    template_name = "sla/calendar_delete.html"
    success_message = gettext_lazy("已删除，恢复按全国安排计算。")

    def act(self, form):
        calendars.delete_day(
            calendar_day=self.object, by=self.request.user, version=self.seen_version
        )
        return reverse("sla:calendar-list")


class CalendarImport(ActionPage):
    model = Hospital
    permission = Permission.CALENDAR_EDIT
    title = gettext_lazy("导入工作日历")
    template_name = "sla/calendar_form.html"
    form_class = CalendarFileForm

    def act(self, form):
        count = calendars.import_days(
            hospital=self.object, content=form.cleaned_data["file"], by=self.request.user
        )
        messages.success(self.request, _("已导入 %(count)d 天。") % {"count": count})
        return reverse("sla:calendar-list")
