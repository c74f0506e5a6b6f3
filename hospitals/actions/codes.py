"""Load an edition of procedures or DRGs; used codes are never deleted."""

from hospitals.enums import CodeTable
from hospitals.models import ClinicalCode
from portal.core import audit
from portal.core.locking import atomic

BATCH = 2000


@atomic
def load(*, rows, table, edition, by=None):
    """Make these rows an edition of its table; of procedures only one is in force.

    Loading twice changes nothing. Returns how many codes the edition holds.
    """
    made = [
        ClinicalCode(
            table=table,
            edition=edition,
            code=row.code,
            name=row.name,
            kind=row.kind,
            level=row.level,
            is_minimally_invasive=row.minimal,
        )
        for row in rows
    ]
    ClinicalCode.objects.bulk_create(
        made,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["table", "edition", "code"],
        update_fields=["name", "kind", "level", "is_minimally_invasive", "is_ended"],
    )
    here = ClinicalCode.objects.filter(table=table, edition=edition)
    here.exclude(code__in=[row.code for row in rows]).update(is_ended=True)
    if table == CodeTable.PROCEDURE:
        ClinicalCode.objects.filter(table=table).exclude(edition=edition).update(is_ended=True)
    audit.record("codes.load", here.first(), by=by, table=table, edition=edition, rows=len(rows))
    return len(rows)
