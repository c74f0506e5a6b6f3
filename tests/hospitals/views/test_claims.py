import pytest
from django.urls import reverse

from hospitals.actions import claims
from hospitals.models import Claim, ClaimProposal
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
LIST, FINDINGS = reverse("claims:claim-list"), reverse("claims:finding-list")


@pytest.fixture
def place():
    return hospitals.hospital("模拟市医院")


@pytest.fixture
def admin(client, place):
    claims.load()
    client.force_login(hospitals.member("network_admin", place))
    return client


def page(name, row, kind="claim"):
    return reverse(f"claims:{kind}-{name}", args=[row.pk])


@pytest.mark.parametrize("query", [{"q": "S1-051"}, {"source": "S2"}])
def test_list_asks_the_same_for_one_row_and_many(admin, query, django_assert_num_queries):
    admin.get(LIST)

    with django_assert_num_queries(12):
        assert admin.get(LIST, query).status_code == 200


@pytest.mark.parametrize(
    "query, count",
    [
        ({"q": "S1-051"}, 1),
        ({"q": "积水潭"}, 6),
        ({"source": "S2"}, 14),
        ({"quality": "OCR_SUSPECT"}, 7),
        ({"proposed": "true"}, 7),
        ({"topic": "外流"}, 4),
    ],
)
def test_list_is_filtered(admin, query, count):
    assert admin.get(LIST, query).context["paginator"].count == count


def test_list_prints_the_value_beside_the_proposed_one_and_marks_the_doubt(admin):
    text = " ".join(admin.get(LIST, {"q": "S1-051"}).content.decode().split())

    assert "29063 万人次" in text
    assert "290.63 万人次" in text
    assert "规则存疑" in text


def test_findings_are_told_in_words(admin):
    text = admin.get(FINDINGS).content.decode()

    assert "4200 张床位不可能有门诊 29063万人次。" in text
    assert "分项合计 219，多于总数 200。" in text


def test_detail_tells_the_doubts_and_offers_the_next_step(admin):
    claim = Claim.objects.get(code="S1-054")

    text = admin.get(page("detail", claim)).content.decode()

    assert "占比为 49.9%，与同类指标的 5.9% 相差过大。" in text
    assert page("decide", claim.proposals.get(), "proposal") in text


def test_propose_withdraw_and_decide(admin, place, client):
    claim = Claim.objects.get(code="S1-038")

    made = admin.post(page("propose", claim), {"proposed": "12.5", "unit": "%", "reason": "推算"})
    row = claim.proposals.get()
    own = admin.post(page("decide", row, "proposal"), {"state": "verified", "version": 1})
    back = admin.post(page("withdraw", row, "proposal"), {"version": 1})

    assert (made.status_code, own.status_code, back.status_code) == (302, 403, 302)
    assert claim.proposals.get().state == "withdrawn"


def test_dispute_needs_a_reason(admin):
    row = ClaimProposal.objects.first()

    missing = admin.post(page("decide", row, "proposal"), {"state": "disputed", "version": 1})
    given = {"state": "disputed", "decision_note": "依据不足", "version": 1}
    done = admin.post(page("decide", row, "proposal"), given)

    assert (missing.status_code, done.status_code) == (422, 302)
    assert ClaimProposal.objects.get(pk=row.pk).state == "disputed"


def test_clinician_has_no_such_page(client, place):
    client.force_login(hospitals.member("referring_clinician", place))

    assert client.get(LIST).status_code == 403
