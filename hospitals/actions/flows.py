"""Flow returns on their way in: what sets them apart from other files of facts (incoming).

A process of its own turns the file into plain CSV; its cells are checked here. The checked rows lie
aside until the commit, which is one transaction (hospitals/actions/batches).
"""

import csv
import datetime as dt
from collections import defaultdict
from dataclasses import replace
from functools import partial

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.actions import batches, incoming
from hospitals.enums import BatchKind, BatchState, FlowGrain, Measure, ReportState
from hospitals.models import (
    FlowReturn,
    Hospital,
    ImportBatch,
    ImportProblem,
    MonthlyVolume,
    Population,
    Region,
)
from hospitals.models.batch import CAME_IN, UNREAD
from hospitals.readers import flow_checks, flow_return, table
from hospitals.readers.abstracts import aside, launch
from hospitals.readers.flow_checks import Known
from hospitals.readers.problem import Problem
from portal.core import audit
from portal.core.locking import atomic
from portal.errors import Refusal

# How much of the way the making of plain CSV, the checking of cells and the sums are.
PLAIN, CELLS, SUMS = 10, 80, 95
# Rows that are written while somebody waits, and how long the others may take.
AT_ONCE = 50_000
WRITING = dt.timedelta(minutes=15)
COMMIT = "commit"


def receive(
    *, upload, sender, source_system="", code_system="GB/T 2260", by=None, is_synthetic=False
):
    """Take a file of flows. source_system: of all of it, where it has no column that says so."""
    fields = {
        "kind": BatchKind.FLOWS,
        "source_system": source_system,
        "code_system": code_system,
        "is_synthetic": is_synthetic,
    }
    return incoming.receive(upload=upload, sender=sender, fields=fields, by=by)


def read(*, batch_id, say=None, hospitals=None):
    """Read a waiting batch and note what was found; returns it as it is then.

    hospitals: where those lie that are not known here.
    """
    return incoming.read(batch_id=batch_id, act=partial(_read, hospitals=hospitals), say=say)


def _read(batch, work, tell, *, hospitals):
    if batch.stage == COMMIT:
        return _commit_waiting(batch=batch)
    heads = {code: at for code, (at, *_rest) in batch.mapping.items()}
    order = {
        "act": "plain",
        "path": str(aside.incoming(batch.pk)),
        "work": str(work),
        "encoding": batch.encoding,
        "places": heads,
        "rows": table.MAX_ROWS,
        "columns": table.MAX_COLUMNS,
    }
    told = launch.run(order, lambda stage, percent: tell(stage, percent * PLAIN // 100))
    tell("rules", PLAIN)
    reading = _checked_rows(batch, work, told, lambda share: tell("rules", share), hospitals)
    tell("sums", CELLS)
    findings = [] if reading.error_count else _oddities(batch, reading)
    tell("write", SUMS)
    return _found(batch=batch, reading=reading, findings=findings)


def _checked_rows(batch, work, told, say, hospitals):
    """Every problem of every row; where lines are not as wide as the header, only those."""
    if told["uneven"]:
        reading = flow_return.Reading(told["encoding"], source_system=batch.source_system)
        hint = _("这一行的列数与表头不同，或引号没有闭合。")
        for line in told["uneven"]:
            reading.add(Problem(line, "", "", "cells", hint))
        return reading
    places = batches.places_of(batch.code_system, batch.sender_region, hospitals=hospitals)
    rows, heads = told["rows"] or 1, list(batch.mapping)
    with (work / "plain.csv").open(encoding="utf-8", newline="") as stream:
        found = table.Table(heads, csv.reader(stream), told["encoding"])
        return flow_return.read(
            found,
            places,
            batch.source_system,
            lambda row: say(PLAIN + (CELLS - PLAIN) * row // rows),
        )


@atomic
def _found(*, batch, reading, findings):
    """Errors refuse; an odd batch is held; the rest is ready to be committed."""
    batch = incoming.locked(batch, None, among=UNREAD)
    months = reading.months
    batch.grain, batch.encoding = reading.grain, reading.encoding
    batch.source_system = reading.source_system
    batch.first_month, batch.last_month = (months[0], months[-1]) if months else (None, None)
    batch.row_count = len(reading.rows)
    used = {at for places in batch.mapping.values() for at in places}
    batch.findings = incoming.told_by_header(batch) | {
        "checks": [vars(one) for one in findings],
        "unused": [head for at, head in enumerate(batch.header) if head and at not in used],
    }
    ImportProblem.objects.filter(batch=batch).delete()
    batches.keep_problems(batch, reading)
    counts = {"errors": reading.error_count, "warnings": reading.warning_count}
    if reading.error_count:
        return incoming.end(batch, BatchState.REFUSED, **counts)
    path = aside.rows_of(batch.pk)
    with path.open("w", encoding="utf-8", newline="") as stream:
        path.chmod(0o600)
        batches.write(reading, stream)
    is_held = any(flow_checks.RULES[one.rule][0] == flow_checks.HOLD for one in findings)
    return incoming.end(batch, BatchState.HELD if is_held else BatchState.READY, **counts)


@atomic
def commit(*, batch, note="", by=None):
    """Put the checked rows in force, all or none; the same cells of older batches step back.

    Many rows take longer than anybody waits for a page: they are written by whoever reads files.
    """
    batch = incoming.confirmed(batch=batch, note=note, by=by)
    if not aside.rows_of(batch.pk).exists():
        raise Refusal(_("试运行的结果已不在，请重新试运行。"), code="gone")
    if batch.row_count <= AT_ONCE:
        return _put_in_force(batch, by)
    batch.state, batch.stage, batch.progress = BatchState.WAITING, COMMIT, SUMS
    batch.next_try_at, batch.tries = timezone.now(), 0
    batch.version += 1
    batch.save()
    audit.record("flows.commit", batch, by=by, rows=batch.row_count)
    return batch


def _commit_waiting(*, batch):
    """One that was killed meanwhile is begun anew, but not while it may still be at it."""
    held = timezone.now() + WRITING
    ImportBatch.objects.filter(pk=batch.pk).update(next_try_at=held)
    return _commit_now(batch=batch)


@atomic
def _commit_now(*, batch):
    batch = incoming.locked(batch, None, among=UNREAD)
    batch.stage, batch.progress, batch.next_try_at = "", 100, None
    return _put_in_force(batch, None)


def _put_in_force(batch, by):
    batches.wait_for_other_imports()
    batch.state = BatchState.CURRENT
    batch.version += 1
    batch.save()
    with aside.rows_of(batch.pk).open(encoding="utf-8", newline="") as lines:
        batches.store(batch, lines)
    incoming.forget(batch)
    audit.record("batch.import", batch, by=by, rows=batch.row_count, sha256=batch.sha256)
    return batch


@atomic
def restore(*, batch, by=None):
    """Put what newer batches replaced of this one back in force; their rows stay, too."""
    batches.wait_for_other_imports()
    batch = incoming.locked(batch, by, among=CAME_IN)
    if not (rows := batches.put_back(batch)):
        raise Refusal(_("这个批次的数据都有效，不用恢复。"), code="not_replaced")
    batch.state = BatchState.CURRENT
    batch.version += 1
    batch.save(update_fields=["state", "version", "updated_at"])
    audit.record("batch.restore", batch, by=by, rows=rows)
    return batch


def _oddities(batch, reading):
    provinces = _provinces(batch.code_system)
    sums = flow_checks.summed(reading.rows, provinces)
    origins = {origin for origin, _month in sums.stays}
    known = Known(
        provinces,
        _past(reading, origins),
        _people(origins, {month.year for month in reading.months}),
        _discharges(sums.hospitals),
    )
    found = flow_checks.find(sums, known, is_yearly=reading.grain == FlowGrain.YEAR)
    about = {one.about for one in found if one.about}
    names = dict(Region.objects.filter(pk__in=about).order_by().values_list("pk", "name"))
    names |= dict(Hospital.objects.filter(pk__in=about).order_by().values_list("pk", "name"))
    names = {str(pk): name for pk, name in names.items()}
    return [replace(one, place=names.get(one.about, "")) for one in found]


def _provinces(code_system):
    rows = Region.objects.filter(code_system=code_system).order_by()
    found = rows.values_list("pk", "parent", "parent__parent")
    return {str(pk): str(above or parent or pk) for pk, parent, above in found}


def _past(reading, origins):
    """Months in force of the same source, back to a year before the first of the file."""
    first, last = reading.months[0], reading.months[-1]
    rows = FlowReturn.objects.in_force().filter(
        origin__in=origins,
        source_system=reading.source_system,
        grain=FlowGrain.MONTH,
        disease_system=flow_checks.WHOLE,
        month__gte=first.replace(year=first.year - 1),
        month__lte=last,
    )
    found = defaultdict(dict)
    sums = rows.order_by().values_list("origin", "month").annotate(total=Sum("stays"))
    for origin, month, total in sums:
        found[str(origin)][month] = total or 0
    return found


def _people(origins, years):
    rows = Population.objects.whole().filter(region__in=origins, year__in=years).order_by()
    found = rows.values_list("region", "year", "count")
    return {(str(region), year): count for region, year, count in found}


def _discharges(hospitals):
    """As their monthly reports say, drafts apart."""
    rows = MonthlyVolume.objects.filter(
        measure=Measure.DISCHARGES,
        report__hospital__in={hospital for hospital, _month in hospitals},
        report__month__in={month for _hospital, month in hospitals},
    ).exclude(report__state=ReportState.DRAFT)
    keys = rows.order_by().values_list("report__hospital", "report__month")
    return {(str(pk), month): total for pk, month, total in keys.annotate(total=Sum("value"))}
