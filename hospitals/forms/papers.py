"""Files as a browser or a program sends them, and what they are."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hospitals.models.paper import PaperKind
from portal.core.uploads import FilesField


class PaperForm(forms.Form):
    files = FilesField(required=True)
    kind = forms.ChoiceField(label=_("文件类别"), choices=PaperKind.choices)

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)

    @property
    def given(self):
        """Each file, as the actions take it."""
        for file in self.cleaned_data["files"]:
            kind = self.cleaned_data["kind"]
            yield {"content": file.read(), "name": file.name, "kind": kind}
