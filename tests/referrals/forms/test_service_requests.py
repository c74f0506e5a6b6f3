import datetime as dt

import pytest

from referrals.forms.service_requests import FORMS, RequestForm, parts_of
from tests.factories import referrals as make
from tests.factories import service_requests as services


def typed(world, **changes):
    content = services.content(world, **changes)
    for name in ("destination", "destination_department"):
        content[name] = str(getattr(content[name], "pk", content[name]))
    return content


def form_of(world, referral=None, **changes):
    return RequestForm(
        typed(world, **changes), user=world.clinician, hospital=world.county, referral=referral
    )


def test_number_fills_birth_date_and_sex(world):
    form = form_of(
        world,
        sex="",
        birth_date="",
        id_number=f" {make.ID_NUMBER[:6]} {make.ID_NUMBER[6:].lower()}",
    )

    assert form.is_valid(), form.errors
    assert form.cleaned_data["birth_date"] == dt.date(1990, 1, 1)
    assert (form.cleaned_data["sex"], form.cleaned_data["id_number"]) == ("1", make.ID_NUMBER)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"id_number": "450305199001010010"}, {"id_number"}),
        (
            {"id_type": "unknown", "id_number": "", "sex": "", "birth_date": ""},
            {"sex", "birth_date"},
        ),
        ({"kind": "pathology"}, {"materials"}),
        ({"question": ""}, {"question"}),
        ({"kind": "massage"}, {"kind"}),
    ],
)
def test_wrong_fields_are_named(world, changes, wrong):
    form = form_of(world, **changes)

    assert not form.is_valid()
    assert set(form.errors) == wrong


def test_department_of_another_hospital_is_refused(world):
    form = form_of(world, destination_department=world.ward.pk)

    assert set(form.errors) == {"destination_department"}


def test_patient_of_a_referral_is_not_asked_again(world):
    referral = make.at_state(world, "submitted")

    form = RequestForm(user=world.clinician, hospital=world.county, referral=referral)

    assert [code for code, _title, _fields in parts_of(form)] == ["service", "question"]
    assert form["diagnosis"].value() == "急性心肌梗死"


def test_declining_for_another_reason_needs_words(world):
    bare = FORMS["decline"]({"reason_code": "other"}, user=world.head)
    told = FORMS["decline"]({"reason_code": "other", "note": "停电"}, user=world.head)

    assert (set(bare.errors), told.is_valid()) == ({"note"}, True)
