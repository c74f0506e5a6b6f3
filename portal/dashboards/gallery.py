"""Sample values for the gallery of template components."""

import datetime as dt

import django_filters
from django import forms
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import DateRangeWidget

from portal.dashboards.drawn.sankey import sankey
from portal.models import Notice


class SampleForm(forms.Form):
    """One field of each kind, with errors."""

    text = forms.CharField(label=_("文本"), help_text=_("提示写在输入框之上。"))
    choice = forms.ChoiceField(label=_("下拉"), choices=[("a", "A"), ("b", "B")])
    radio = forms.ChoiceField(
        label=_("单选"), choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect
    )
    several = forms.MultipleChoiceField(
        label=_("多选"),
        choices=[("a", "A"), ("b", "B")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    day = forms.DateField(label=_("日期"), widget=forms.DateInput(attrs={"type": "date"}))
    long = forms.CharField(label=_("长文本"), widget=forms.Textarea(attrs={"rows": 3}))
    paper = forms.FileField(label=_("文件"), required=False)
    agreed = forms.BooleanField(label=_("同意"), required=False)


class SampleFilter(django_filters.FilterSet):
    """One filter, over no rows at all."""

    state = django_filters.ChoiceFilter(
        label=_("状态"), choices=[("accepted", _("已接收")), ("declined", _("已退回"))]
    )
    sent = django_filters.DateFromToRangeFilter(
        label=_("日期"),
        field_name="created_at",
        widget=DateRangeWidget(attrs={"type": "date"}),
    )

    class Meta:
        model = Notice
        fields = ()


def context(request):
    """What the gallery page shows."""
    now = timezone.now()
    return {
        "title": _("页面组件"),
        "form": SampleForm({"text": ""}),
        "states": [
            ("draft", _("草稿")),
            ("pending_review", _("待审核")),
            ("accepted", _("已接收")),
            ("completed", _("已完成")),
            ("declined", _("已退回")),
        ],
        "crumbs": [(_("工作首页"), "/")],
        "facts": [(_("姓名"), _("张*")), (_("电话"), "")],
        "columns": [_("月份"), _("人次")],
        "rows": [["2026-01", 1280], ["2026-02", 1104], ["2026-03", None]],
        "page_obj": Paginator(range(120), 50).page(2),
        "events": [
            {"at": now, "label": _("接收"), "by": _("李医生"), "place": _("市人民医院")},
            {"at": now - dt.timedelta(hours=1), "label": _("提交"), "note": _("病情稳定")},
        ],
        "filterset": SampleFilter(request.GET, Notice.objects.none(), request=request),
        "today": now.date(),
        "option": {"series": []},
        "drawing": sankey({(_("市人民医院"), _("医疗机构")): 1280}),
    }
