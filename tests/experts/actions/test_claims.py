import datetime as dt

import pytest

from experts.actions import claims, evidence
from portal.core import documents
from portal.errors import NotAllowed, Refusal
from portal.models import OutboxMessage
from tests.factories import experts as make
from tests.factories import files, hospitals

TOLD = {
    "kind": "first_case",
    "tier": "southwest",
    "claim_text": "西南首例",
    "claimed_on": dt.date(2024, 5, 1),
}


@pytest.fixture
def claim(sending):
    technology = make.technology(sending.project)
    return claims.claim(technology=technology, details=TOLD, by=sending.receiver)


@pytest.fixture
def lead(sending):
    return hospitals.member("network_admin", sending.source)


def refused(act, **named):
    with pytest.raises(Refusal) as refusal:
        act(**named)
    return refusal.value.code


def test_claim_needs_evidence_and_another_person(sending, claim, lead):
    judge = {"claim": claim, "state": "verified", "note": "查新属实"}
    own = refused(claims.judge, by=sending.receiver, **judge)
    bare = refused(claims.judge, by=lead, **judge)
    claims.revise(claim=claim, details={"evidence": "查新报告 1 号"}, by=sending.receiver)

    done = claims.judge(by=lead, **judge)

    assert (own, bare) == ("own_claim", "no_evidence")
    assert (done.state, done.judged_by) == ("verified", lead)
    changed = {"claim": claim, "details": {"evidence": ""}, "by": sending.receiver}
    assert refused(claims.revise, **changed) == "judged"


def test_withdrawn_stays_withdrawn(claim, lead):
    claims.judge(claim=claim, state="withdrawn", note="重复申报", by=lead)

    assert refused(claims.judge, claim=claim, state="verified", note="", by=lead) == "withdrawn"


def test_strangers_judge_nothing(claim):
    stranger = hospitals.member("network_admin", hospitals.hospital())

    with pytest.raises(NotAllowed):
        claims.judge(claim=claim, state="disputed", note="", by=stranger)


def test_price_follows_a_technology_of_the_hospital(sending, claim):
    told = {"code": "A1", "name": "价格", "action": "added", "unit": "次", "new_price": 100}
    told |= {"effective_on": dt.date(2024, 1, 1), "region": sending.project.region}
    act = {"hospital": sending.project, "by": sending.receiver}
    other = make.technology(sending.source)

    item = claims.price(details=told | {"technology": claim.technology}, **act)
    changed = claims.revise_price(item=item, details={"new_price": 90}, by=sending.receiver)

    assert changed.version == 2
    assert refused(claims.price, details=told | {"technology": other}, **act) == "other_hospital"
    assert refused(claims.price, details=told, **act) == "price_once_per_day"


def test_the_commission_of_the_region_judges(claim, sending, commission_of):
    above = commission_of(sending.project.region.parent)
    elsewhere = commission_of(hospitals.region())

    with pytest.raises(NotAllowed):
        claims.judge(claim=claim, state="disputed", note="缺依据", by=elsewhere)
    done = claims.judge(claim=claim, state="disputed", note="缺依据", by=above)

    assert (done.state, done.judged_by) == ("disputed", above)


def test_a_file_is_evidence_as_good_as_words(sending, lead, settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path / "vault"
    file = {"content": files.pdf(), "name": "查新.pdf", "kind": "search"}
    told = TOLD | {"kind": "gap"}
    act = {"technology": make.technology(sending.project), "by": sending.receiver}
    bare = refused(claims.claim, details=told, **act)

    row = claims.claim(details=told, files=[file], **act)

    only = row.files.get()
    judge = {"claim": row, "state": "verified", "note": "属实", "by": lead}
    assert (bare, row.file_count) == ("claim_has_evidence", 1)
    assert refused(evidence.remove, evidence=only, by=sending.receiver) == "claim_has_evidence"
    assert refused(claims.judge, **judge) == "no_evidence"
    documents.inspect_waiting()
    assert claims.judge(**judge).state == "verified"


def test_who_may_judge_is_told_once(sending, lead, commission_of):
    above = commission_of(sending.project.region.parent)
    commission_of(hospitals.region())
    act = {"technology": make.technology(sending.project), "by": sending.receiver}
    colleague = hospitals.member("hospital_admin", sending.project)

    row = claims.claim(details=TOLD, **act)
    claims.revise(claim=row, details={"claim_text": "西南地区首例"}, by=sending.receiver)
    claims.judge(claim=row, state="disputed", note="缺依据", by=lead)

    owed = {one.kind: one.recipient_ids for one in OutboxMessage.objects.all()}
    judges = sorted(str(one.pk) for one in (lead, above, colleague))
    assert owed == {"novelty.claim": judges, "novelty.judge": [str(sending.receiver.pk)]}
