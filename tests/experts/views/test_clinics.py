import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from experts.models import ClinicSession
from portal.models import User
from tests.factories import experts as make


@pytest.fixture
def person(sending):
    return sending.posting().expert


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_for_one_row_and_three(
    client, sending, person, rows, django_assert_num_queries
):
    client.force_login(sending.receiver)
    for number in range(rows):
        make.session(person, sending.unit, dt.timedelta(days=number + 1))
    client.get(reverse("experts:clinic-list"))

    with django_assert_num_queries(8):
        seen = client.get(reverse("experts:clinic-list")).context["object_list"]
        assert len(seen) == rows


@pytest.mark.parametrize("phase, many", [("coming", 1), ("held", 1), ("called_off", 0)])
def test_list_is_narrowed(client, sending, person, phase, many):
    client.force_login(sending.receiver)
    for number in (-1, 1):
        make.session(person, sending.unit, dt.timedelta(days=number))

    found = client.get(reverse("experts:clinic-list"), {"phase": phase, "q": person.name})

    assert len(found.context["object_list"]) == many


def test_receiving_hospital_opens_a_clinic_and_the_expert_shows_it(client, sending, person):
    client.force_login(sending.receiver)
    url = reverse("experts:clinic-open", args=[person.pk])
    first = timezone.localdate() + dt.timedelta(days=1)
    told = {"department": sending.unit.pk, "first": first, "last": first, "weekdays": range(7)}
    told |= {"opens": "14:00", "closes": "17:00", "minutes": 60, "capacity": 4, "quota": 2}

    wrong = client.post(url, told | {"quota": 9})
    done = client.post(url, told)
    shown = client.get(reverse("experts:expert-detail", args=[person.pk]))

    assert (wrong.status_code, done.status_code) == (422, 302)
    assert ClinicSession.objects.count() == shown.context["clinics"]["coming"] == 3


def test_posting_says_what_lies_behind_its_end(client, sending, person):
    client.force_login(User.objects.get(pk=sending.receiver.pk))
    posting = person.postings.get()
    posting.until = timezone.localdate()
    posting.save()
    late = make.session(person, sending.unit, dt.timedelta(days=3)).slot
    type(late).objects.filter(pk=late.pk).update(booked_outside=1)

    assert client.get(posting.get_absolute_url()).context["behind"] == 1
