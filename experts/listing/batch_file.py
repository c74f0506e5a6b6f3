"""A file of dispatch lists: one row per posting; batches are opened, or go on while they are open.

What a file brings in still has to be submitted, and approved by somebody else.
"""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experts.actions import batches
from experts.enums import PostingKind
from experts.listing.places import Places
from experts.models import DispatchBatch, Expert, Posting
from experts.tenure import meet
from hospitals.listing.cells import hospital_in, twice
from hospitals.models import Hospital
from portal.core.importing import ImportColumn, ImportKind, Sheet, count, day, one_of, text_of
from portal.roles import Permission

OF_POSTING = ("kind", "post", "since", "until", "to_department", "to_campus")


def _sheet(user):
    rows = list(Hospital.objects.visible_to(user).open())
    check = _Check(user)
    places = (
        ImportColumn(
            "source_hospital",
            gettext_lazy("派出医院"),
            hospital_in(rows),
            is_required=True,
            names=("派出单位",),
        ),
        ImportColumn(
            "project_hospital",
            gettext_lazy("派驻医院"),
            hospital_in(rows),
            is_required=True,
            names=("派驻单位", "受援医院"),
        ),
    )
    return Sheet((*places, *COLUMNS), check.whole, lambda found: _write(found, user))


COLUMNS = (
    ImportColumn("number", gettext_lazy("批次"), count, is_required=True, names=("批次号",)),
    ImportColumn("expert", gettext_lazy("专家"), text_of(64), is_required=True, names=("姓名",)),
    ImportColumn("licence_number", gettext_lazy("执业证书编号"), text_of(32), names=("执业证号",)),
    ImportColumn("to_campus", gettext_lazy("派驻院区"), text_of(64)),
    ImportColumn("to_department", gettext_lazy("派驻科室"), text_of(64), names=("科室",)),
    ImportColumn("kind", gettext_lazy("派驻方式"), one_of(PostingKind.choices), is_required=True),
    ImportColumn("post", gettext_lazy("岗位"), text_of(64)),
    ImportColumn(
        "since", gettext_lazy("开始"), day, is_required=True, names=("开始日期", "派驻开始")
    ),
    ImportColumn("until", gettext_lazy("结束"), day, names=("结束日期", "派驻结束")),
)


class _Check:
    """Batches that are open, experts of the source hospital, places, and residence once."""

    def __init__(self, user):
        self.mine = set(user.hospitals_with(Permission.DISPATCH_EDIT))
        self.places, self.seen = Places(user), {}
        self.batches = {
            (row.source_hospital_id, row.project_hospital_id, row.number): row
            for row in DispatchBatch.objects.visible_to(user)
        }
        self.people = defaultdict(list)
        for row in Expert.objects.visible_to(user).filter(is_local=False):
            self.people[row.home_hospital_id, row.name].append(row)
        self.residences = defaultdict(list)
        kept = Posting.objects.listed().filter(kind=PostingKind.RESIDENT)
        for expert, *days in kept.values_list("expert", "since", "until"):
            self.residences[expert].append(days)

    def whole(self, values, number):
        yield from self._batch(values)
        expert = yield from self._expert(values)
        yield from self.places.department(values, values["project_hospital"], "to_department")
        yield from self.places.campus(values, values["project_hospital"], "to_campus")
        since, until = values["since"], values.get("until")
        if until and until < since:
            yield "until", "order", _("派驻的结束日期不能早于开始日期。")
            return
        if expert is None:
            return
        values["expert"] = expert
        values["post"] = values.get("post") or ""
        yield from twice(self.seen, (expert.pk, values["kind"], since), number, "expert")
        if values["kind"] == PostingKind.RESIDENT:
            if any(meet(since, until, *days) for days in self.residences[expert.pk]):
                yield "since", "residence", _("该专家在这段时间内已有常驻任务。")
            self.residences[expert.pk].append((since, until))

    def _batch(self, values):
        source, project = values["source_hospital"], values["project_hospital"]
        if source == project:
            yield "project_hospital", "same", _("派出医院与派驻医院不能是同一家。")
        if not {source.pk, project.pk} & self.mine:
            yield "source_hospital", "foreign", _("您不能为这两家医院编制派驻批次。")
        batch = self.batches.get((source.pk, project.pk, values["number"]))
        if batch and not batch.is_open:
            yield "number", "closed", _("批次已提交或已批准，名单不能再改。")
        values["batch"] = batch

    def _expert(self, values):
        """The one expert of this name, or of this licence, at the source hospital."""
        found = self.people[values["source_hospital"].pk, values["expert"]]
        if licence := values.get("licence_number"):
            found = [row for row in found if row.licence_number == licence]
        if not found:
            yield "expert", "unknown", _("派出医院没有登记这位专家。")
        elif len(found) > 1:
            yield "expert", "several", _("有几位同名的专家，请填写执业证书编号。")
        else:
            return found[0]
        return None


def _write(rows, by):
    wanted = (*batches.OF_BATCH, "batch", "expert", *OF_POSTING)
    told = [{name: row.get(name) for name in wanted} for row in rows]
    return batches.import_lists(rows=told, by=by)


BATCHES = ImportKind(
    code="dispatch-lists",
    label=gettext_lazy("派驻名单"),
    url_name="experts:batch-list",
    permission=Permission.DISPATCH_EDIT,
    sheet=_sheet,
    hints=(
        gettext_lazy("一行一项派驻任务，专家须已登记。没有的批次自动新建，导入后仍须提交和批准。"),
    ),
)
