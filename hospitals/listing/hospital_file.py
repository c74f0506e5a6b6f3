"""A file of hospitals: one row each, new to the network; those that are there are not changed."""

from collections import defaultdict

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.actions import registry
from hospitals.enums import HospitalKind, HospitalLevel, Ownership
from hospitals.listing.cells import org_code, phone, twice
from hospitals.models import Hospital, Network, Region
from portal.core.importing import (
    ImportColumn,
    ImportKind,
    Sheet,
    Wrong,
    day,
    named_in,
    one_of,
    text_of,
)
from portal.roles import Permission

TEXTS = ("short_name", "org_code", "phone")
CODED = {
    "level": HospitalLevel.UNRATED,
    "kind": HospitalKind.GENERAL,
    "ownership": Ownership.PUBLIC,
}


def _sheet(user):
    networks = Network.objects.visible_to(user).current()
    led = networks.led_with(user, Permission.HOSPITAL_CREATE)
    no_network = gettext_lazy("没有这个医联体，或您不能为它增加成员。")
    regions, check = _Regions(user), _Check()
    places = (
        ImportColumn(
            "region",
            gettext_lazy("所在地"),
            regions.read,
            is_required=True,
            names=("行政区划", "行政区划代码", "地区"),
        ),
        ImportColumn(
            "network",
            gettext_lazy("加入医联体"),
            named_in({row.name: row for row in led}, no_network),
            is_required=True,
            names=("医联体",),
        ),
    )
    whole = check.whole
    return Sheet(
        (*COLUMNS, *places), whole, lambda found: registry.import_hospitals(rows=found, by=user)
    )


COLUMNS = (
    ImportColumn(
        "name",
        gettext_lazy("名称"),
        text_of(128),
        is_required=True,
        names=("医疗机构", "机构名称", "医院名称"),
    ),
    ImportColumn("short_name", gettext_lazy("简称"), text_of(64), names=("别名",)),
    ImportColumn("org_code", gettext_lazy("统一社会信用代码"), org_code, names=("机构代码",)),
    ImportColumn("level", gettext_lazy("等级"), one_of(HospitalLevel.choices)),
    ImportColumn("kind", gettext_lazy("类别"), one_of(HospitalKind.choices)),
    ImportColumn("ownership", gettext_lazy("举办性质"), one_of(Ownership.choices)),
    ImportColumn("phone", gettext_lazy("转诊电话"), phone, names=("电话", "联系电话")),
    ImportColumn("opened_on", gettext_lazy("开业日期"), day),
    ImportColumn("since", gettext_lazy("加入日期"), day),
)


class _Regions:
    """Current divisions by code, by name, and by the names of those above them."""

    def __init__(self, user):
        rows = Region.objects.visible_to(user).current().select_related("parent__parent")
        self.named = defaultdict(dict)
        for row in rows:
            for name in (row.code, row.name, row.full_name):
                self.named[name][row.pk] = row

    def read(self, text):
        found = list(self.named.get(text, {}).values())
        if not found:
            raise Wrong("unknown", _("没有这个现行的行政区划。"))
        if len(found) > 1:
            choices = "、".join(f"{row.full_name} {row.code}" for row in found[:5])
            text = _("有多个同名的行政区划，请填写代码，例如%(choices)s。")
            raise Wrong("several", text % {"choices": choices})
        return found[0]


class _Check:
    """Names and codes once, in the file and in the register."""

    def __init__(self):
        known = Hospital.objects.values_list("name", "org_code")
        self.names, self.codes, self.seen, self.seen_codes = set(), set(), {}, {}
        for name, code in known:
            self.names.add(name)
            self.codes.add(code)

    def whole(self, values, number):
        values |= {code: values.get(code) or "" for code in TEXTS}
        values |= {code: values.get(code) or usual for code, usual in CODED.items()}
        values["since"] = values.get("since") or timezone.localdate()
        if values["name"] in self.names:
            yield "name", "known", _("已有同名的医疗机构。")
        yield from twice(self.seen, values["name"], number, "name")
        if code := values["org_code"]:
            if code in self.codes:
                yield "org_code", "taken", _("该统一社会信用代码已属于另一医疗机构。")
            yield from twice(self.seen_codes, code, number, "org_code")
        if values["since"] < values["network"].since:
            yield "since", "before_network", _("加入日期早于医联体的开始日期。")


HOSPITALS = ImportKind(
    code="hospitals",
    label=gettext_lazy("医疗机构"),
    url_name="hospitals:hospital-list",
    permission=Permission.HOSPITAL_CREATE,
    sheet=_sheet,
    hints=(
        gettext_lazy("一行一家机构，导入后即加入所填的医联体。已有的机构不会被改动。"),
        gettext_lazy("所在地填写行政区划代码、名称或全称。"),
    ),
)
