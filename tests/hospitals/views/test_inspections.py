import pytest
from django.urls import reverse
from django.utils import timezone

from hospitals.models import ChecklistItem, InspectionFinding, InspectionRound
from tests.factories import hospitals
from tests.factories import inspections as make

pytestmark = pytest.mark.django_db
TODAY = f"{timezone.localdate():%Y-%m-%d}"


@pytest.fixture
def member():
    return hospitals.hospital("成员医院", pinyin="chengyuan cyyy")


@pytest.fixture
def network(member):
    return hospitals.network(hospitals.hospital("牵头医院"), member)


@pytest.fixture
def lead(client, network):
    client.force_login(hospitals.member("network_admin", network.lead))
    return client


def page(name, row=None):
    return reverse(f"inspections:{name}", args=[row.pk] if row else [])


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    "name, queries", [("round-list", 9), ("finding-list", 8), ("checklist-list", 9)]
)
def test_list_asks_the_same_for_one_row_and_three(
    lead, network, member, name, queries, rows, django_assert_num_queries
):
    for number in range(rows):
        scores = {f"{number}": (3, 10)}
        make.scored(network, member, scores, found=scores, year=2020 + number)
    lead.get(page(name))

    with django_assert_num_queries(queries):
        assert len(lead.get(page(name)).context["object_list"]) == rows


@pytest.mark.parametrize(
    "name, query, count",
    [
        ("round-list", {"q": "cyyy"}, 1),
        ("round-list", {"late": "true"}, 0),
        ("round-list", {"state": "planned"}, 0),
        ("finding-list", {"q": "不完整"}, 1),
        ("finding-list", {"late": "true"}, 1),
        ("finding-list", {"state": "verified"}, 0),
        ("checklist-list", {"q": "没有"}, 0),
        ("checklist-list", {"edition": make.EDITION}, 1),
    ],
)
def test_list_is_filtered(lead, network, member, name, query, count):
    make.scored(network, member, {"1.1": (3, 10)}, found=["1.1"])

    assert len(lead.get(page(name), query).context["object_list"]) == count


def test_a_round_is_planned_scored_mended_and_verified(lead, client, network, member):
    item = {"edition": "A", "number": "1.1", "section": "病历", "standard": "完整"}
    lead.post(page("item-record", network), item | {"max_score": 10})
    told = {"hospital": member.pk, "edition": "A", "year": 2026, "half": 1, "due_on": TODAY}
    row = InspectionRound.objects.filter(hospital=member)
    lead.post(page("round-plan", network), told)
    assert "评分标准" not in lead.get(page("round-detail", row.get())).content.decode()
    scores = {"score_1.1": 7, "finding_1.1": "缺签名", "serious_1.1": "on", "due_on": TODAY}
    own = {"inspected_on": TODAY, "inspector": "组长", "version": 1}
    lead.post(page("round-score", row.get()), scores | own)
    finding = InspectionFinding.objects.get()
    client.force_login(hospitals.member("hospital_admin", member))
    mended = {"measure": "补签", "closed_on": TODAY, "version": 1}
    client.post(page("finding-rectify", finding), mended)
    client.force_login(hospitals.member("network_admin", network.lead))
    client.post(page("finding-verify", finding), {"verified_on": TODAY, "version": 2})

    text = client.get(page("round-detail", row.get())).content.decode()

    assert [word in text for word in ("缺签名", "严重", "补签", "已确认", "70.0 %")] == [True] * 5


def test_form_names_the_item_that_lacks_a_score(lead, network, member):
    make.item(network)
    row = make.planned(network, member)
    told = {"inspected_on": TODAY, "inspector": "组长", "version": 1}

    shown = lead.get(page("round-score", row)).content.decode()
    answer = lead.post(page("round-score", row), told)

    assert 'name="score_1.1"' in shown
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["score_1.1"])


def test_a_finding_is_sent_back_with_the_reason(lead, client, network, member):
    row = make.scored(network, member, {"1.1": (3, 10)}, found=["1.1"])
    somebody = hospitals.member("hospital_admin", member)
    closed = {"state": "closed", "closed_on": make.DAY, "closed_by": somebody}
    InspectionFinding.objects.update(**closed)
    finding = row.findings.get()

    lead.post(page("finding-reopen", finding), {"note": "仍缺签名", "version": 1})

    finding.refresh_from_db()
    assert (finding.state, finding.note, finding.closed_by) == ("open", "仍缺签名", None)
    client.force_login(somebody)
    assert client.get(page("finding-verify", finding)).status_code == 403


def test_an_item_is_revised(lead, network):
    item = make.item(network)
    told = {"edition": make.EDITION, "number": "1.1", "section": "护理", "standard": "规范"}

    lead.post(page("item-revise", item), told | {"max_score": 20, "version": 1})

    assert ChecklistItem.objects.get().max_score == 20
