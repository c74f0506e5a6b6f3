"""Forms of files of facts: a flow return and its sender, which column means what, the last word."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.access import regions_for
from hospitals.actions import incoming
from hospitals.actions.incoming import Sender
from hospitals.enums import SourceSystem
from hospitals.models import Region
from portal.roles import Permission

FROM_FILE = ("", gettext_lazy("按文件中的数据来源列"))


class FlowFileForm(forms.Form):
    """Which region sends which file, and what of it the file itself does not tell."""

    region = forms.ChoiceField(label=gettext_lazy("报送地区"))
    source_system = forms.ChoiceField(
        label=gettext_lazy("数据来源"),
        choices=[FROM_FILE, *SourceSystem.choices],
        required=False,
    )
    code_system = forms.ChoiceField(label=gettext_lazy("代码体系"))
    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy(
            "CSV（UTF-8 或 GB18030）、XLSX 或 Parquet。一行一个来源地、去向、病种和期间，列名不限。"
        ),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Region.objects.filter(pk__in=regions_for(user, Permission.FLOW_IMPORT))
        self.regions = {str(row.pk): row for row in rows}
        self.fields["region"].choices = [(pk, row.name) for pk, row in self.regions.items()]
        systems = Region.objects.order_by("code_system").values_list("code_system", flat=True)
        self.fields["code_system"].choices = [(name, name) for name in systems.distinct()]

    def clean_region(self):
        return self.regions[self.cleaned_data["region"]]

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > settings.IMPORT_MAX_BYTES:
            raise forms.ValidationError(_("文件过大。"))
        return upload

    @property
    def told(self):
        """What was told, as receive() takes it."""
        given = self.cleaned_data
        return {
            "upload": given["file"],
            "sender": Sender(region=given["region"]),
            "source_system": given["source_system"],
            "code_system": given["code_system"],
        }


class ColumnsForm(forms.Form):
    """One choice per column; where several columns tell of one thing, several choices."""

    def __init__(self, *args, user, batch, **kwargs):
        super().__init__(*args, **kwargs)
        heads = [(str(at), head or f"({at + 1})") for at, head in enumerate(batch.header)]
        needed = incoming.lacking(batch, {})
        for column in incoming.COLUMNS[batch.kind].COLUMNS:
            places = [str(at) for at in batch.mapping.get(column.code, ())]
            # What one of two columns may tell, the action asks for.
            is_needed = column.is_required and column.code in needed
            options = {"label": _(column.label), "required": is_needed}
            if column.many:
                field = forms.MultipleChoiceField(choices=heads, initial=places, **options)
            else:
                choices = [("", _("（没有）")), *heads]
                first = places[0] if places else ""
                field = forms.ChoiceField(choices=choices, initial=first, **options)
            self.fields[column.code] = field

    @property
    def mapping(self):
        """column → places in the header."""
        told = {code: value for code, value in self.cleaned_data.items() if value}
        return {
            code: [int(at) for at in value] if isinstance(value, list) else [int(value)]
            for code, value in told.items()
        }


class NoteForm(forms.Form):
    """Why the figures of a held batch are right; a batch in order needs no words."""

    note = forms.CharField(
        label=gettext_lazy("说明"),
        help_text=gettext_lazy("有待确认的事项时必填。"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
