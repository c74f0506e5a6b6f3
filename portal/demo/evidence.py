"""Evidence of the demo: one invented document for a few claims of novelty, marked as such."""

from experts.enums import EvidenceKind
from experts.models import Evidence, NoveltyClaim
from portal.core import documents
from portal.demo.answers import SUMMARY

CLAIMS = 3


def load(progress):
    """Kept as people give them; inspected with the other documents."""
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
