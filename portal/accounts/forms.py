"""Sign-in, working hospital, language and password; the roles of others."""

from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.access import appointments_of, workplaces_of
from hospitals.enums import RoleChoice
from hospitals.forms.registry import DayInput
from hospitals.models import Department, Hospital
from portal.models import PageSize, TextSize


class SignInForm(AuthenticationForm):
    """One answer for every failure: it tells neither which part was wrong nor of a lock."""

    error_messages = {
        "invalid_login": _(
            "账号或密码不正确，或登录失败次数过多。请稍后再试，或联系本院信息科重置密码。"
        ),
        "inactive": _(
            "账号或密码不正确，或登录失败次数过多。请稍后再试，或联系本院信息科重置密码。"
        ),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("账号")
        self.fields["password"].label = _("密码")


class WorkplaceForm(forms.Form):
    """One of one's own hospitals."""

    hospital = forms.ChoiceField(label=_("工作机构"), widget=forms.RadioSelect)

    def __init__(self, *args, hospitals, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hospital"].choices = [(str(row.pk), row.name) for row in hospitals]


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("语言"), choices=settings.LANGUAGES)


class PreferencesForm(forms.Form):
    """How one likes the pages; used by the page and the API alike."""

    text_size = forms.ChoiceField(
        label=_("字号"), choices=TextSize.choices, widget=forms.RadioSelect
    )
    page_size = forms.TypedChoiceField(label=_("每页行数"), choices=PageSize.choices, coerce=int)
    default_hospital_id = forms.TypedChoiceField(
        label=_("默认工作机构"), required=False, coerce=UUID, empty_value=None
    )
    has_sound = forms.BooleanField(label=_("新转入时响提示音"), required=False)
    has_shortcuts = forms.BooleanField(
        label=_("启用快捷键"),
        required=False,
        help_text=_("Alt+K 查找；逐条审核时 Alt+Y 同意、Alt+N 稍后。"),
    )

    def __init__(self, *args, user, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        places = [(str(row.pk), row.name) for row in workplaces_of(user)]
        self.fields["default_hospital_id"].choices = [("", _("每次登录时选择")), *places]


class PasswordForm(forms.Form):
    """The old password, and a new one twice."""

    old = forms.CharField(
        label=_("当前密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("新密码"),
        strip=False,
        help_text=_("至少 10 个字符，不能是常见密码。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再次输入新密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_old(self):
        if not self.user.check_password(self.cleaned_data["old"]):
            raise forms.ValidationError(_("当前密码不正确。"))
        return self.cleaned_data["old"]

    def clean_new(self):
        password_validation.validate_password(self.cleaned_data["new"], self.user)
        return self.cleaned_data["new"]

    def clean(self):
        new, again = self.cleaned_data.get("new"), self.cleaned_data.get("again")
        if new and new == self.cleaned_data.get("old"):
            self.add_error("new", _("新密码不能与当前密码相同。"))
        if new and again and new != again:
            self.add_error("again", _("两次输入的新密码不一致。"))
        return self.cleaned_data


USERNAME = RegexValidator(
    r"^[a-z0-9][a-z0-9._-]{2,63}$", _("账号为 3 至 64 个小写字母、数字、点或短横线。")
)


class DepartmentChoice(forms.ModelChoiceField):
    """A department with its hospital, since some people keep the roles of several."""

    def label_from_instance(self, row):
        return f"{row.hospital} {row.name}"


class TermsForm(forms.Form):
    """A role and its department, out of those that this person may give."""

    role = forms.ChoiceField(label=_("角色"))
    department = DepartmentChoice(
        label=_("科室"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("不限科室"),
        help_text=_("共享给本科室的视图按此处的科室。"),
    )
    until = forms.DateField(
        label=_("最后一天"),
        widget=DayInput(),
        required=False,
        help_text=_("不填为长期。"),
    )

    def __init__(self, *args, user, places=None, **kwargs):
        super().__init__(*args, **kwargs)
        roles_at = appointments_of(user)
        self.places = roles_at.keys() if places is None else places & roles_at.keys()
        roles = set().union(*(roles_at[place] for place in self.places))
        self.fields["role"].choices = [pair for pair in RoleChoice.choices if pair[0] in roles]
        departments = Department.objects.visible_to(user).filter(hospital__in=self.places)
        self.fields["department"].queryset = departments.select_related("hospital").order_by(
            "hospital__pinyin", "code", "name"
        )

    @property
    def terms(self):
        return {name: self.cleaned_data.get(name) for name in ("department", "until")}


class AppointForm(TermsForm):
    """A role for somebody: a known account, or a new one."""

    username = forms.CharField(
        label=_("账号"), max_length=64, validators=[USERNAME], help_text=_("没有该账号时新建。")
    )
    name = forms.CharField(
        label=_("姓名"), max_length=64, help_text=_("已有账号时须与其姓名一致。")
    )
    title = forms.CharField(label=_("职称"), max_length=64, required=False)
    hospital = forms.ModelChoiceField(
        label=_("机构"), queryset=Hospital.objects.none(), empty_label=_("请选择")
    )
    since = forms.DateField(label=_("开始"), widget=DayInput(), initial=timezone.localdate)

    field_order = ["username", "name", "title", "hospital", "role", "department", "since", "until"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        hospitals = Hospital.objects.visible_to(user).filter(pk__in=self.places)
        self.fields["hospital"].queryset = hospitals.order_by("pinyin", "name")
        if len(self.places) == 1:
            self.initial.setdefault("hospital", next(iter(self.places)))

    @property
    def person(self):
        return {name: self.cleaned_data[name] for name in ("username", "name", "title")}

    @property
    def terms(self):
        return super().terms | {"since": self.cleaned_data["since"]}


class ConfirmPasswordForm(forms.Form):
    """Nothing to fill in but that one has made sure who asks."""

    is_known = forms.BooleanField(label=_("已当面或电话核实本人身份"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
