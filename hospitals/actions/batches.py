"""Import a flow return: check it, then store it whole or not at all.

A newer batch replaces the same cells of older ones; replaced rows stay, marked by what
replaced them. FlowReturn rows are written only here.
"""

import csv
import hashlib
import io
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from hospitals.actions import incoming
from hospitals.enums import BatchKind, BatchState
from hospitals.models import FlowReturn, Hospital, ImportBatch, ImportProblem, Region
from hospitals.readers import flow_return, table
from hospitals.readers.flow_cells import Place, Places
from hospitals.readers.flow_return import Reading
from portal.core import audit
from portal.core.locking import atomic
from portal.errors import Refusal

# A cell is the same cell when it means the same places, whatever codes named them.
SAME_CELL = """
      old.replaced_by_id IS NULL AND old.source_system = %s AND old.grain = %s
  AND old.month BETWEEN %s AND %s AND old.month = new.month
  AND old.origin_id = new.origin_id
  AND COALESCE(old.destination_hospital_id::text, old.destination_id::text, old.destination_code)
    = COALESCE(new.destination_hospital_id::text, new.destination_id::text, new.destination_code)
  AND old.disease_system = new.disease_system AND old.disease_code = new.disease_code
"""
REPLACE = f"""
UPDATE hospitals_flowreturn AS old SET replaced_by_id = %s
FROM incoming AS new WHERE {SAME_CELL}
"""
STEP_BACK = f"""
UPDATE hospitals_flowreturn AS old SET replaced_by_id = %s
FROM hospitals_flowreturn AS new
WHERE {SAME_CELL} AND new.batch_id = %s AND new.replaced_by_id IS NOT NULL
"""
IMPORT_LOCK = 0x666C6F77
CREATE_INCOMING = """
CREATE TEMPORARY TABLE incoming (
  month date, origin_id uuid, origin_code text, destination_id uuid,
  destination_hospital_id uuid, destination_code text, disease_system text, disease_code text,
  stays integer, suppressed_below smallint, persons integer, cost_fen bigint, bed_days integer,
  weight_e4 bigint, sex smallint, age_band text
) ON COMMIT DROP
"""
STORE = """
INSERT INTO hospitals_flowreturn (
  batch_id, source_system, grain, month, origin_id, origin_code, destination_id,
  destination_hospital_id, destination_code, disease_system, disease_code, stays, suppressed_below,
  persons, cost_fen, bed_days, weight_e4, sex, age_band
) SELECT %s, %s, %s, incoming.* FROM incoming
"""


@dataclass(frozen=True)
class Outcome:
    """What an import did: the batch if one was written, and what was found in the file."""

    reading: Reading
    batch: ImportBatch | None = None
    is_repeat: bool = False

    @property
    def repeat_text(self):
        if self.batch.state == BatchState.REPLACED:
            return _("这个文件以前导入过，后来已被更新的批次替换。")
        return _("这个文件已经导入过，没有重复导入。")


def check(*, content, region, source_system="", code_system="GB/T 2260"):
    """A dry run: read the file and report, writing nothing."""
    places = places_of(code_system, region)
    try:
        return flow_return.read(table.read(content), places, source_system)
    except table.Unreadable as error:
        raise Refusal(str(error), code="unreadable") from None


@atomic
def import_flows(
    *,
    content,
    file_name,
    region,
    source_system="",
    code_system="GB/T 2260",
    is_synthetic=False,
    by=None,
):
    """Store the file unless it has errors; a refused file leaves a batch with its problems.

    All of it at once, for programs that make their own files; others go through flows.
    """
    require_sender(by, region)
    sha256 = hashlib.sha256(content).hexdigest()
    wait_for_other_imports()
    earlier = _earlier(region, sha256)
    if earlier:
        return Outcome(Reading(encoding=earlier.encoding), earlier, is_repeat=True)
    reading = check(
        content=content,
        region=region,
        source_system=source_system,
        code_system=code_system,
    )
    batch = _batch(region, reading, file_name, sha256, code_system, is_synthetic, by)
    if batch.state == BatchState.CURRENT:
        store(batch, _lines(reading))
    keep_problems(batch, reading)
    audit.record(
        "batch.import" if batch.state == BatchState.CURRENT else "batch.refuse",
        batch,
        by=by,
        rows=batch.row_count,
        problems=batch.problem_count,
        sha256=sha256,
    )
    return Outcome(reading, batch)


def require_sender(user, region):
    """Only those who answer for a region, or one above it, may send its returns. None: a job."""
    incoming.require_sender(user, incoming.Sender(region=region), kind=BatchKind.FLOWS)


def places_of(code_system, sender, *, hospitals=None):
    """What the codes of a file stand for. hospitals: where those lie that are not known here."""
    return Places(code_system, _regions(code_system, sender), hospitals or _hospitals())


def wait_for_other_imports():
    """Two at once would replace each other's cells half, those of a province and of its counties
    too. No row is locked, so nobody who refers to a region waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


def _earlier(region, sha256):
    same = ImportBatch.objects.flows().imported().filter(sender_region=region, sha256=sha256)
    return same.first()


def _batch(region, reading, file_name, sha256, code_system, is_synthetic, by):
    months = reading.months
    refused = reading.error_count > 0
    return ImportBatch.objects.create(
        sender_region=region,
        source_system=reading.source_system,
        file_name=file_name[:200],
        sha256=sha256,
        encoding=reading.encoding,
        code_system=code_system,
        grain=reading.grain,
        first_month=months[0] if months else None,
        last_month=months[-1] if months else None,
        row_count=0 if refused else len(reading.rows),
        problem_count=reading.error_count,
        warning_count=reading.warning_count,
        state=BatchState.REFUSED if refused else BatchState.CURRENT,
        is_synthetic=is_synthetic,
        created_by=by,
    )


def keep_problems(batch, reading):
    ImportProblem.objects.bulk_create(
        [
            ImportProblem(
                batch=batch,
                row=problem.row,
                column=problem.column[:64],
                value=problem.value[:200],
                rule=problem.rule,
                hint=problem.hint[:300],
                is_warning=problem.is_warning,
            )
            for problem in reading.problems
        ]
    )


def write(reading, stream):
    """The checked rows, as store() takes them."""
    csv.writer(stream).writerows(reading.rows)


def _lines(reading):
    lines = io.StringIO()
    write(reading, lines)
    lines.seek(0)
    return lines


def store(batch, lines):
    """COPY into a table of this transaction, mark what is replaced, then take the rows over."""
    key = [batch.source_system, batch.grain]
    with connection.cursor() as cursor:
        cursor.execute(CREATE_INCOMING)
        cursor.copy_expert("COPY incoming FROM STDIN WITH (FORMAT csv)", lines)
        cursor.execute("ANALYZE incoming")
        cursor.execute(REPLACE, [batch.pk, *key, batch.first_month, batch.last_month])
        replaced = cursor.rowcount
        cursor.execute(STORE, [batch.pk, *key])
        cursor.execute("DROP TABLE incoming")
        # Figures are computed seconds later; a plan made for an empty table would take minutes.
        cursor.execute("ANALYZE hospitals_flowreturn")
    if replaced:
        _retire_emptied(batch)


def put_back(batch):
    """Take the rows of a batch that others replaced into force again; those others step back."""
    key = [batch.source_system, batch.grain, batch.first_month, batch.last_month]
    with connection.cursor() as cursor:
        cursor.execute(STEP_BACK, [batch.pk, *key, batch.pk])
    rows = batch.rows.filter(replaced_by__isnull=False).update(replaced_by=None)
    _retire_emptied(batch)
    return rows


def _retire_emptied(batch):
    """An older batch without a row in force has been replaced."""
    in_force = FlowReturn.objects.filter(replaced_by__isnull=True).values("batch")
    ImportBatch.objects.flows().current().filter(
        source_system=batch.source_system, grain=batch.grain
    ).exclude(pk=batch.pk).exclude(pk__in=in_force).update(state=BatchState.REPLACED)


def _regions(code_system, sender):
    """Every code of the system: a retired one stands for the region that took it over."""
    inside = set(Region.objects.inside([sender.pk]).values_list("pk", flat=True))
    return {
        code: Place(str(row.pk), is_retired=row.code != code, may_send=row.pk in inside)
        for code, row in Region.objects.current_by_code(code_system).items()
    }


def _hospitals():
    return {
        row.org_code: Place(str(row.region_id), hospital_id=str(row.pk))
        for row in Hospital.objects.exclude(org_code="")
    }
