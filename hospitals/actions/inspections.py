"""Inspections: plan a round, score it, mend what was found, verify that it is mended.

What was scored stays as it was scored; a finding goes back and forth until somebody else than who
mended it says that it is.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.actions import changes, inspection_news
from hospitals.models import (
    ChecklistItem,
    InspectionFinding,
    InspectionRound,
    InspectionScore,
    Network,
)
from hospitals.models.inspection import FindingState, RoundState
from portal.core.locking import atomic
from portal.errors import Incomplete, NotAllowed, Refusal
from portal.models import User
from portal.roles import Permission

EDIT, RECTIFY = Permission.INSPECTION_EDIT, Permission.INSPECTION_RECTIFY


class Result(NamedTuple):
    """What an item was given, and what was wrong with it, if anything."""

    score: int
    finding: str = ""
    is_serious: bool = False


@atomic
def plan(*, network: Network, details: Mapping, by: User) -> InspectionRound:
    """Only of those who are members now, and by a checklist that there is."""
    changes.require(EDIT, network, by=by)
    if not network.members.current().filter(hospital=details["hospital"]).exists():
        raise Refusal(_("这家医院不是本医联体成员。"), code="no_member")
    if not ChecklistItem.objects.filter(network=network, edition=details["edition"]).exists():
        raise Refusal(_("没有这一版检查表，请先导入条目。"), code="no_checklist")
    row = InspectionRound(network=network, is_synthetic=network.is_synthetic, **details)
    changes.add(row, verb="inspection.plan", by=by, hospitals=_places(row))
    inspection_news.tell_member(row, "plan", about=row, by=by)
    return row


@atomic
def score(
    *,
    inspection: InspectionRound,
    results: Mapping[str, Result],
    details: Mapping,
    by: User,
    version: int | None = None,
) -> InspectionRound:
    """results: by number of the item, every item once. Findings are to be mended by due_on."""
    changes.require(EDIT, inspection, by=by)
    row = changes.lock(inspection, version=version)
    if row.state != RoundState.PLANNED:
        raise Refusal(_("这一轮检查已经评分，不能再改。"), code="wrong_state")
    items = {item.number: item for item in row.items}
    _check(items, results, details)
    told = {name: details[name] for name in ("inspected_on", "inspector", "conclusion")}
    InspectionScore.objects.bulk_create(
        InspectionScore(round=row, item=item, score=results[number].score, max_score=item.max_score)
        for number, item in items.items()
    )
    found = _note_findings(row, items, results, details, by)
    done = changes.update(
        row,
        told | {"state": RoundState.MENDING if found else RoundState.DONE},
        verb="inspection.score",
        by=by,
        hospitals=_places(row),
        silent=("inspector", "conclusion"),
    )
    inspection_news.tell_member(done, "score", about=done, by=by, found=found)
    return done


def _check(items, results, details):
    errors = {}
    for number, item in items.items():
        result = results.get(number)
        if result is None:
            errors[f"score_{number}"] = _("请给每个条目评分，没有得分的填 0。")
        elif not 0 <= result.score <= item.max_score:
            errors[f"score_{number}"] = _("得分须在 0 至 %(most)d 之间。") % {
                "most": item.max_score
            }
    if unknown := sorted(set(results) - set(items)):
        errors[f"score_{unknown[0]}"] = _("检查表没有条目 %(number)s。") % {"number": unknown[0]}
    if details["inspected_on"] > timezone.localdate():
        errors["inspected_on"] = _("检查日期不能晚于今天。")
    if any(result.finding for result in results.values()) and not details["due_on"]:
        errors["due_on"] = _("有问题的须填写整改期限。")
    if errors:
        raise Incomplete(_("请按提示修改后重试。"), errors=errors, code="invalid")


def _note_findings(row, items, results, details, by):
    """How many were noted."""
    wrong = [number for number in items if results[number].finding]
    for number in wrong:
        finding = InspectionFinding(
            round=row,
            item=items[number],
            text=results[number].finding,
            is_serious=results[number].is_serious,
            responsible=details.get("responsible") or "",
            due_on=details["due_on"],
            is_synthetic=row.is_synthetic,
        )
        changes.add(finding, verb="finding.note", by=by, hospitals=_places(row))
    return len(wrong)


@atomic
def rectify(
    *, finding: InspectionFinding, details: Mapping, by: User, version: int | None = None
) -> InspectionFinding:
    """The hospital says what it did, and since when."""
    row = _in_state(finding, RECTIFY, by, version, FindingState.OPEN)
    _not_to_come(details["closed_on"], "closed_on")
    told = {name: details[name] for name in ("measure", "closed_on")}
    moved = _move(row, FindingState.CLOSED, told | {"closed_by": by, "note": ""}, "rectify", by)
    inspection_news.tell_lead(moved.round, "rectify", about=moved, by=by)
    return moved


@atomic
def verify(
    *, finding: InspectionFinding, details: Mapping, by: User, version: int | None = None
) -> InspectionFinding:
    """Never by who mended it. With the last finding the round is done."""
    row = _in_state(finding, EDIT, by, version, FindingState.CLOSED)
    if row.closed_by_id == by.pk:
        raise NotAllowed(_("整改人不能确认自己的整改。"), code="own_work")
    _not_to_come(details["verified_on"], "verified_on")
    told = {"verified_on": details["verified_on"], "verified_by": by}
    whole = changes.lock(row.round)
    moved = _move(row, FindingState.VERIFIED, told, "verify", by)
    if not whole.findings.exclude(state=FindingState.VERIFIED).exists():
        done = {"state": RoundState.DONE}
        changes.update(whole, done, verb="inspection.mended", by=by, hospitals=_places(whole))
    inspection_news.tell_member(moved.round, "verify", about=moved, by=by)
    return moved


@atomic
def reopen(
    *, finding: InspectionFinding, details: Mapping, by: User, version: int | None = None
) -> InspectionFinding:
    """Not mended yet, and why."""
    row = _in_state(finding, EDIT, by, version, FindingState.CLOSED)
    told = {"note": details["note"], "closed_on": None, "closed_by": None}
    moved = _move(row, FindingState.OPEN, told, "reopen", by)
    inspection_news.tell_member(moved.round, "reopen", about=moved, by=by)
    return moved


def _not_to_come(day: date, name):
    if day > timezone.localdate():
        text = _("日期不能晚于今天。")
        raise Incomplete(text, errors={name: text}, code="day_to_come")


def _in_state(finding, permission, by, version, state):
    changes.require(permission, finding, by=by)
    row = changes.lock(finding, version=version)
    if row.state != state:
        text = _("该问题现在是“%(state)s”，不能执行此操作。")
        raise Refusal(text % {"state": row.get_state_display()}, code="wrong_state")
    return row


def _move(row, state, details, verb, by):
    return changes.update(
        row,
        {"state": state} | details,
        verb=f"finding.{verb}",
        by=by,
        hospitals=_places(row.round),
        silent=("measure", "note", "closed_by", "verified_by"),
    )


def _places(row):
    return sorted({row.hospital_id, row.network.lead_id})
