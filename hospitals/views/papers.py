"""Files of agreements and milestones: add, take back, and read the ones that were inspected."""

from django.utils.translation import gettext_lazy as _

from hospitals.actions import papers
from hospitals.forms.papers import PaperForm
from hospitals.models import Agreement, AgreementFile, Milestone, MilestoneFile
from portal.core import documents
from portal.core.downloads import private_file
from portal.core.pages import ActionPage, DetailPage
from portal.roles import Permission


class PaperAdd(ActionPage):
    """Add files to the row of this address."""

    title = _("上传文件")
    template_name = "hospitals/action.html"
    form_class = PaperForm
    success_message = _("已上传，检查通过后可以打开。")

    def act(self, form):
        for file in form.given:
            papers.attach(owner=self.object, by=self.request.user, **file)
        return self.object.get_absolute_url()


class PaperRead(DetailPage):
    """The bytes of the file of this address."""

    permission = Permission.HOSPITAL_VIEW
    select_related = ("owner",)

    def get(self, request, *args, **kwargs):
        row = self.get_object()
        content = documents.read(row, by=request.user)
        return private_file(row.name, row.media_type, content)


class PaperRemove(ActionPage):
    """Take the file of this address back."""

    title = _("删除文件")
    template_name = "hospitals/paper_remove.html"
    success_message = _("已删除。")

    def act(self, form):
        papers.remove(paper=self.object, by=self.request.user)
        return self.object.owner.get_absolute_url()


class AgreementFileAdd(PaperAdd):
    model = Agreement
    permission = AgreementFile.edit


class AgreementFileRead(PaperRead):
    model = AgreementFile


class AgreementFileRemove(PaperRemove):
    model = AgreementFile
    permission = AgreementFile.edit


class MilestoneFileAdd(PaperAdd):
    model = Milestone
    permission = MilestoneFile.edit


class MilestoneFileRead(PaperRead):
    model = MilestoneFile


class MilestoneFileRemove(PaperRemove):
    model = MilestoneFile
    permission = MilestoneFile.edit
