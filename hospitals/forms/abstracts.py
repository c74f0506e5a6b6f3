"""Forms of case abstracts: the file and its sender, which column means what, and the last word."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.access import regions_for
from hospitals.actions.abstracts import Sender
from hospitals.forms.reports import MonthInput
from hospitals.models import Hospital, Region
from hospitals.readers.abstracts.columns import COLUMNS
from portal.roles import Permission


class AbstractFileForm(forms.Form):
    """Who sends which file; a month says that every stay must have ended in it."""

    sender = forms.ChoiceField(
        label=gettext_lazy("报送单位"),
        help_text=gettext_lazy("医院只报本院；地区可一次报送辖区内多家医院。"),
    )
    month = forms.DateField(
        label=gettext_lazy("统计月份"),
        help_text=gettext_lazy("填写后，出院日期不在该月的行算作错误；不填则按出院日期分月。"),
        widget=MonthInput(),
        input_formats=["%Y-%m", "%Y-%m-%d"],
        required=False,
    )
    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy(
            "CSV（UTF-8 或 GB18030）、XLSX 或 Parquet。姓名、证件号、电话不读入。"
        ),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        may = Permission.ABSTRACT_IMPORT
        hospitals = Hospital.objects.visible_to(user).held_with(user, may)
        regions = Region.objects.filter(pk__in=regions_for(user, may))
        self.senders = {str(row.pk): Sender(hospital=row) for row in hospitals}
        self.senders |= {str(row.pk): Sender(region=row) for row in regions}
        self.fields["sender"].choices = [
            *((str(row.pk), row.name) for row in hospitals),
            *((str(row.pk), row.name) for row in regions),
        ]

    def clean_sender(self):
        return self.senders[self.cleaned_data["sender"]]

    def clean_month(self):
        month = self.cleaned_data["month"]
        return month and month.replace(day=1)

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > settings.ABSTRACTS_MAX_BYTES:
            raise forms.ValidationError(_("文件过大。"))
        return upload


class ColumnsForm(forms.Form):
    """One choice per column; where several columns tell of one thing, several choices."""

    def __init__(self, *args, user, batch, **kwargs):
        super().__init__(*args, **kwargs)
        heads = [(str(at), head or f"({at + 1})") for at, head in enumerate(batch.header)]
        for column in COLUMNS:
            places = [str(at) for at in batch.mapping.get(column.code, ())]
            options = {"label": _(column.label), "required": False}
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
