"""What a reading of case abstracts found, written beside its batch."""

import csv
import shutil
from dataclasses import asdict

from django.utils.translation import gettext as _

from hospitals.actions import abstract_tables, incoming
from hospitals.enums import BatchState
from hospitals.models import ClinicalCode, Hospital, ImportProblem
from hospitals.models.batch import UNREAD
from hospitals.readers.abstracts import aside, checks
from hospitals.readers.abstracts.rules import BATCH_RULES, HOLD, RULES
from portal.core.locking import atomic

# Of each rule the page tells so many; the file tells all that were written down.
TOLD = 50


@atomic
def found(*, batch, result, ledger, work):
    """Errors refuse; an odd batch is held; the rest is ready to be committed."""
    batch = incoming.locked(batch, None, among=UNREAD)
    counts = result["counts"]
    errors = sum(count for rule, count in counts.items() if not RULES[rule].is_warning)
    _write_problems(batch, work)
    findings = [] if errors else _checked(result)
    batch.findings = incoming.told_by_header(batch) | {
        "counts": counts,
        "checks": [asdict(one) for one in findings],
        "parts": result["parts"],
        "ledger": ledger,
    }
    batch.encoding, batch.row_count = result["encoding"], result["rows"]
    is_held = any(BATCH_RULES[one.rule][0] == HOLD for one in findings)
    state = BatchState.HELD if is_held else BatchState.READY
    warnings = sum(counts.values()) - errors
    state = BatchState.REFUSED if errors else state
    return incoming.end(batch, state, errors=errors, warnings=warnings)


def _checked(result):
    parts = result["parts"]
    findings = checks.of_parts(parts, abstract_tables.pasts(parts=parts))
    names = dict(
        Hospital.objects.filter(pk__in={one.hospital for one in findings if one.hospital})
        .order_by()
        .values_list("pk", "name")
    )
    names = {str(pk): name for pk, name in names.items()}
    findings = [
        checks.Finding(**asdict(one) | {"place": names.get(one.hospital, "")}) for one in findings
    ]
    if result["totals"]:
        findings.append(checks.Finding("totals", rows=str(result["totals"])))
    if not abstract_tables.has_diagnoses():
        findings.append(checks.Finding("no_diagnosis_table"))
    if not ClinicalCode.objects.procedures().exists():
        findings.append(checks.Finding("no_procedure_table"))
    return findings


def _write_problems(batch, work):
    """The first of each rule into the database, for the page; all into a file."""
    shutil.copyfile(work / "problems.csv", aside.problems_of(batch.pk))
    told, rows = {}, []
    with (work / "problems.csv").open(encoding="utf-8", newline="") as stream:
        for line, column, value, rule, is_warning in csv.reader(stream):
            told[rule] = told.get(rule, 0) + 1
            if told[rule] <= TOLD:
                rows.append(
                    ImportProblem(
                        batch=batch,
                        row=int(line),
                        column=column,
                        value=value[:200],
                        rule=rule,
                        hint=_(RULES[rule].hint),
                        is_warning=is_warning == "1",
                    )
                )
    ImportProblem.objects.filter(batch=batch).delete()
    ImportProblem.objects.bulk_create(rows)
