"""Files of technologies and claims: add, take back, and read the ones that were inspected."""

from django.utils.translation import gettext_lazy as _

from experts.actions import evidence
from experts.forms.evidence import EvidenceForm
from experts.models import Evidence, NewTechnology, NoveltyClaim
from hospitals.views.papers import PaperRead
from portal.core.pages import ActionPage
from portal.roles import Permission


def evidence_of(user, **owner):
    """The files of a technology or a claim that this person may know of, oldest first."""
    rows = Evidence.objects.visible_to(user).filter(**owner)
    return rows.select_related("created_by", "claim").in_order()


class EvidenceAdd(ActionPage):
    model = NewTechnology
    permission = Permission.TECHNOLOGY_EDIT
    title = _("上传证据文件")
    template_name = "experts/evidence_add.html"
    form_class = EvidenceForm
    success_message = _("已上传，检查通过后可以打开。")

    def act(self, form):
        for file in form.given:
            evidence.attach(technology=self.object, by=self.request.user, **file)
        return self.object.get_absolute_url()


class ClaimEvidenceAdd(EvidenceAdd):
    model = NoveltyClaim

    def act(self, form):
        for file in form.given:
            evidence.attach_to_claim(claim=self.object, by=self.request.user, **file)
        return self.object.get_absolute_url()


class EvidenceFile(PaperRead):
    model = Evidence
    permission = Permission.TECHNOLOGY_VIEW
    select_related = ("technology",)


class EvidenceRemove(ActionPage):
    model = Evidence
    permission = Permission.TECHNOLOGY_EDIT
    title = _("删除证据文件")
    template_name = "experts/evidence_remove.html"
    success_message = _("已删除。")

    def act(self, form):
        owner = self.object.claim or self.object.technology
        evidence.remove(evidence=self.object, by=self.request.user)
        return owner.get_absolute_url()
