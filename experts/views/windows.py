"""Where nobody is on post, month by month; and what was counted before and after a posting."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from experts import windows
from experts.filters import CalendarFilter
from experts.forms.windows import WindowsForm
from experts.models import Posting
from experts.models.effect import compared
from hospitals.models import Hospital
from portal.core.pages import DetailPage, ListPage
from portal.roles import Permission

NAMES = {
    "cases": _("新技术例数"),
    "local_cases": _("其中本地独立完成例数"),
    "complications": _("并发症例数"),
    "months": _("登记了例数的月份数"),
    "new": _("新开展技术项数"),
    "activities": _("专家活动数"),
    "patients": _("活动惠及患者数"),
}


class PostingCalendar(ListPage):
    """Twelve months of one hospital: a row per department that ever had somebody."""

    model = Posting
    permission = Permission.EXPERT_VIEW
    title = _("派驻日历")
    template_name = "experts/posting_calendar.html"
    filterset_class = CalendarFilter

    def get_queryset(self):
        rows = super().get_queryset()
        given = self.filterset.form.cleaned_data if self.filterset.form.is_valid() else {}
        self.hospital = given.get("hospital") or self.first_hospital(rows)
        self.months = windows.year(given.get("first"), timezone.localdate())
        return windows.calendar(rows.filter(to_hospital=self.hospital).stays(), self.months)

    def first_hospital(self, rows):
        seen = Hospital.objects.visible_to(self.request.user)
        return seen.filter(pk__in=rows.receiving()).order_by("pinyin", "name").first()

    def get_context_data(self, **context):
        return super().get_context_data(hospital=self.hospital, months=self.months, **context)


class PostingEffect(DetailPage):
    """Figures of equal windows, side by side: they go along with the posting, no more."""

    model = Posting
    permission = Permission.EXPERT_VIEW
    template_name = "experts/posting_effect.html"
    select_related = ("expert", "to_hospital", "to_department")

    def get_context_data(self, **context):
        posting = self.object
        given = self.request.GET
        form = WindowsForm(given, posting=posting) if given else WindowsForm.proposed(posting)
        return super().get_context_data(
            title=_("派驻前后对照"), form=form, tables=self.tables(form), **context
        )

    def tables(self, form):
        """One of the department, if the posting names one, and one of the hospital."""
        if not form.is_valid():
            return []
        scopes = [(True, self.object.to_department)] if self.object.to_department else []
        scopes.append((False, self.object.to_hospital))
        return [
            {
                "place": place,
                "rows": [
                    (NAMES[name], before, after, after - before)
                    for name, before, after in compared(
                        self.object,
                        form.before,
                        form.after,
                        self.request.user,
                        in_department=in_department,
                    )
                ],
            }
            for in_department, place in scopes
        ]
