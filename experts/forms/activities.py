"""Forms of activities and campaigns. The next activity begins where the last one left off."""

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experts.enums import REMOTE_KINDS, ActivityMode
from experts.forms.places import department_field, department_named
from experts.forms.technologies import region_coded
from experts.models import Activity, Expert, OutreachCampaign, OutreachStop
from hospitals.forms.registry import DayInput


def _not_later_than_today(day):
    if day > timezone.localdate():
        raise forms.ValidationError(_("日期不能晚于今天。"))
    return day


class ActivityForm(forms.ModelForm):
    """Who works or is posted here may be ticked; the last entry of this person is the proposal."""

    department = department_field(gettext_lazy("科室"))
    experts = forms.ModelMultipleChoiceField(
        label=gettext_lazy("专家"),
        queryset=Expert.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Activity
        fields = [
            "kind",
            "day",
            "mode",
            "experts",
            "department",
            "participants",
            "patients",
            "topic",
            "referral_number",
        ]
        widgets = {"day": DayInput()}
        help_texts = {"referral_number": gettext_lazy("因转诊患者开展的填写，其他不填。")}

    field_order = Meta.fields

    def __init__(self, *args, user, hospital=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.hospital = user, hospital or self.instance.hospital
        here = Q(postings__to_hospital=self.hospital) & (
            Q(postings__until__isnull=True) | Q(postings__until__gte=timezone.localdate())
        )
        people = Expert.objects.visible_to(user)
        kept = Q(activities=self.instance) if self.instance.hospital_id else Q(pk__in=[])
        self.fields["experts"].queryset = (
            people.filter(here | Q(home_hospital=self.hospital, is_local=False) | kept)
            .distinct()
            .order_by("pinyin", "name")
        )
        if self.instance.hospital_id:
            self.initial["department"] = getattr(self.instance.department, "name", "")
        else:
            self._propose()

    def _propose(self):
        """Today, and what this person logged here last."""
        self.initial.setdefault("day", timezone.localdate())
        mine = Activity.objects.visible_to(self.user).filter(
            hospital=self.hospital, created_by=self.user
        )
        last = mine.select_related("department").order_by("-created_at").first()
        if last is not None:
            self.initial |= {"kind": last.kind, "mode": last.mode}
            self.initial["department"] = getattr(last.department, "name", "")
            self.initial["experts"] = [person.pk for person in last.experts.all()]

    def clean_day(self):
        return _not_later_than_today(self.cleaned_data["day"])

    def clean_department(self):
        return department_named(self.user, self.hospital, self.cleaned_data["department"])

    def clean(self):
        """What is remote by its name is online, whatever the form still says from before."""
        given = super().clean()
        if given.get("kind") in REMOTE_KINDS:
            given["mode"] = ActivityMode.ONLINE
        return given


class CampaignForm(forms.ModelForm):
    class Meta:
        model = OutreachCampaign
        fields = ["name", "team", "since", "until"]
        widgets = {"since": DayInput(), "until": DayInput()}
        help_texts = {"team": gettext_lazy("例如 心内科、骨科组成的医疗队。")}

    def __init__(self, *args, user, hospital=None, **kwargs):
        super().__init__(*args, **kwargs)


class StopForm(forms.ModelForm):
    region = forms.CharField(
        label=gettext_lazy("地区"),
        max_length=64,
        help_text=gettext_lazy("填写行政区划代码或名称，例如 450330 或 平乐县。"),
    )

    class Meta:
        model = OutreachStop
        fields = ["region", "day", "kind", "served"]
        widgets = {"day": DayInput()}

    field_order = Meta.fields

    def __init__(self, *args, user, campaign=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if self.instance.region_id:
            self.initial["region"] = self.instance.region.code
        elif campaign is not None:
            self.initial.setdefault("day", campaign.since)

    def clean_region(self):
        return region_coded(self.user, self.cleaned_data["region"])

    def clean_day(self):
        return _not_later_than_today(self.cleaned_data["day"])
