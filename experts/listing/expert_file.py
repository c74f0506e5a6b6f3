"""A file of experts: one row per person, hospitals and departments by their names."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experts.actions import experts
from experts.enums import Degree, ExpertSex, TitleLevel
from experts.models import Expert
from hospitals.listing.cells import hospital_in, phone, twice
from hospitals.models import Department, Hospital
from portal.core.importing import ImportColumn, ImportKind, Sheet, one_of, text_of
from portal.roles import Permission

TEXTS = ("title", "specialty", "licence_number", "phone")
CODED = {
    "sex": ExpertSex.UNKNOWN,
    "title_level": TitleLevel.UNKNOWN,
    "degree": Degree.UNKNOWN,
}


def _sheet(user):
    rows = list(Hospital.objects.visible_to(user).open())
    mine = set(user.hospitals_with(Permission.EXPERT_EDIT))
    check = _Check(user, rows)
    columns = (
        ImportColumn("name", gettext_lazy("姓名"), text_of(64), is_required=True),
        ImportColumn("sex", gettext_lazy("性别"), one_of(ExpertSex.choices)),
        ImportColumn(
            "home_hospital",
            gettext_lazy("派出医院"),
            hospital_in(rows),
            is_required=True,
            names=("所在医院", "派出单位"),
        ),
        ImportColumn("home_department", gettext_lazy("所在科室"), text_of(64), names=("科室",)),
        ImportColumn("title", gettext_lazy("职称名称"), text_of(64), names=("职称",)),
        ImportColumn("title_level", gettext_lazy("职称级别"), one_of(TitleLevel.choices)),
        ImportColumn("degree", gettext_lazy("学历学位"), one_of(Degree.choices), names=("学历",)),
        ImportColumn("specialty", gettext_lazy("专科"), text_of(64), names=("专业",)),
        ImportColumn(
            "licence_number", gettext_lazy("执业证书编号"), text_of(32), names=("执业证号",)
        ),
        ImportColumn("phone", gettext_lazy("联系电话"), phone, names=("电话", "手机")),
        ImportColumn(
            "kept_by",
            gettext_lazy("登记机构"),
            hospital_in(
                [row for row in rows if row.pk in mine],
                gettext_lazy("您不能为这家机构登记专家。"),
            ),
            is_required=True,
        ),
    )
    return Sheet(columns, check.whole, lambda found: experts.import_experts(rows=found, by=user))


class _Check:
    """Departments of the home hospital, licences once, nobody twice in one hospital."""

    def __init__(self, user, hospitals):
        places = Department.objects.visible_to(user).filter(hospital__in=hospitals).order_by("-pk")
        self.departments = {(row.hospital_id, row.name): row for row in places}
        known = Expert.objects.values_list("licence_number", "name", "home_hospital")
        self.licences, self.people, self.seen = set(), set(), {}
        for licence, name, home in known:
            self.licences.add(licence)
            self.people.add((name, home))

    def whole(self, values, number):
        home, name = values["home_hospital"], values.get("home_department")
        department = self.departments.get((home.pk, name))
        if name and department is None:
            yield "home_department", "unknown", _("该医院没有这个科室。")
        values["home_department"] = department
        values |= {code: values.get(code) or "" for code in TEXTS}
        values |= {code: values.get(code) or unknown for code, unknown in CODED.items()}
        licence = values["licence_number"]
        person = (values["name"], home.pk)
        if licence and licence in self.licences:
            yield "licence_number", "taken", _("该执业证书编号已属于另一位专家。")
        elif not licence and person in self.people:
            text = _("该医院已有同名专家；如为另一人，请填写执业证书编号。")
            yield "name", "known", text
        yield from twice(self.seen, licence or person, number, "name")


EXPERTS = ImportKind(
    code="experts",
    label=gettext_lazy("派驻专家"),
    url_name="experts:expert-list",
    permission=Permission.EXPERT_EDIT,
    sheet=_sheet,
    hints=(
        gettext_lazy("一行一位专家。职称级别按聘任文件填写，系统不从职称名称推断。"),
        gettext_lazy("已有的专家不会被改动。"),
    ),
)
