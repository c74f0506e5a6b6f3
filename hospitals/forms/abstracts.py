"""The form that takes a file of case abstracts: who sends it, and of which month it is."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.access import regions_for
from hospitals.actions.incoming import Sender
from hospitals.forms.reports import MonthInput
from hospitals.models import Hospital, Region
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

    @property
    def told(self):
        """What was told, as receive() takes it."""
        given = self.cleaned_data
        return {"upload": given["file"], "sender": given["sender"], "month": given["month"]}
