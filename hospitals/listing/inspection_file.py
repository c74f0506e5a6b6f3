"""Files of checklists, a row per item; and of inspections, a row per item that was scored."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.actions import inspections, keeping
from hospitals.actions.inspections import Result
from hospitals.listing.cells import hospital_in, twice
from hospitals.models import ChecklistItem, Hospital, InspectionRound, Network
from hospitals.models.inspection import Half
from portal.core.importing import (
    ImportColumn,
    ImportKind,
    Sheet,
    count,
    day,
    named_in,
    one_of,
    text_of,
)
from portal.roles import Permission

EDIT = Permission.INSPECTION_EDIT
ROUND = ("network", "hospital", "edition", "year", "half")


def _led(user):
    return list(Network.objects.visible_to(user).led_with(user, EDIT))


def _network_column(networks):
    hint = gettext_lazy("没有这个医联体，或您不是它的管理员。请填写全称。")
    named = {row.name: row for row in networks}
    return ImportColumn("network", gettext_lazy("医联体"), named_in(named, hint), is_required=True)


def _text(code, label, most, *, is_required=False, names=()):
    return ImportColumn(code, label, text_of(most), is_required=is_required, names=names)


def _checklist(user):
    networks, seen = _led(user), {}
    kept = ChecklistItem.objects.filter(network__in=networks)
    known = set(kept.values_list("network", "edition", "number"))

    def whole(values, number):
        key = values["network"].pk, values["edition"], values["number"]
        if key in known:
            yield "number", "known", _("这一版检查表已有这个编号。")
        if not 1 <= values["max_score"] <= 1000:
            yield "max_score", "score", _("满分须在 1 至 1000 之间。")
        yield from twice(seen, key, number, "number")

    def write(rows):
        for values in rows:
            details = {name: values[name] for name in values if name != "network"}
            keeping.record(model=ChecklistItem, owner=values["network"], details=details, by=user)
        return len(rows)

    columns = (
        _network_column(networks),
        _text("edition", gettext_lazy("检查表版本"), 32, is_required=True),
        _text("number", gettext_lazy("条目编号"), 16, is_required=True, names=("item",)),
        _text("section", gettext_lazy("检查内容"), 64, is_required=True),
        _text("standard", gettext_lazy("评分标准"), 300, is_required=True),
        ImportColumn("max_score", gettext_lazy("满分"), count, is_required=True, names=("max",)),
    )
    return Sheet(columns, whole, write)


def _results(user):
    networks = _led(user)
    check = _Check(user, networks)
    columns = (
        _network_column(networks),
        ImportColumn(
            "hospital",
            gettext_lazy("受检医院"),
            hospital_in(check.members),
            is_required=True,
            names=("member",),
        ),
        _text("edition", gettext_lazy("检查表版本"), 32, is_required=True),
        ImportColumn("year", gettext_lazy("年度"), count, is_required=True),
        ImportColumn("half", gettext_lazy("轮次"), one_of(_HALVES), is_required=True),
        _text("number", gettext_lazy("条目编号"), 16, is_required=True, names=("item",)),
        ImportColumn("score", gettext_lazy("得分"), count, is_required=True),
        _text("finding", gettext_lazy("存在问题"), 300),
        ImportColumn("due_on", gettext_lazy("整改期限"), day, names=("due",)),
        ImportColumn("inspected_on", gettext_lazy("检查日期"), day, is_required=True),
        _text("inspector", gettext_lazy("检查组长"), 64, is_required=True),
    )
    return Sheet(columns, check.whole, lambda rows: _write(rows, user))


_HALVES = [(str(code), label) for code, label in Half.choices]


class _Check:
    """A row against the checklist, the rounds that are scored already, and the rows before it."""

    def __init__(self, user, networks):
        self.seen, self.rounds, self.today = {}, {}, timezone.localdate()
        visible = Hospital.objects.visible_to(user)
        self.members = list(visible.filter(network_memberships__network__in=networks).distinct())
        items = ChecklistItem.objects.filter(network__in=networks)
        names = "network", "edition", "number", "max_score"
        self.most = {
            (one, edition, number): m for one, edition, number, m in items.values_list(*names)
        }
        done = InspectionRound.objects.inspected().filter(network__in=networks)
        self.done = set(done.values_list("network", "hospital", "year", "half"))

    def whole(self, values, number):
        network, place = values["network"].pk, values["hospital"].pk
        values["half"] = int(values["half"])
        most = self.most.get((network, values["edition"], values["number"]))
        if most is None:
            yield "number", "unknown", _("这一版检查表没有这个编号。")
        elif values["score"] > most:
            yield "score", "score", _("得分须在 0 至 %(most)d 之间。") % {"most": most}
        if values.get("finding") and not values.get("due_on"):
            yield "due_on", "required", _("有问题的须填写整改期限。")
        if values["inspected_on"] > self.today:
            yield "inspected_on", "to_come", _("检查日期不能晚于今天。")
        key = network, place, values["year"], values["half"]
        if key in self.done:
            yield "half", "done", _("这一轮检查已经评分，不能再改。")
        if not 2000 <= values["year"] <= 2100:
            yield "year", "year", _("年度须在 2000 至 2100 之间。")
        told = values["edition"], values["inspected_on"], values["inspector"]
        if self.rounds.setdefault(key, told) != told:
            yield "edition", "mixed", _("同一轮的检查表版本、检查日期和检查组长须一致。")
        yield from twice(self.seen, (*key, values["number"]), number, "number")


def _write(rows, by):
    """Each round planned where it is not yet, then scored by all of its rows."""
    rounds = {}
    for values in rows:
        rounds.setdefault(tuple(values[name] for name in ROUND), []).append(values)
    for key, lines in rounds.items():
        _score(dict(zip(ROUND, key, strict=True)), lines, by)
    return len(rows)


def _score(about, lines, by):
    first, network = lines[0], about["network"]
    named = {name: about[name] for name in ("hospital", "year", "half")}
    row = InspectionRound.objects.filter(network=network, **named).first()
    if row is None:
        details = named | {"edition": about["edition"], "due_on": first["inspected_on"]}
        row = inspections.plan(network=network, details=details, by=by)
    due = [line["due_on"] for line in lines if line.get("due_on")]
    inspections.score(
        inspection=row,
        results={
            line["number"]: Result(line["score"], line.get("finding") or "") for line in lines
        },
        details={
            "inspected_on": first["inspected_on"],
            "inspector": first["inspector"],
            "conclusion": "",
            "due_on": min(due, default=None),
        },
        by=by,
    )


CHECKLIST_FILE = ImportKind(
    code="checklist-items",
    label=gettext_lazy("检查表"),
    url_name="inspections:checklist-list",
    permission=EDIT,
    sheet=_checklist,
    hints=(gettext_lazy("一行一个条目。已用过的版本不改，另立新版本。"),),
)
INSPECTION_FILE = ImportKind(
    code="inspections",
    label=gettext_lazy("同质化检查"),
    url_name="inspections:round-list",
    permission=EDIT,
    sheet=_results,
    hints=(
        gettext_lazy("一行一个条目的得分；一轮检查的全部条目须在同一个文件里。"),
        gettext_lazy("同一轮的整改期限取最早的一个。"),
    ),
)
