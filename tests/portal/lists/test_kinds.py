"""Every list, with one row of its own: page, search by pinyin, columns, file, API, saved view."""

import io
from itertools import product
from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.urls import reverse
from python_calamine import CalamineWorkbook

from hospitals.models import CooperationProject
from portal.core.context_processors import BRING_IN
from portal.lists.actions import looks
from portal.lists.kinds import IMPORTS, KINDS, LISTS
from tests.factories import experts, hospitals, inspections
from tests.house import routes

pytestmark = pytest.mark.django_db


class Place:
    """A hospital with a colleague across a network, and whoever administers both."""

    def __init__(self):
        self.lead = hospitals.hospital("甲院", pinyin="jiayuan jy")
        self.member = hospitals.hospital("乙院", pinyin="yiyuan yy", region=self.lead.region)
        self.network = hospitals.network(self.lead, self.member)
        self.unit = hospitals.department(self.lead, "骨科")
        self.person = hospitals.member("network_admin", self.lead)

    def renamed(self):
        self.network.name = "丙医联体"
        self.network.save()

    def expert(self, name="丁医生", **fields):
        return experts.expert(self.member, name=name, pinyin="dingyisheng dys", **fields)

    def project(self):
        relation = hospitals.relation(self.member, self.lead)
        return CooperationProject.objects.create(name="丙项目", stage="opened", relation=relation)

    def claim(self):
        row = experts.technology(self.lead, name="丙技术")
        return experts.claim(row, hospitals.member("hospital_admin", self.lead))

    def director(self):
        person = experts.local(self.lead, name="丁医生", pinyin="dingyisheng dys")
        return experts.director(self.unit, person)

    def mentorship(self):
        return experts.mentorship(self.expert(), experts.local(self.lead))


# List → how its one row is made, the pinyin that finds it, and what its file says of it.
CASES = {
    "hospitals": (lambda at: at.lead, "jiayuan", "甲院"),
    "networks": (Place.renamed, "bylt", "丙医联体"),
    "projects": (Place.project, "bxm", "丙项目"),
    "milestones": (
        lambda at: at.project().milestones.create(kind="opening"),
        "bxm",
        "丙项目",
    ),
    "relations": (lambda at: hospitals.relation(at.lead, at.member), "yiyuan", "甲院"),
    "accreditations": (
        lambda at: hospitals.accreditation(at.lead, kind="key_specialty", specialty="丙科"),
        "bingke",
        "甲院",
    ),
    "agreements": (lambda at: hospitals.agreement(at.network, title="丙协议"), "bxy", "丙协议"),
    "policies": (lambda at: hospitals.policy(at.network, "丙政策"), "bzc", "丙政策"),
    "hospital-plans": (lambda at: hospitals.plan(at.lead), "jy", "甲院"),
    "committees": (lambda at: hospitals.committee(at.network, "丙小组"), "bxz", "丙小组"),
    "bed-counts": (lambda at: hospitals.bed_count(at.lead), "jy", "甲院"),
    "bed-targets": (lambda at: hospitals.bed_target(at.lead), "jy", "甲院"),
    "equipment": (lambda at: hospitals.equipment(at.lead, "磁共振"), "cgz", "磁共振"),
    "specialty-clusters": (lambda at: hospitals.cluster(at.lead, "脑科学"), "nkx", "脑科学"),
    "experts": (Place.expert, "dys", "丁医生"),
    "staff": (
        lambda at: experts.local(at.lead, name="丁医生", pinyin="dys"),
        "dys",
        "丁医生",
    ),
    "dispatch-batches": (lambda at: experts.batch(at.member, at.lead, number=7), "yy", "第 7 批"),
    "postings": (lambda at: experts.posting(at.expert(), at.lead), "dys", "丁医生"),
    "mentorships": (Place.mentorship, "dys", "丁医生"),
    "co-directors": (Place.director, "dys", "甲院"),
    "training-stays": (
        lambda at: experts.stay(experts.local(at.lead, name="丁医生", pinyin="dys")),
        "dys",
        "丁医生",
    ),
    "certificates": (
        lambda at: experts.certificate(experts.local(at.lead, name="丁医生", pinyin="dys")),
        "dys",
        "丁医生",
    ),
    "awards": (
        lambda at: experts.award(
            at.lead, holder=experts.local(at.lead, name="丁医生", pinyin="dys")
        ),
        "dys",
        "丁医生",
    ),
    "recruitments": (lambda at: experts.recruitment(at.lead, name="丙批"), "jy", "丙批"),
    "activities": (lambda at: experts.activity(at.lead, at.expert()), "dys", "教学查房"),
    "clinic-sessions": (lambda at: experts.session(at.expert(), at.unit), "dys", "丁医生"),
    "campaigns": (lambda at: experts.campaign(at.lead, name="丙巡回"), "bxh", "丙巡回"),
    "technologies": (lambda at: experts.technology(at.lead, name="丙技术"), "bjs", "丙技术"),
    "novelty-claims": (Place.claim, "bjs", "丙技术"),
    "price-items": (lambda at: experts.price(at.lead, name="丙项"), "bx", "丙项"),
    "inspections": (
        lambda at: inspections.scored(at.network, at.lead, {"1.1": (7, 10)}),
        "jiayuan",
        "70.0",
    ),
    "inspection-findings": (
        lambda at: inspections.scored(at.network, at.lead, {"1.1": (7, 10)}, found=["1.1"]),
        "jy",
        "记录不完整",
    ),
    "checklist-items": (
        lambda at: (at.renamed(), inspections.item(at.network, section="病历书写")),
        "bylt",
        "病历书写",
    ),
    "monthly-reports": (lambda at: hospitals.report(at.lead, figures={"surgeries": 8}), "jy", "8"),
    "monthly-reports-restated": (
        lambda at: hospitals.handed_in(at.lead, "2026-01-01", {"surgeries": 8}),
        "jiayuan&first=2026-01&last=2026-02",
        "8",
    ),
    "report-completeness": (
        lambda at: hospitals.handed_in(at.lead, "2026-01-01"),
        "jiayuan&last=2026-02",
        "甲院",
    ),
    "posting-counts": (lambda at: experts.posting(at.expert(), at.lead), "jiayuan", "甲院"),
    "claims": (lambda at: hospitals.claim(entity="丙院"), "by", "丙院"),
}
API = {
    "staff": "experts",
    "monthly-reports-restated": "monthly-reports/totals",
    "report-completeness": "monthly-reports/completeness",
    "posting-counts": "postings/counts",
}


@pytest.fixture
def at(db):
    return Place()


@pytest.fixture
def seen(client, at):
    client.force_login(at.person)
    return client


def test_every_list_sorts_by_its_heads_on_the_page_and_over_http(at):
    """Each order is one query that PostgreSQL takes, of the page's rows and of the API's."""
    served = {
        route.view_class.kind.code: route.view_class
        for route in routes.all_routes()
        if route.is_api and getattr(route.view_class, "kind", None)
    }
    request = SimpleNamespace(user=at.person, query_params=QueryDict())
    unsorted, asked = [], 0
    for kind in LISTS:
        words = [column.sorter for column in kind.columns if column.is_on_page and column.sorter]
        unsorted += [kind.code] if not words else []
        views = [served[kind.code](request=request, action="list")] if kind.code in served else []
        places = [kind.rows(at.person), *(view.get_queryset() for view in views)]
        for rows, word, sign in product(places, words, ("", "-")):
            found = kind.filterset_class({"ordering": f"{sign}{word}"}, rows, request=request)
            asked += len(found.qs) >= 0 and found.is_valid()

    assert unsorted == []
    assert asked > 600


def test_no_list_is_left_out():
    assert {*CASES, "referrals"} == set(KINDS)


def table_of(stream):
    """The first sheet, and the rows of the second as dictionaries."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(stream)))
    about, (heads, *rows) = (book.get_sheet_by_index(at).to_python() for at in (0, 1))
    return about, [dict(zip(heads, row, strict=True)) for row in rows]


@pytest.mark.parametrize("code", CASES)
def test_list(code, seen, at):
    kind, (make, spelled, said) = KINDS[code], CASES[code]
    make(at)
    query = f"?q={spelled}"

    page = seen.get(f"{reverse(kind.url_name)}{query}")
    nothing = seen.get(f"{reverse(kind.url_name)}?q=zzzz")
    sent = seen.post(f"{reverse('lists:export', args=[code])}{query}", {"file_type": "xlsx"})
    served = seen.get(f"/api/v1/{API.get(code, code)}{query}")

    about, rows = table_of(sent.streaming_content)
    assert (page.status_code, len(page.context["object_list"])) == (200, 1)
    assert len(nothing.context["object_list"]) == 0
    assert (len(rows), said in rows[0].values()) == (1, True)
    assert {f"口径：{label}" for label, _means in kind.explained} <= {line[0] for line in about}
    answer = served.json()
    found = answer if isinstance(answer, list) else answer.get("results", answer.get("hospitals"))
    assert (served.status_code, len(found)) == (200, 1)


@pytest.mark.parametrize("code", ["networks", "postings"])
def test_view_and_columns(code, seen, at):
    kind, (make, spelled, _said) = KINDS[code], CASES[code]
    make(at)
    fixed = [column.code for column in kind.columns if column.is_fixed and column.is_on_page]
    content = {"name": "丙", "circle": None, "weight": 1, "columns": fixed}
    view = looks.save_view(kind=kind, content=content | {"query": {"q": [spelled]}}, by=at.person)

    page = seen.get(f"{reverse(kind.url_name)}?view={view.slug}")
    served = seen.get(f"/api/v1/{code}?view={view.slug}")
    looks.choose_columns(kind=kind, columns=fixed, page_size=20, by=at.person)
    chosen = seen.get(f"{reverse(kind.url_name)}?q={spelled}")

    shown = [[cell.code for cell in one.context["look"].columns] for one in (page, chosen)]
    assert (len(page.context["object_list"]), served.json()["count"]) == (1, 1)
    assert shown == [fixed, fixed]


def test_menu_leads_whoever_may_bring_something_in_to_where_files_are_sent():
    assert set(BRING_IN) == {kind.permission for kind in IMPORTS.values()}
