"""Forms of the profile of an expert."""

from django import forms
from django.utils.translation import gettext_lazy as _

from experts.forms.places import department_field, department_named, known_hospitals
from experts.models import Expert
from hospitals.forms.registry import check_phone
from hospitals.models import Hospital
from portal.roles import Permission


class ExpertForm(forms.ModelForm):
    """home_department is typed by name; a title says nothing of its level, which is coded apart."""

    home_hospital = forms.ModelChoiceField(label=_("派出医院"), queryset=Hospital.objects.none())
    home_department = department_field(_("所在科室"))

    class Meta:
        model = Expert
        fields = [
            "name",
            "sex",
            "home_hospital",
            "title",
            "title_level",
            "degree",
            "specialty",
            "licence_number",
            "phone",
            "is_local",
        ]
        help_texts = {
            "title_level": _("按聘任文件选择；不清楚时选未填报，系统不从职称名称推断。"),
            "is_local": _("本院学员、本院主任等不外派的人员勾选，不列入派驻专家名册。"),
            "title": _("例如 主任医师、副教授。"),
        }

    field_order = ["name", "sex", "home_hospital", "home_department"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["home_hospital"].queryset = known_hospitals(user)
        if self.instance.home_department_id:
            self.initial["home_department"] = self.instance.home_department.name

    def clean_phone(self):
        return check_phone(self.cleaned_data["phone"])

    def clean_home_department(self):
        hospital = self.cleaned_data.get("home_hospital")
        return department_named(self.user, hospital, self.cleaned_data["home_department"])


class RegisterForm(ExpertForm):
    kept_by = forms.ModelChoiceField(
        label=_("登记机构"),
        queryset=Hospital.objects.none(),
        help_text=_("由哪家机构维护这份档案。"),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        mine = known_hospitals(user).held_with(user, Permission.EXPERT_EDIT)
        self.fields["kept_by"].queryset = mine
        self.fields["kept_by"].initial = mine.first()
