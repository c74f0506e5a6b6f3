import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from experts.models import NoveltyClaim
from tests.factories import experts as make


@pytest.fixture
def technology(sending):
    return make.technology(sending.project)


def refused(table, row, **fields):
    names = ", ".join(f"{name} = %s" for name in fields)
    sql = f"UPDATE experts_{table} SET {names} WHERE id = %s"
    with transaction.atomic(), connection.cursor() as cursor:
        with pytest.raises(IntegrityError) as caught:
            cursor.execute(sql, [*fields.values(), row.pk])
        transaction.set_rollback(True)
    return caught.value.__cause__.diag.constraint_name


@pytest.mark.parametrize(
    "fields, constraint",
    [
        ({"state": "verified"}, "claim_judged_by_somebody"),
        ({"evidence": ""}, "claim_has_evidence"),
        ({"tier": "province"}, "claim_names_its_region"),
        ({"tier": "area"}, "claim_names_its_area"),
        ({"area": "桂北"}, "claim_names_its_area"),
    ],
)
def test_database_refuses(sending, technology, fields, constraint):
    assert refused("noveltyclaim", make.claim(technology, sending.receiver), **fields) == constraint


def test_database_wants_another_person_to_judge(sending, technology):
    row = make.claim(technology, sending.receiver)
    own = {"judged_by_id": sending.receiver.pk, "judged_at": timezone.now()}

    assert refused("noveltyclaim", row, state="verified", **own) == "claim_judged_by_another"
    assert refused("noveltyclaim", row, state="withdrawn", **own) == "claim_judged_by_another"


def test_one_claim_per_tier_unless_withdrawn(sending, technology):
    judged = {"judged_by": sending.sender, "judged_at": timezone.now()}
    make.claim(technology, sending.receiver, state="withdrawn", **judged)
    row = make.claim(technology, sending.receiver)
    other = make.claim(technology, sending.receiver, kind="first_case")

    assert refused("noveltyclaim", other, kind="gap") == "claim_once_per_tier"
    assert NoveltyClaim.objects.standing().count() == 2
    assert row.state == "pending"


def test_claimed_and_verified_are_counted_apart(sending, technology):
    judged = {"judged_by": sending.sender, "judged_at": timezone.now()}
    make.claim(technology, sending.receiver, state="verified", **judged)
    make.claim(make.technology(sending.project), sending.receiver)
    make.claim(technology, sending.receiver, kind="first_case", tier="southwest")

    found = {(row["kind"], row["tier"]): row for row in NoveltyClaim.objects.by_tier()}

    gap = found["gap", "national"]
    assert (gap["claimed"], gap["verified"], gap["disputed"]) == (2, 1, 0)
    assert found["first_case", "southwest"]["verified"] == 0


def test_database_refuses_prices(sending):
    row = make.price(sending.project, code="A1")
    other = make.price(sending.project, code="A2")

    assert [
        refused("priceitem", row, action="adjusted"),
        refused("priceitem", row, new_price=0),
        refused("priceitem", other, code="A1"),
    ] == ["price_adjusted_from_another", "price_above_zero", "price_once_per_day"]
