"""No list breaks on what somebody puts behind the question mark of its address.

Every filter of every list is given every piece of junk; the pages and the API are asked for some of
it. A mistake is refused (400, 422) or said on the page: it is never an error of the site.
"""

import random
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from hospitals.models import Membership
from portal.core.listing import Asker
from portal.roles import Role
from tests.factories import hospitals
from tests.house import routes

PAGING = ("ordering", "page", "page_size", "view")
JUNK = (
    "",
    " ",
    "\x00",
    "-1",
    "0",
    "1e9",
    "NaN",
    "9" * 25,
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "0001-01",
    "9999-12",
    "9999-12-31T23:59",
    "00000000-0000-0000-0000-000000000000",
    "' OR 1=1 --",
    "%",
    "[]",
    "__all__",
    "-pk",
    "patient__name",
    "①²𝟗",
    "广" * 300,
)
BROKEN = 500


@pytest.fixture
def everybody(db):
    """One person who may open every list: all roles, at a hospital and for its region."""
    place = hospitals.hospital()
    person = hospitals.member(Role.HOSPITAL_ADMIN, place)
    Membership.objects.bulk_create(
        Membership(user=person, role=role, **where)
        for role in Role
        if role != Role.HOSPITAL_ADMIN
        for where in ({"hospital": place}, {"region": place.region})
    )
    return person


def lists():
    """What is read without naming a row and asks for filters, or is a page of rows."""
    found = [route for route in routes.all_routes() if not route.places and "get" in route.methods]
    return [route for route in found if route.filters or hasattr(route.view_class, "kind")]


def filtersets():
    return {
        route.view_class.filterset_class: route.view_class for route in lists() if route.filters
    }


def tried(filterset, name):
    """Ask for every piece of junk that the field of a filter takes for an answer."""
    field, found = filterset.form.fields[name], filterset.filters[name]
    for junk in JUNK:
        given = QueryDict(urlencode({name: junk, f"{name}_after": junk, f"{name}_before": junk}))
        try:
            value = field.clean(field.widget.value_from_datadict(given, {}, name))
        except ValidationError:
            continue
        try:
            found.filter(filterset.queryset, value).exists()
        except Exception as error:
            yield f"{type(filterset).__name__}.{name}={junk[:20]!r}: {error!r}"


def test_every_filter_takes_junk(everybody):
    wrong = []

    for kind, view in filtersets().items():
        rows = view.model.objects.all()
        filterset = kind(QueryDict("filters=1"), rows, request=Asker(everybody))
        for name in filterset.filters:
            wrong += tried(filterset, name)

    assert wrong == []


def test_every_list_answers_junk(everybody, client):
    dice, wrong = random.Random(7), []
    client.force_login(everybody)
    client.raise_request_exception = False

    for route in lists():
        asked = {dice.choice((*route.filters, *PAGING)): dice.choice(JUNK)}
        status = client.get(f"{next(route.urls(None))}?{urlencode(asked)}").status_code
        if status >= BROKEN:
            wrong.append((route.name, asked, status))

    assert wrong == []


@pytest.mark.parametrize("url", ["/hospitals/bed-counts/", "/api/v1/bed-counts"])
def test_pages_and_their_order_are_asked_for_by_junk(everybody, client, url):
    """The same code everywhere, so one page and one address of the API stand for all."""
    client.force_login(everybody)
    client.raise_request_exception = False

    answers = {
        (name, junk): client.get(f"{url}?{urlencode({name: junk})}").status_code
        for name in PAGING
        for junk in JUNK[::2]
    }

    assert {asked: status for asked, status in answers.items() if status >= BROKEN} == {}
