"""Fields that mend what people type and refuse what cannot be meant.

Spaces, full-width characters and small letters are mended in silence; only what stays wrong
after that is an error.
"""

import copy
import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.models import Region
from referrals import identity
from referrals.models import Referral
from referrals.readers import lines
from referrals.readers.lines import ICD_CODE
from referrals.tokens import is_number

MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
LANDLINE = re.compile(r"(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:-\d{1,6})?")
LONG_NUMBER = re.compile(r"(?:\d[ -]?){8}")
REGION_CODE = re.compile(r"(?<!\d)\d{6}(?:\d{3})?(?:\d{3})?(?!\d)")
NAMES_OFFERED = 5


class SharedFields(dict):
    """The fields of a form class, of which a form copies only those that are told who asks.

    Copying seventy fields for each form takes longer than reading what was typed into them.
    """

    def __deepcopy__(self, memo):
        return {
            name: copy.deepcopy(field, memo) if getattr(field, "is_personal", False) else field
            for name, field in self.items()
        }


def narrow(text):
    """Full-width letters, digits and punctuation become ordinary ones."""
    return unicodedata.normalize("NFKC", text)


class PhoneField(forms.CharField):
    """A mainland mobile number or a landline, with or without area code and extension."""

    def __init__(self, **options):
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "tel"}))
        super().__init__(max_length=32, **options)

    def clean(self, value):
        text = re.sub(r"[\s()（）]", "", narrow(super().clean(value)))
        if not text:
            return ""
        if mobile := MOBILE.fullmatch(text.replace("-", "")):
            return mobile[1]
        if not LANDLINE.fullmatch(text):
            raise ValidationError(_("请填写手机号码，或带区号的固定电话。"), code="phone")
        return text


class ClosedChoiceField(forms.ChoiceField):
    """One of a closed list, looked up by its code instead of walking through translated labels."""

    def valid_value(self, value):
        if not hasattr(self, "codes"):
            self.codes = frozenset(code for code, _label in self.choices)
        return str(value) in self.codes


class DiagnosisCodeField(forms.CharField):
    """An ICD-10 code in capitals."""

    def clean(self, value):
        code = re.sub(r"\s", "", narrow(super().clean(value))).upper()
        if code and not ICD_CODE.fullmatch(code):
            raise ValidationError(_("请填写 ICD-10 编码，例如 I21.9。"), code="icd")
        return code


# What 无 means: asked, and there is none. Empty means that nobody answered.
NOTHING = ()


class LinesField(forms.CharField):
    """One row per line; cleaned to a list, or to NOTHING when the answer is that there is none."""

    def __init__(self, **options):
        widget = forms.Textarea(attrs={"rows": 2})
        super().__init__(max_length=4000, required=False, widget=widget, **options)

    def clean(self, value):
        found = lines.lines_of(super().clean(value))
        if found in ([lines.NONE], [lines.ALSO_NONE]):
            return NOTHING
        if len(found) > lines.MOST_LINES:
            raise ValidationError(
                _("最多 %(count)d 行。"), code="lines", params={"count": lines.MOST_LINES}
            )
        return [self.read(line) for line in found]


class DiagnosisLinesField(LinesField):
    """Further diagnoses in their order, each with a code or without."""

    def read(self, line):
        row = lines.diagnosis(line)
        if not row.name or len(row.name) > 128:
            raise ValidationError(
                _("这一行缺少诊断名称，或名称过长：%(line)s"),
                code="diagnosis",
                params={"line": line[:40]},
            )
        return row


class ResultLinesField(LinesField):
    """Results of examinations, each with date, finding and the mark of recognition."""

    def read(self, line):
        try:
            row = lines.result(line)
        except ValueError:
            row = None
        if row is None or not row.name or len(row.name) > 80 or len(row.finding) > 400:
            raise ValidationError(
                _("这一行的日期有误、缺少项目，或内容过长：%(line)s"),
                code="result",
                params={"line": line[:40]},
            )
        return row


class MeasureField(forms.DecimalField):
    """A number that was measured, within what is possible at all."""

    def __init__(self, *, low, high, places=0, **options):
        super().__init__(
            min_value=low, max_value=high, decimal_places=places, required=False, **options
        )
        self.whole = not places

    def clean(self, value):
        number = super().clean(narrow(value).strip() if isinstance(value, str) else value)
        return int(number) if number is not None and self.whole else number


class ParentField(forms.CharField):
    """An earlier referral by its number, among those that this person may see."""

    is_personal = True

    def __init__(self, **options):
        super().__init__(max_length=20, **options)
        self.user = None

    def prepare_value(self, value):
        return value.number if isinstance(value, Referral) else value

    def clean(self, value):
        number = narrow(super().clean(value)).strip().upper()
        if not number:
            return None
        rows = Referral.objects.visible_to(self.user).select_related("patient")
        found = rows.filter(number=number).first()
        if found is None:
            raise ValidationError(_("没有找到这张转诊单。"), code="parent")
        return found


class RegionField(forms.CharField):
    """A division by name, pinyin initials or code; a retired code means its successor.

    A plain text input: the list of suggestions is a help of the browser, never a need.
    """

    is_personal = True
    # By code, when somebody has read the divisions of several fields at once.
    found = None

    def __init__(self, **options):
        super().__init__(max_length=80, **options)
        self.user = None

    def prepare_value(self, value):
        return region_text(value) if isinstance(value, Region) else value

    def clean(self, value):
        text = narrow(super().clean(value))
        return self._find(text) if text else None

    def _find(self, text):
        regions = Region.objects.visible_to(self.user)
        if code := region_code(text):
            found = regions.current_for(code) if self.found is None else self.found.get(code)
            if found is None:
                raise ValidationError(_("没有这个区划代码，请核对。"), code="region")
            return found
        named = regions.current().named(text).annotate(is_whole_name=Q(name=text))
        named = named.select_related("parent").order_by("-is_whole_name", *Region._meta.ordering)
        matches = list(named[: NAMES_OFFERED + 1])
        matches = [region for region in matches if region.is_whole_name] or matches
        if len(matches) == 1:
            return matches[0]
        if not matches:
            raise ValidationError(_("没有找到这个地区，请填写县区名称或六位代码。"), code="region")
        raise ValidationError(
            _("有多个地区符合，请写明代码：%(names)s"),
            code="ambiguous",
            params={"names": "、".join(region_text(region) for region in matches[:NAMES_OFFERED])},
        )


def region_code(text):
    """The code in what was typed for a division; empty when it is a name."""
    code = REGION_CODE.search(narrow(text))
    return code[0] if code else ""


def region_text(region):
    """桂林市 七星区 450305: what the input shows, and reads again."""
    above = f"{region.parent.name} " if region.parent_id else ""
    return f"{above}{region.name} {region.code}"


class DateField(forms.DateField):
    """The browser's own date input."""

    def __init__(self, **options):
        options.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**options)


class MomentField(forms.DateTimeField):
    """The browser's own date and time input, in local time."""

    def __init__(self, **options):
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        super().__init__(widget=widget, **options)

    def clean(self, value):
        moment = super().clean(value)
        if moment and not 2000 <= moment.year < 2100:
            raise ValidationError(_("请核对年份。"), code="year")
        return moment


class IdNumberField(forms.CharField):
    """A resident identity number with the right check digit."""

    def clean(self, value):
        number = "".join(narrow(super().clean(value)).split()).upper()
        if identity.read(number, today=timezone.localdate()) is None:
            raise ValidationError(_("证件号码有误，请对照证件核对 18 位号码。"), code="id_number")
        return number


class NoLongNumberField(forms.CharField):
    """What somebody looks for, but no identity or whole telephone number: nobody fishes."""

    def clean(self, value):
        text = narrow(super().clean(value))
        if LONG_NUMBER.search(text) and not is_number(text):
            raise ValidationError(
                _("不能按证件号码或完整电话查找，请用姓名或电话后四位。"), code="long_number"
            )
        return text


class LongTextField(forms.CharField):
    """Several lines."""

    def __init__(self, *, rows=3, **options):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)


def not_in_future(value):
    """A day that has come already."""
    if value > timezone.localdate():
        raise ValidationError(_("日期不能晚于今天。"), code="future")


def not_in_past(value):
    """Today or later."""
    if value < timezone.localdate():
        raise ValidationError(_("日期不能早于今天。"), code="past")


def not_yet_to_come(moment):
    """A moment that has come already."""
    if moment > timezone.now():
        raise ValidationError(_("时间不能晚于现在。"), code="future")


def with_blank(choices):
    """The choices behind an empty one."""
    return [("", _("请选择")), *choices]
