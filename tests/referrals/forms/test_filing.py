import datetime as dt

import pytest
from django.utils import timezone

from hospitals.models import Region
from referrals.actions import filing
from referrals.actions.content import values_of
from referrals.forms.filing import FilingForm
from referrals.forms.parts import PARTS
from referrals.forms.places import Named
from tests.factories import hospitals
from tests.factories import referrals as make


def typed(world, **changes):
    """A complete form as a browser sends it."""
    values = make.content(world) | changes
    Region.objects.filter(pk=world.county.region_id).update(code="450305")
    plain = {
        name: "" if value is None else str(getattr(value, "pk", value))
        for name, value in values.items()
    }
    return plain | ({"residence": "450305"} if "residence" not in changes else {})


def form(world, **changes):
    return FilingForm(typed(world, **changes), user=world.clinician, hospital=world.county)


def test_complete_form_is_the_content_of_a_referral(world):
    filled = form(world)

    assert filled.errors == {}
    referral = filing.create(origin=world.county, content=filled.cleaned_data, by=world.clinician)
    expected = make.content(world, residence=Region.objects.get(pk=world.county.region_id))
    kept = values_of(referral)
    assert {name: kept[name] for name in expected} == expected


def test_a_name_alone_makes_a_draft(world):
    filled = FilingForm({"patient_name": "覃测试"}, user=world.clinician, hospital=world.county)

    assert filled.errors == {}
    referral = filing.create(origin=world.county, content=filled.cleaned_data, by=world.clinician)
    assert (referral.state, referral.priority, referral.destination) == ("draft", "routine", None)


def test_number_fills_birth_date_and_sex(world):
    spaced = f"{make.ID_NUMBER[:6]} {make.ID_NUMBER[6:]}"
    filled = form(world, id_number=spaced, birth_date="", sex="")

    assert filled.errors == {}
    assert filled.cleaned_data["id_number"] == make.ID_NUMBER
    assert filled.cleaned_data["birth_date"] == dt.date(1990, 1, 1)
    assert filled.cleaned_data["sex"] == "1"


@pytest.mark.parametrize(
    "changes, wrong",
    [
        ({"patient_name": ""}, ["patient_name"]),
        ({"id_number": make.ID_NUMBER[:17] + "0"}, ["id_number"]),
        ({"birth_date": "1990-01-02"}, ["birth_date"]),
        ({"sex": "2"}, ["sex"]),
        ({"id_type": "unknown"}, ["id_number"]),
        ({"id_type": "mother", "id_number": "123"}, ["id_number"]),
        ({"phone": "12"}, ["phone"]),
        ({"contact_phone": "12"}, ["contact_phone"]),
        ({"main_diagnosis_code": "心梗"}, ["main_diagnosis_code"]),
        ({"residence": "没有的县"}, ["residence"]),
        ({"priority": "soon"}, ["priority"]),
        ({"wanted_from": "某日"}, ["wanted_from"]),
    ],
)
def test_impossible_answers_are_refused(world, changes, wrong):
    assert list(form(world, **changes).errors) == wrong


def test_birth_date_may_not_lie_ahead(world):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    filled = form(world, id_type="passport", id_number="E1234", birth_date=tomorrow.isoformat())

    assert list(filled.errors) == ["birth_date"]


@pytest.mark.parametrize(
    "kind, number", [("passport", "E 12345678"), ("unknown", ""), ("mother", make.ID_NUMBER)]
)
def test_other_documents_fill_nothing(world, kind, number):
    filled = form(world, id_type=kind, id_number=number, birth_date="", sex="")

    assert filled.errors == {}
    assert (filled.cleaned_data["birth_date"], filled.cleaned_data["sex"]) == (None, "")


def test_choices_end_at_what_the_person_may_see(world):
    hidden = hospitals.department(hospitals.hospital("别处医院"), "外科")
    filled = FilingForm(user=world.clinician, hospital=world.county)

    assert list(filled.fields["destination"].queryset) == [world.centre]
    assert list(filled.fields["destination_department"].queryset) == [world.unit]
    assert list(filled.fields["origin_department"].queryset) == [world.ward]
    assert "别处医院" not in filled.as_div()
    assert list(form(world, destination=hidden.hospital).errors) == ["destination"]


def test_department_belongs_to_the_destination(world):
    third = hospitals.hospital("模拟三院", region=world.centre.region)
    hospitals.network(world.centre, third, world.county)
    filled = form(world, destination=third, destination_department=world.unit)

    assert list(filled.errors) == ["destination_department"]


def test_every_field_has_its_place_on_the_page(world):
    placed = [name for part in PARTS for name in part.all_names]

    assert sorted(placed) == sorted(FilingForm.base_fields)


def test_what_was_sent_by_name_is_cleaned_as_on_the_page(world):
    """Answers without a page take a shorter way through the same fields."""
    sent = make.content(world)
    typed = {name: getattr(value, "pk", value) for name, value in sent.items() if value}
    typed["residence"] = sent["residence"].code
    named = Named(world.clinician, world.county.pk, typed)

    forms = [
        FilingForm(typed, user=world.clinician, hospital=world.county, named=one)
        for one in (named, None)
    ]

    assert [form.errors for form in forms] == [{}, {}]
    assert forms[0].cleaned_data == forms[1].cleaned_data
