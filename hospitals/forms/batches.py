"""The form that takes a flow return."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.access import regions_for
from hospitals.enums import SourceSystem
from hospitals.models import Region
from hospitals.readers import stash
from portal.roles import Permission

FROM_FILE = ("", gettext_lazy("按文件中的数据来源列"))


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy(
            "CSV 或 XLSX。列为 period、origin_code、dest_code 或 dest_org_code、"
            "disease_system、disease_code、n_stays，可另有 source_system。"
        ),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    kept_name = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    region = forms.ChoiceField(label=gettext_lazy("报送地区"))
    source_system = forms.ChoiceField(
        label=gettext_lazy("数据来源"),
        choices=[FROM_FILE, *SourceSystem.choices],
        required=False,
    )
    code_system = forms.ChoiceField(label=gettext_lazy("代码体系"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        # A confirmation refers to the file of the dry run instead of sending it again.
        self.fields["file"].required = not self.data.get("kept")
        rows = Region.objects.filter(pk__in=regions_for(user, Permission.FLOW_IMPORT))
        self.regions = {str(row.pk): row for row in rows}
        self.fields["region"].choices = [(pk, row.name) for pk, row in self.regions.items()]
        systems = Region.objects.order_by("code_system").values_list("code_system", flat=True)
        self.fields["code_system"].choices = [(name, name) for name in systems.distinct()]

    def clean_region(self):
        return self.regions[self.cleaned_data["region"]]

    def clean(self):
        """The file of this request, or the one kept since the dry run."""
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
