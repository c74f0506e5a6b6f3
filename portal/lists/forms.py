"""What may be kept of a look at a list."""

import uuid

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.models import Department, Hospital, Network
from hospitals.readers import stash
from portal.core.listing import PAGE_SIZES
from portal.lists.actions.looks import circles_to_share
from portal.models import ViewScope

PLACES = {
    ViewScope.DEPARTMENT: Department,
    ViewScope.HOSPITAL: Hospital,
    ViewScope.NETWORK: Network,
}


def circle_choices(user, circles):
    """(id, 本院 · 某医院) for each circle, by three queries at most."""
    names = {}
    for scope, model in PLACES.items():
        wanted = [circle.pk for circle in circles if circle.scope == scope]
        rows = model.objects.visible_to(user).filter(pk__in=wanted) if wanted else ()
        names |= {row.pk: row.name for row in rows}
    return [
        (str(circle.pk), f"{circle.scope.label} · {names[circle.pk]}")
        for circle in circles
        if circle.pk in names
    ]


class ViewForm(forms.Form):
    """A view's name and who may use it; query and columns as an address writes them."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=64)
    circle = forms.ChoiceField(label=gettext_lazy("谁可以使用"), required=False)
    weight = forms.IntegerField(
        label=gettext_lazy("排序"),
        help_text=gettext_lazy("数字小的排在前面。"),
        min_value=0,
        max_value=999,
        required=False,
    )
    is_default = forms.BooleanField(label=gettext_lazy("打开列表时先用这个视图"), required=False)
    query = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    columns = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    def __init__(self, *args, user, kind, view=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.kind = user, kind
        choices = circle_choices(user, circles_to_share(user))
        if view is not None and view.circle and str(view.circle) not in dict(choices):
            choices.append((str(view.circle), view.get_scope_display()))
        self.fields["circle"].choices = [("", ViewScope.ME.label), *choices]

    @cached_property
    def filters(self):
        """The filters of the view, for its form to print them."""
        text = self["query"].value() or ""
        return self.kind.valid(QueryDict(text), self.user)

    def clean_query(self):
        given = QueryDict(self.cleaned_data["query"])
        valid = self.kind.valid(given, self.user)
        if wrong := sorted({name for name in given if given.get(name)} - set(valid)):
            raise forms.ValidationError(
                _("不认识的筛选条件：%(names)s") % {"names": "、".join(wrong)}
            )
        return valid

    def clean_columns(self):
        codes = [code for code in self.cleaned_data["columns"].split(",") if code]
        if wrong := sorted(set(codes) - set(self.kind.column_codes)):
            raise forms.ValidationError(_("不认识的列：%(names)s") % {"names": "、".join(wrong)})
        return codes

    def clean_circle(self):
        text = self.cleaned_data["circle"]
        return uuid.UUID(text) if text else None

    def clean_weight(self):
        weight = self.cleaned_data["weight"]
        return 100 if weight is None else weight


class SettingForm(forms.Form):
    """The columns and the page size of one list, for one person."""

    columns = forms.MultipleChoiceField(
        label=gettext_lazy("显示的列"), widget=forms.CheckboxSelectMultiple
    )
    page_size = forms.TypedChoiceField(
        label=gettext_lazy("每页行数"),
        coerce=int,
        choices=[(size, size) for size in PAGE_SIZES],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, user, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["columns"].choices = kind.choices


class ExportForm(forms.Form):
    """In which form, and which ticked rows; none means all that the filters leave."""

    file_type = forms.ChoiceField(
        label=gettext_lazy("格式"),
        choices=[
            ("xlsx", gettext_lazy("Excel 工作簿（含说明页）")),
            ("csv", gettext_lazy("CSV 文本")),
        ],
        widget=forms.RadioSelect,
    )
    picked = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)

    def clean_picked(self):
        try:
            texts = self.cleaned_data["picked"].split(",")
            return [uuid.UUID(text.partition(":")[0]) for text in texts if text]
        except ValueError:
            raise forms.ValidationError(_("所选的行不正确，请返回列表重选。")) from None


PLACE = "place-"


class ImportForm(forms.Form):
    """A file, or the one kept since its dry run, and which column of it means what."""

    file = forms.FileField(
        label=gettext_lazy("文件"), help_text=gettext_lazy("CSV、XLSX 或 Parquet。")
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    kept_name = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        # A confirmation refers to the file of the dry run instead of sending it again.
        self.fields["file"].required = not self.data.get("kept")

    def clean(self):
        found = super().clean()
        upload = found.get("file")
        if upload and upload.size > settings.IMPORT_MAX_BYTES:
            self.add_error("file", _("文件过大。"))
        elif upload:
            found["content"], found["file_name"] = upload.read(), upload.name
        elif content := stash.find(found.get("kept", ""), self.user.pk):
            found["content"], found["file_name"] = content, found["kept_name"] or "kept"
        elif "file" not in self.errors:
            self.add_error("file", _("试运行的文件已过期，请重新选择文件。"))
        return found

    @property
    def places(self):
        """{column code: place in the file} as chosen."""
        chosen = {
            name.removeprefix(PLACE): value
            for name, value in self.data.items()
            if name.startswith(PLACE)
        }
        return {
            code: int(value)
            for code, value in chosen.items()
            if value.isascii() and value.isdigit() and len(value) < 4
        }

    @property
    def mapping(self):
        """The same; None for a new file, whose columns nobody has matched yet."""
        has_choice = any(name.startswith(PLACE) for name in self.data)
        return self.places if has_choice and not self.cleaned_data.get("file") else None
