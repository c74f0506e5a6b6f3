"""Load an edition of a classification: it replaces the one before; used codes are never deleted."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from hospitals.pinyin import spelled_initials
from portal.core import audit
from referrals.models import DiagnosisCode
from referrals.models.diagnosis import pairs

BATCH = 1000


@dataclass(frozen=True)
class Loaded:
    """new: codes that the edition lacked; ended: codes that are offered no longer."""

    new: int
    changed: int
    ended: int


@transaction.atomic
def load(*, rows, system, edition, progress=None, by=None):
    """Make these rows the edition in force of its system. Loading twice changes nothing."""
    today = timezone.localdate()
    known = {
        row.code: row for row in DiagnosisCode.objects.filter(code_system=system, edition=edition)
    }
    fresh = [row for row in rows if row.code not in known]
    for at in range(0, len(fresh), BATCH):
        DiagnosisCode.objects.bulk_create(
            made(row, system=system, edition=edition, today=today) for row in fresh[at : at + BATCH]
        )
        if progress:
            progress(min(at + BATCH, len(fresh)), len(fresh))
    changed = [_renamed(known[row.code], row) for row in rows if _differs(known.get(row.code), row)]
    DiagnosisCode.objects.bulk_update(
        changed, ["name", "initials", "pairs", "valid_until"], batch_size=BATCH
    )
    kept = {row.code for row in rows}
    gone = [row.pk for row in known.values() if row.code not in kept and row.valid_until is None]
    ended = DiagnosisCode.objects.filter(pk__in=gone).update(valid_until=today)
    older = DiagnosisCode.objects.in_force().filter(code_system=system).exclude(edition=edition)
    ended += older.update(valid_until=today)
    done = Loaded(len(fresh), len(changed), ended)
    if done != Loaded(0, 0, 0):
        row = DiagnosisCode.objects.filter(code_system=system, edition=edition).first()
        audit.record("diagnosis.load", row, by=by, system=system, edition=edition, rows=len(rows))
    return done


def made(row, *, system, edition, today):
    made = DiagnosisCode(code_system=system, edition=edition, code=row.code, valid_from=today)
    return _renamed(made, row)


def _renamed(stored, row):
    stored.name, stored.valid_until = row.name, None
    stored.initials = spelled_initials(row.name)[:200]
    stored.pairs = sorted(pairs(row.name.lower()) | pairs(stored.initials))
    return stored


def _differs(stored, row):
    return stored is not None and (stored.name != row.name or stored.valid_until is not None)
