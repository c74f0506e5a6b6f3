"""Forms of training away, of certificates, of titles and of people won from elsewhere."""

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experts.forms.places import known_hospitals
from experts.models import Award, Certificate, Expert, Recruitment, TrainingStay
from hospitals.forms.registry import DayInput
from hospitals.models import Hospital


def _people_of(user, hospital):
    people = Expert.objects.visible_to(user).filter(
        Q(home_hospital=hospital) | Q(kept_by=hospital, is_local=True)
    )
    return people.order_by("pinyin", "name")


def _not_to_come(form, name):
    """The day that was typed, if it is not later than today."""
    day = form.cleaned_data[name]
    if day is not None and day > timezone.localdate():
        raise forms.ValidationError(_("日期不能晚于今天。"))
    return day


class StayForm(forms.ModelForm):
    """Where somebody learns what, and until when; whose stay it is stays."""

    at_hospital = forms.ModelChoiceField(
        label=gettext_lazy("进修医院"), queryset=Hospital.objects.none(), required=False
    )

    class Meta:
        model = TrainingStay
        fields = [
            "at_hospital",
            "at_place",
            "department",
            "subject",
            "since",
            "until",
            "is_whole_team",
            "is_free",
        ]
        widgets = {"since": DayInput(), "until": DayInput()}
        help_texts = {
            "at_place": gettext_lazy("进修医院不在列表中时填写机构全称。"),
            "until": gettext_lazy("没有确定的结束日期时不填。"),
            "is_whole_team": gettext_lazy("一个科室或团队成建制外送时勾选。"),
            "is_free": gettext_lazy("进修医院不收进修费时勾选。"),
        }

    def __init__(self, *args, user, hospital=None, **kwargs):
        super().__init__(*args, **kwargs)
        home = hospital or self.instance.home_hospital
        self.fields["at_hospital"].queryset = known_hospitals(user).exclude(pk=home.pk)

    def clean(self):
        """Said in words at the field; the constraint speaks of both."""
        given = super().clean()
        if bool(given.get("at_hospital")) == bool(given.get("at_place")):
            self.add_error("at_place", _("进修医院和网络外的进修机构须填一项，且只填一项。"))
        return given


class SendForm(StayForm):
    """Several people of one hospital, who go together."""

    trainees = forms.ModelMultipleChoiceField(
        label=gettext_lazy("进修人员"),
        queryset=Expert.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("没有列出时，先在本地人员中登记。"),
    )
    field_order = ["trainees"]

    def __init__(self, *args, user, hospital, **kwargs):
        super().__init__(*args, user=user, hospital=hospital, **kwargs)
        people = _people_of(user, hospital).filter(home_hospital=hospital)
        self.fields["trainees"].queryset = people


class ReturnForm(forms.ModelForm):
    class Meta:
        model = TrainingStay
        fields = ["returned_on", "independent_on"]
        widgets = {"returned_on": DayInput(), "independent_on": DayInput()}
        help_texts = {
            "returned_on": gettext_lazy("回到派出医院上班的第一天。"),
            "independent_on": gettext_lazy("在本院独立开展所学工作的第一天；还没有时不填。"),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["returned_on"].required = True

    def clean_returned_on(self):
        return _not_to_come(self, "returned_on")

    def clean_independent_on(self):
        return _not_to_come(self, "independent_on")


class CertificateForm(forms.ModelForm):
    """holder: whose it is, of a new one."""

    stay = forms.ModelChoiceField(
        label=gettext_lazy("进修"),
        queryset=TrainingStay.objects.none(),
        required=False,
        help_text=gettext_lazy("因某次进修取得的填写。"),
    )

    class Meta:
        model = Certificate
        fields = ["kind", "number", "issuer", "issued_on", "expires_on", "stay"]
        widgets = {"issued_on": DayInput(), "expires_on": DayInput()}
        help_texts = {"expires_on": gettext_lazy("长期有效时不填。到期前 90 天起提醒。")}

    def __init__(self, *args, user, holder=None, **kwargs):
        super().__init__(*args, **kwargs)
        whose = holder or self.instance.holder
        self.fields["stay"].queryset = TrainingStay.objects.visible_to(user).filter(trainee=whose)

    def clean_issued_on(self):
        return _not_to_come(self, "issued_on")


class AwardForm(forms.ModelForm):
    holder = forms.ModelChoiceField(
        label=gettext_lazy("获得者"),
        queryset=Expert.objects.none(),
        required=False,
        help_text=gettext_lazy("授予机构或团队的不填。"),
    )

    class Meta:
        model = Award
        fields = ["title", "level", "holder", "issuer", "granted_on"]
        widgets = {"granted_on": DayInput()}
        help_texts = {"title": gettext_lazy("照授予文件填写，例如 漓江学者。")}

    def __init__(self, *args, user, hospital=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = _people_of(user, hospital or self.instance.hospital)

    def clean_granted_on(self):
        return _not_to_come(self, "granted_on")


class RecruitmentForm(forms.ModelForm):
    class Meta:
        model = Recruitment
        fields = [
            "name",
            "joined_on",
            "people",
            "doctors",
            "has_housing",
            "has_schooling",
            "has_spouse_job",
            "note",
        ]
        widgets = {"joined_on": DayInput()}
        help_texts = {"note": gettext_lazy("不写个人信息。")}

    def __init__(self, *args, user, hospital=None, **kwargs):
        super().__init__(*args, **kwargs)

    def clean_joined_on(self):
        return _not_to_come(self, "joined_on")
