"""Forms of mentoring, of the stages reached, and of the directors of departments."""

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experts.enums import SkillStage
from experts.forms.places import department_field, department_named
from experts.models import CoDirectorPost, Expert, Mentorship, SkillMilestone
from experts.models.mentorship import STAGES_BY
from hospitals.forms.registry import DayInput
from portal.roles import Permission


def _person_field(label, help_text=""):
    return forms.ModelChoiceField(label=label, queryset=Expert.objects.none(), help_text=help_text)


class MentorshipForm(forms.ModelForm):
    """A new one names the apprentice; a row that exists keeps it."""

    apprentice = _person_field(
        gettext_lazy("学员"), gettext_lazy("没有列出时，先在本地人员中登记。")
    )

    class Meta:
        model = Mentorship
        fields = ["apprentice", "kind", "technique", "since", "until", *STAGES_BY]
        widgets = {name: DayInput() for name in ("since", "until", *STAGES_BY)}
        help_texts = {
            "until": gettext_lazy("没有确定的结束日期时不填。"),
            "observe_by": gettext_lazy("各阶段的期限可不填，不填的以带教结束日期为期限。"),
        }

    def __init__(self, *args, user, mentor=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.mentor = mentor or self.instance.mentor
        people = Expert.objects.visible_to(user).filter(is_local=True)
        mine = people.filter(home_hospital__in=user.hospitals_with(Permission.TRAINING_EDIT))
        self.fields["apprentice"].queryset = mine.order_by("pinyin", "name")
        if self.instance.mentor_id:
            self.fields["apprentice"].queryset = people.filter(pk=self.instance.apprentice_id)

    def clean(self):
        given = super().clean()
        if given.get("apprentice") == self.mentor:
            self.add_error("apprentice", _("导师和学员不能是同一人。"))
        return given


class MilestoneForm(forms.ModelForm):
    """The stage of a row that exists stays; the choices of people are those of the hospital."""

    # Numbers only: a blank among them would leave the API's schema without a type.
    stage = forms.TypedChoiceField(
        label=gettext_lazy("阶段"), choices=SkillStage.choices, coerce=int
    )
    witness = _person_field(gettext_lazy("见证人"))

    class Meta:
        model = SkillMilestone
        fields = ["technique", "stage", "reached_on", "witness"]
        widgets = {"reached_on": DayInput()}

    def __init__(self, *args, user, mentorship=None, **kwargs):
        super().__init__(*args, **kwargs)
        mentorship = mentorship or self.instance.mentorship
        here = Q(home_hospital=mentorship.hospital_id) | Q(
            postings__to_hospital=mentorship.hospital_id
        )
        people = Expert.objects.visible_to(user).filter(here | Q(pk=mentorship.mentor_id))
        others = people.exclude(pk=mentorship.apprentice_id).distinct()
        self.fields["witness"].queryset = others.order_by("pinyin", "name")
        if self.instance.stage:
            for name in ("technique", "stage"):
                self.fields[name].disabled = True
        else:
            self.fields["technique"].initial = mentorship.technique
            self.fields["witness"].initial = mentorship.mentor_id
            self.fields["reached_on"].initial = timezone.localdate

    def clean_reached_on(self):
        day = self.cleaned_data["reached_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("达到日期不能晚于今天。"))
        return day


class DirectorForm(forms.ModelForm):
    """Who leads one side of a department; of a row that exists only the days change."""

    department = department_field(gettext_lazy("科室"))
    person = _person_field(gettext_lazy("主任"))

    class Meta:
        model = CoDirectorPost
        fields = ["department", "side", "person", "since", "until"]
        widgets = {"since": DayInput(), "until": DayInput()}
        help_texts = {"until": gettext_lazy("在任时不填。")}

    field_order = ["department", "side", "person"]

    def __init__(self, *args, user, hospital=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.hospital = user, hospital or self.instance.hospital
        self.fields["department"].required = True
        here = Q(home_hospital=self.hospital) | Q(postings__to_hospital=self.hospital)
        people = Expert.objects.visible_to(user).filter(here).distinct()
        self.fields["person"].queryset = people.order_by("pinyin", "name")
        if self.instance.department_id:
            self.initial["department"] = self.instance.department.name
            for name in ("department", "side", "person"):
                self.fields[name].disabled = True

    def clean_department(self):
        if self.instance.department_id:
            return self.instance.department
        return department_named(self.user, self.hospital, self.cleaned_data["department"])
