"""Documents of the demo: an invented one for a few claims, agreements, milestones and batches."""

from experts.enums import EvidenceKind
from experts.models import BatchFile, DispatchBatch, Evidence, NoveltyClaim
from hospitals.models import Agreement, AgreementFile, Milestone, MilestoneFile
from hospitals.models.paper import PaperKind
from portal.core import documents
from portal.demo.answers import SUMMARY

CLAIMS = 3
# What has papers, the papers, of which kind and under which name.
PAPERS = (
    (Agreement, AgreementFile, PaperKind.SIGNED, "协议签署件（模拟）.pdf"),
    (Milestone, MilestoneFile, PaperKind.OFFICIAL, "里程碑批复（模拟）.pdf"),
    (DispatchBatch, BatchFile, PaperKind.LIST, "派驻名单（模拟）.pdf"),
)
EACH = 3


def load(progress):
    """Kept as people give them; inspected with the other documents."""
    _evidence(progress)
    _papers(progress)


def _papers(progress):
    """Real rows keep none: nothing invented hangs on what was printed."""
    for owners, files, kind, name in PAPERS:
        if files.objects.exists():
            continue
        for owner in owners.objects.filter(is_synthetic=True).order_by("pk")[:EACH]:
            row = files(owner=owner, kind=kind, is_synthetic=True)
            among = owner.files.all()
            documents.keep(row, among=among, content=SUMMARY, name=name, by=owner.created_by)
    progress("papers of agreements, milestones and batches")


def _evidence(progress):
    if Evidence.objects.exists():
        return
    rows = NoveltyClaim.objects.filter(is_synthetic=True).select_related("technology", "claimed_by")
    for claim in rows.order_by("pk")[:CLAIMS]:
        row = Evidence(
            technology=claim.technology,
            claim=claim,
            kind=EvidenceKind.NOVELTY_SEARCH,
            is_synthetic=True,
        )
        documents.keep(
            row,
            among=claim.files.all(),
            content=SUMMARY,
            name="查新报告（模拟）.pdf",
            by=claim.claimed_by,
        )
    progress("evidence of claims")
