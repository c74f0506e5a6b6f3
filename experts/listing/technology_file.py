"""Files of new technologies, and of their cases by month."""

from collections import defaultdict

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experts.actions import technologies
from experts.enums import SurgeryLevel, TechnologyKind
from experts.listing.places import Places
from experts.models import Expert, Posting, TechnologyName
from experts.models.posting import that_brought
from experts.naming import normalised
from hospitals.listing.cells import hospital_in, twice
from hospitals.models import Hospital
from portal.core.importing import (
    ImportColumn,
    ImportKind,
    Sheet,
    count,
    day,
    month,
    one_of,
    text_of,
)
from portal.roles import Permission

TEXTS = ("name_english", "specialty", "surgery_level")
NOT_MINE = gettext_lazy("没有这家机构，或您不能为它登记新技术。请填写全称。")


def _mine(user):
    rows = Hospital.objects.visible_to(user).open()
    return list(rows.held_with(user, Permission.TECHNOLOGY_EDIT))


def _of_hospital(mine):
    return ImportColumn(
        "hospital",
        gettext_lazy("医疗机构"),
        hospital_in(mine, NOT_MINE),
        is_required=True,
        names=("医院", "机构"),
    )


def _known_names(mine):
    """{(hospital, normalised name): technology}, aliases too."""
    rows = TechnologyName.objects.filter(hospital__in=mine).select_related("technology")
    return {(row.hospital_id, row.normalised): row.technology for row in rows}


def _technologies(user):
    mine = _mine(user)
    check = _Technologies(user, mine)
    seen = list(Hospital.objects.visible_to(user))
    source = ImportColumn("source_hospital", gettext_lazy("来源医院"), hospital_in(seen))
    columns = (_of_hospital(mine), *TECHNOLOGY_COLUMNS, source)
    return Sheet(
        columns, check.whole, lambda found: technologies.import_technologies(rows=found, by=user)
    )


TECHNOLOGY_COLUMNS = (
    ImportColumn(
        "name",
        gettext_lazy("名称"),
        text_of(128),
        is_required=True,
        names=("技术名称", "新技术"),
    ),
    ImportColumn("name_english", gettext_lazy("英文名称"), text_of(128)),
    ImportColumn("aliases", gettext_lazy("别名"), text_of(400)),
    ImportColumn(
        "kind",
        gettext_lazy("类别"),
        one_of(TechnologyKind.choices),
        is_required=True,
    ),
    ImportColumn("department", gettext_lazy("科室"), text_of(64)),
    ImportColumn("specialty", gettext_lazy("专科"), text_of(64)),
    ImportColumn("surgery_level", gettext_lazy("手术级别"), one_of(SurgeryLevel.choices)),
    ImportColumn("brought_by", gettext_lazy("引入专家"), text_of(64)),
    ImportColumn("first_done_on", gettext_lazy("首例日期"), day),
    ImportColumn("local_independent_on", gettext_lazy("本地首例独立开展日期"), day),
)


class _Technologies:
    """Names once per hospital, whoever brought it among those who were there, days in order."""

    def __init__(self, user, mine):
        self.today, self.places, self.seen = timezone.localdate(), Places(user), {}
        self.known = _known_names(mine)
        self.people = defaultdict(set)
        experts = Expert.objects.visible_to(user)
        for row in experts.filter(home_hospital__in=mine):
            self.people[row.home_hospital_id, row.name].add(row)
        posted = Posting.objects.visible_to(user).listed().filter(to_hospital__in=mine)
        self.postings = defaultdict(list)
        for row in posted.select_related("expert").order_by("since"):
            self.people[row.to_hospital_id, row.expert.name].add(row.expert)
            if row.is_confirmed:
                self.postings[row.expert_id, row.to_hospital_id].append(row)

    def whole(self, values, number):
        hospital = values["hospital"]
        values |= {code: values.get(code) or "" for code in TEXTS}
        yield from self.places.department(values, hospital, "department")
        given = (values.get("aliases") or "").replace("；", "、").replace(";", "、").split("、")
        values["aliases"] = [name.strip() for name in given if name.strip()]
        names = [("name", values["name"]), *(("aliases", one) for one in values["aliases"])]
        for column, name in names:
            key = (hospital.pk, normalised(name))
            if key in self.known:
                yield column, "known", _("该医院已有这个名称的新技术。")
            yield from twice(self.seen, key, number, column)
        yield from self._brought(values, hospital)
        yield from self._days(values)

    def _brought(self, values, hospital):
        name = values.get("brought_by")
        values["brought_by"] = values["posting"] = None
        if not name:
            return
        found = self.people[hospital.pk, name]
        if len(found) == 1:
            (expert,) = found
            values["brought_by"] = expert
            values["posting"] = that_brought(
                self.postings[expert.pk, hospital.pk], values.get("first_done_on")
            )
        elif found:
            yield "brought_by", "several", _("有几位同名的专家，请导入后在页面上选择。")
        else:
            yield "brought_by", "unknown", _("没有在该医院派驻或工作的这位专家。")

    def _days(self, values):
        first, alone = values.get("first_done_on"), values.get("local_independent_on")
        for column, on in (("first_done_on", first), ("local_independent_on", alone)):
            if on and on > self.today:
                yield column, "to_come", _("日期不能晚于今天。")
        if alone and (first is None or alone < first):
            yield "local_independent_on", "order", _("本地独立开展的日期不能早于首例日期。")


def _cases(user):
    mine = _mine(user)
    check = _Cases(mine)
    columns = (
        _of_hospital(mine),
        ImportColumn(
            "technology",
            gettext_lazy("新技术"),
            text_of(128),
            is_required=True,
            names=("名称", "技术名称"),
        ),
        ImportColumn("month", gettext_lazy("月份"), month, is_required=True),
        ImportColumn("patients", gettext_lazy("例数"), count, is_required=True),
        ImportColumn("complications", gettext_lazy("并发症例数"), count, names=("并发症",)),
        ImportColumn(
            "independent_local",
            gettext_lazy("本地独立完成例数"),
            count,
            names=("本地独立例数",),
        ),
    )
    return Sheet(
        columns, check.whole, lambda found: technologies.import_months(rows=found, by=user)
    )


class _Cases:
    """Technologies by any of their names, months once, parts within the whole."""

    def __init__(self, mine):
        self.today, self.known, self.seen = timezone.localdate(), _known_names(mine), {}

    def whole(self, values, number):
        row = self.known.get((values["hospital"].pk, normalised(values["technology"])))
        if row is None:
            yield "technology", "unknown", _("该医院没有登记这项新技术。")
            return
        values["technology"] = row
        values |= {name: values.get(name) or 0 for name in ("complications", "independent_local")}
        if values["month"] > self.today:
            yield "month", "to_come", _("月份不能晚于本月。")
        if row.first_done_on and values["month"] < row.first_done_on.replace(day=1):
            yield "month", "before_first", _("该月早于首例日期。")
        if values["complications"] > values["patients"]:
            yield "complications", "part", _("并发症例数不能多于例数。")
        if values["independent_local"] > values["patients"]:
            yield "independent_local", "part", _("本地独立完成例数不能多于例数。")
        yield from twice(self.seen, (row.pk, values["month"]), number, "month")


TECHNOLOGIES = ImportKind(
    code="technologies",
    label=gettext_lazy("新技术新项目"),
    url_name="experts:technology-list",
    permission=Permission.TECHNOLOGY_EDIT,
    sheet=_technologies,
    hints=(
        gettext_lazy("一行一项新技术，导入后为待准入。几个别名用顿号隔开。"),
        gettext_lazy("引入专家填写姓名，须在该医院派驻过或工作。"),
    ),
)

CASES = ImportKind(
    code="technology-cases",
    label=gettext_lazy("新技术月度例数"),
    url_name="experts:technology-list",
    permission=Permission.TECHNOLOGY_EDIT,
    sheet=_cases,
    hints=(gettext_lazy("一行一项新技术一个月。已登记的月份以文件为准，更正会记入审计记录。"),),
)
