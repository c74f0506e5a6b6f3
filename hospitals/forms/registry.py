"""Forms of hospitals, campuses and departments."""

import re

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals import org_codes
from hospitals.models import Campus, Department, Hospital, Network, Region
from portal.roles import Permission

PHONES = re.compile(r"[\d\s+()（）/、，,转-]+")
FEWEST_DIGITS = 7


def check_phone(text):
    """Several numbers may stand side by side; words are no telephone."""
    text = text.strip()
    if text and (not PHONES.fullmatch(text) or len(re.findall(r"\d", text)) < FEWEST_DIGITS):
        raise forms.ValidationError(_("请填写手机号码，或带区号的固定电话。"))
    return text


# What may be wrong with the code of an organisation, said so that it can be mended.
CODE_FAULTS = {
    "length": gettext_lazy(
        "统一社会信用代码为 18 位；没有时可填 9 位组织机构代码或 22 位医疗机构登记号。"
    ),
    "characters": gettext_lazy(
        "统一社会信用代码只含数字和大写字母，前 8 位为数字，后 10 位不用字母 I、O、S、V、Z。"
    ),
    "check": gettext_lazy("统一社会信用代码的校验位不对，请逐位核对是否有错漏。"),
}


def check_org_code(text):
    """The code as it is kept, if its check digit is right."""
    code = org_codes.tidy(text)
    if code and (fault := org_codes.fault(code)):
        raise forms.ValidationError(CODE_FAULTS[fault], code=f"org_code_{fault}")
    return code


class DayInput(forms.DateInput):
    """The browser's own calendar; a typed 2024-03-28 works as well."""

    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


class HospitalForm(forms.ModelForm):
    region = forms.CharField(
        label=gettext_lazy("所在地"),
        max_length=64,
        help_text=gettext_lazy("填写行政区划代码或名称，例如 450330 或 平乐县。"),
    )

    class Meta:
        model = Hospital
        fields = [
            "name",
            "short_name",
            "org_code",
            "level",
            "kind",
            "ownership",
            "phone",
            "opened_on",
            "review_required",
        ]
        widgets = {"opened_on": DayInput()}
        help_texts = {"short_name": gettext_lazy("常用的简称，可用于搜索。")}

    field_order = ["name", "short_name", "org_code", "region"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if self.instance.region_id:
            self.initial["region"] = self.instance.region.code

    def clean_phone(self):
        return check_phone(self.cleaned_data["phone"])

    def clean_org_code(self):
        """One that was kept before its check was asked for does not stand in the way."""
        text = self.cleaned_data["org_code"]
        return text if text == self.initial.get("org_code") else check_org_code(text)

    def clean_region(self):
        """A code, a full name, or a name that only one current division has."""
        text = self.cleaned_data["region"].strip()
        current = Region.objects.visible_to(self.user).current()
        found = list(current.filter(Q(code=text) | Q(name=text)).select_related("parent__parent"))
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(_("没有这个现行的行政区划。"))
        raise forms.ValidationError(
            _("有多个同名的行政区划，请填写代码，例如%(choices)s。")
            % {"choices": "、".join(f"{row.full_name} {row.code}" for row in found[:5])}
        )


class NewHospitalForm(HospitalForm):
    network = forms.ModelChoiceField(
        label=gettext_lazy("加入医联体"), queryset=Network.objects.none()
    )
    since = forms.DateField(label=gettext_lazy("加入日期"), widget=DayInput())
    split_from = forms.ModelChoiceField(
        label=gettext_lazy("分设自"),
        queryset=Hospital.objects.none(),
        required=False,
        help_text=gettext_lazy("由另一家机构分设的填写；此前的数据仍属原机构。"),
    )

    field_order = ["name", "short_name", "org_code", "region", "network", "since"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["network"].queryset = (
            Network.objects.visible_to(user).current().led_with(user, Permission.HOSPITAL_CREATE)
        )
        self.fields["since"].initial = timezone.localdate
        self.fields["split_from"].queryset = Hospital.objects.visible_to(user).open()

    def clean(self):
        given = super().clean()
        if given.get("split_from") and not given.get("opened_on"):
            self.add_error("opened_on", _("分设的机构须填写开业日期。"))
        return given


class CloseForm(forms.Form):
    closed_on = forms.DateField(
        label=gettext_lazy("停业日期"), widget=DayInput(), initial=timezone.localdate
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


class CampusForm(forms.ModelForm):
    class Meta:
        model = Campus
        fields = ["name", "function", "address", "opened_on"]
        widgets = {"opened_on": DayInput()}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


class DepartmentForm(forms.ModelForm):
    campus = forms.ModelChoiceField(
        label=gettext_lazy("院区"),
        queryset=Campus.objects.none(),
        required=False,
        empty_label=gettext_lazy("不分院区"),
    )

    class Meta:
        model = Department
        fields = ["name", "code"]
        help_texts = {"code": gettext_lazy("医疗机构诊疗科目名录中的代码，例如 03.04。")}

    def __init__(self, *args, user, hospital, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Campus.objects.visible_to(user).filter(hospital=hospital)
        self.fields["campus"].queryset = mine
        self.initial["campus"] = self.instance.campus_id
