"""Forms of new technologies: the register, names, admission, months, claims and prices."""

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experts.enums import ClaimState, EvidenceKind, NoveltyKind
from experts.forms.places import department_field, department_named, known_hospitals
from experts.models import (
    Expert,
    NewTechnology,
    NoveltyClaim,
    Posting,
    PriceItem,
    TechnologyAdmission,
    TechnologyMonthlyCount,
)
from hospitals.forms.registry import DayInput
from hospitals.models import Hospital, Region
from portal.core.uploads import FilesField

JUDGEMENTS = [choice for choice in ClaimState.choices if choice[0] != ClaimState.PENDING]


class MonthInput(forms.DateInput):
    """The browser's own month; 2026-03 and 2026-03-15 both mean March."""

    input_type = "month"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m", **kwargs)


class TechnologyForm(forms.ModelForm):
    """hospital is where it is done; posting follows from who brought it."""

    department = department_field(gettext_lazy("科室"))
    source_hospital = forms.ModelChoiceField(
        label=gettext_lazy("来源医院"), queryset=Hospital.objects.none(), required=False
    )
    brought_by = forms.ModelChoiceField(
        label=gettext_lazy("引入专家"),
        queryset=Expert.objects.none(),
        required=False,
        help_text=gettext_lazy("本院自行开展的不填。"),
    )

    class Meta:
        model = NewTechnology
        fields = [
            "name",
            "name_english",
            "specialty",
            "kind",
            "surgery_level",
            "source_hospital",
            "brought_by",
            "first_done_on",
            "local_independent_on",
        ]
        widgets = {"first_done_on": DayInput(), "local_independent_on": DayInput()}

    field_order = ["name", "name_english", "kind", "specialty", "department"]

    def __init__(self, *args, user, hospital=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.hospital = hospital or (self.instance.hospital if self.instance.hospital_id else None)
        self.fields["source_hospital"].queryset = known_hospitals(user)
        people = Expert.objects.visible_to(user)
        here = Q(postings__to_hospital=self.hospital) | Q(home_hospital=self.hospital)
        self.fields["brought_by"].queryset = people.filter(here).distinct()
        if self.instance.department_id:
            self.initial["department"] = self.instance.department.name

    def clean_department(self):
        return department_named(self.user, self.hospital, self.cleaned_data["department"])

    def clean(self):
        """The posting that brought it: the one that ran, or began last, when it was first done."""
        given = super().clean()
        expert, day = given.get("brought_by"), given.get("first_done_on")
        given["posting"] = Posting.objects.visible_to(self.user).that_brought(
            expert, self.hospital, day
        )
        return given


class AliasForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("别名"), max_length=128)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


class AdmissionForm(forms.ModelForm):
    class Meta:
        model = TechnologyAdmission
        fields = ["admission_class", "committee", "approved_on", "ethics_number", "review_on"]
        widgets = {"approved_on": DayInput(), "review_on": DayInput()}
        help_texts = {"ethics_number": gettext_lazy("限制类技术必填。")}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)

    def clean_approved_on(self):
        day = self.cleaned_data["approved_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("批准日期不能晚于今天。"))
        return day


class MonthForm(forms.ModelForm):
    month = forms.DateField(
        label=gettext_lazy("月份"), widget=MonthInput(), input_formats=["%Y-%m", "%Y-%m-%d"]
    )

    class Meta:
        model = TechnologyMonthlyCount
        fields = ["month", "patients", "complications", "independent_local"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)

    def clean_month(self):
        month = self.cleaned_data["month"].replace(day=1)
        if month > timezone.localdate():
            raise forms.ValidationError(_("月份不能晚于本月。"))
        return month


class StopForm(forms.Form):
    stopped_on = forms.DateField(
        label=gettext_lazy("停用日期"), widget=DayInput(), initial=timezone.localdate
    )
    stop_note = forms.CharField(label=gettext_lazy("停用原因"), max_length=200)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


def region_coded(user, text):
    """A current division by its code or its full name; None for an empty text."""
    if not text:
        return None
    rows = Region.objects.visible_to(user).current().filter(Q(code=text) | Q(name=text))
    found = list(rows[:2])
    if len(found) != 1:
        raise forms.ValidationError(_("请填写现行行政区划的代码或全称。"))
    return found[0]


class ClaimForm(forms.ModelForm):
    """Evidence is words, files, or both."""

    files = FilesField()
    files_kind = forms.ChoiceField(
        label=gettext_lazy("证据类别"),
        choices=EvidenceKind.choices,
        required=False,
        help_text=gettext_lazy("上传前请遮盖患者姓名、证件号等身份信息。"),
    )
    region = forms.CharField(
        label=gettext_lazy("地区"),
        max_length=64,
        required=False,
        help_text=gettext_lazy("省内和市级认定填写行政区划代码或名称。"),
    )

    class Meta:
        model = NoveltyClaim
        fields = ["kind", "tier", "region", "area", "claim_text", "claimed_on", "evidence"]
        widgets = {"claimed_on": DayInput(), "evidence": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "evidence": gettext_lazy(
                "查新报告编号、文献或公文。填补空白的须填写这一项或上传文件；没有证据的不能核实。"
            ),
            "area": gettext_lazy("例如 桂北。"),
        }

    field_order = ["kind", "tier", "region"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if self.instance.region_id:
            self.initial["region"] = self.instance.region.code

    def clean_region(self):
        return region_coded(self.user, self.cleaned_data["region"])

    def clean(self):
        """Said at the field: an empty text is left out when the row checks its constraints."""
        given = super().clean()
        told = given.get("evidence") or given.get("files") or self.instance.file_count
        if given.get("kind") == NoveltyKind.GAP and not told:
            self.add_error("evidence", _("填补空白的申报须附证据：填写文字，或上传文件。"))
        return given

    @property
    def told(self):
        """details and files, as the actions take them."""
        given = dict(self.cleaned_data)
        kind = given.pop("files_kind") or EvidenceKind.NOVELTY_SEARCH
        files = [
            {"content": file.read(), "name": file.name, "kind": kind} for file in given.pop("files")
        ]
        return {"details": given, "files": files}


class JudgeForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("核实结论"),
        choices=JUDGEMENTS,
    )
    note = forms.CharField(label=gettext_lazy("核实意见"), max_length=200)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


class PriceForm(forms.ModelForm):
    region = forms.CharField(
        label=gettext_lazy("执行地区"),
        max_length=64,
        help_text=gettext_lazy("填写行政区划代码或名称，例如 450330 或 平乐县。"),
    )
    technology = forms.ModelChoiceField(
        label=gettext_lazy("新技术"), queryset=NewTechnology.objects.none(), required=False
    )

    class Meta:
        model = PriceItem
        fields = [
            "region",
            "technology",
            "code",
            "name",
            "action",
            "unit",
            "old_price",
            "new_price",
            "effective_on",
        ]
        widgets = {"effective_on": DayInput()}

    field_order = ["region", "technology"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["technology"].queryset = NewTechnology.objects.visible_to(user)
        if self.instance.region_id:
            self.initial["region"] = self.instance.region.code

    def clean_region(self):
        return region_coded(self.user, self.cleaned_data["region"])
