"""Forms of referral routes."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.enums import RouteDirection
from hospitals.forms.registry import DayInput
from hospitals.models import Hospital, Network, NetworkMembership
from hospitals.readers import route_file, table
from portal.roles import Permission


def led_networks(user):
    """The networks whose routes this person keeps."""
    return Network.objects.visible_to(user).current().led_with(user, Permission.ROUTE_EDIT)


class NetworkChoice(forms.ModelChoiceField):
    def __init__(self, **options):
        options |= {"queryset": Network.objects.none(), "empty_label": gettext_lazy("请选择")}
        super().__init__(label=gettext_lazy("医联体"), **options)


class RouteForm(forms.Form):
    """A new route; a plain form, because an origin is never changed afterwards."""

    network = NetworkChoice()
    origin = forms.ModelChoiceField(
        label=gettext_lazy("转出机构"),
        queryset=Hospital.objects.none(),
        empty_label=gettext_lazy("请选择"),
    )
    destination = forms.ModelChoiceField(
        label=gettext_lazy("接收机构"),
        queryset=Hospital.objects.none(),
        empty_label=gettext_lazy("请选择"),
    )
    direction = forms.ChoiceField(label=gettext_lazy("方向"), choices=RouteDirection.choices)
    specialty = forms.CharField(
        label=gettext_lazy("专科"),
        max_length=64,
        required=False,
        help_text=gettext_lazy("不填为全部科室；填写时只能转往同名科室，例如 骨科。"),
    )
    since = forms.DateField(
        label=gettext_lazy("开始"), widget=DayInput(), initial=timezone.localdate
    )
    until = forms.DateField(label=gettext_lazy("结束"), widget=DayInput(), required=False)
    note = forms.CharField(label=gettext_lazy("说明"), max_length=200, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        known = Hospital.objects.visible_to(user).open().order_by("pinyin", "name")
        self.fields["network"].queryset = led_networks(user)
        self.fields["origin"].queryset = self.fields["destination"].queryset = known

    def clean(self):
        given = super().clean()
        if given.get("origin") and given.get("origin") == given.get("destination"):
            self.add_error("destination", _("转出机构与接收机构不能是同一家。"))
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("转诊关系的结束日期不能早于开始日期。"))
        return given


class GenerateForm(forms.Form):
    network = NetworkChoice()

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["network"].queryset = led_networks(user)


class BindingForm(forms.Form):
    is_binding = forms.BooleanField(
        label=gettext_lazy("按转诊关系限定接收机构"),
        required=False,
        help_text=gettext_lazy(
            "勾选后，有转诊关系的成员只能转往关系所列的机构；没有关系的不受限。"
        ),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


class RouteFileForm(forms.Form):
    network = NetworkChoice()
    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy(
            "CSV 或 XLSX。列为 转出机构、接收机构、方向，可另有 专科、开始、结束、说明。"
        ),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.problems = []
        self.fields["network"].queryset = led_networks(user)

    def clean(self):
        """The rows of the file; whatever is wrong with one of them keeps all of them out."""
        given = super().clean()
        upload = given.get("file")
        if not upload or not given.get("network"):
            return given
        if upload.size > settings.IMPORT_MAX_BYTES:
            self.add_error("file", _("文件过大。"))
            return given
        try:
            reading = self._read(upload.read(), given["network"])
        except table.Unreadable as error:
            self.add_error("file", str(error))
            return given
        self.problems, given["rows"] = reading.problems, reading.rows
        if self.problems:
            self.add_error("file", _("文件有错误，没有导入任何数据。"))
        return given

    def _read(self, content, network):
        named = {}
        for hospital in Hospital.objects.visible_to(self.user).open():
            named[hospital.short_name] = hospital
        named |= {one.name: one for one in Hospital.objects.visible_to(self.user).open()}
        named.pop("", None)
        members = NetworkMembership.objects.visible_to(self.user).current().filter(network=network)
        words = {str(label): code for code, label in RouteDirection.choices}
        return route_file.read(
            content,
            hospitals=named,
            directions=words | {code: code for code in RouteDirection.values},
            members=set(members.values_list("hospital_id", flat=True)),
            today=timezone.localdate(),
        )
