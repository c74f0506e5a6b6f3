"""The stranger walk: every page and every API address, fetched by people from elsewhere.

Not the status alone is looked at but every byte of the answer: a page that says "no" may still
print a name. Nothing may change either, whatever they send.
"""

import io
import json
import re
import uuid
import zipfile
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from hospitals.models import Membership
from portal.roles import Permission, Role, roles_with
from tests.factories import hospitals
from tests.house import routes
from tests.house.foreign import COMMON, MARK, Foreign, rows

REFUSED = {403, 404, 405}
PAGE_METHODS, API_METHODS = ("get", "post"), ("put", "patch", "delete", "options")
# What a form or a filter may be asked for with somebody else's row.
ASKED = ("hospital", "origin", "destination", "department", "origin_department", "user", "lead")
ASKED += ("destination_department", "network", "source", "host", "project", "relation", "referral")


@pytest.fixture
def foreign(db):
    return Foreign()


def test_every_route_is_named_and_can_be_walked():
    found = routes.all_routes()

    assert len(found) > 20
    assert [route.gap for route in found if route.gap] == []
    assert [route.view for route in found if route.name.endswith("None")] == []


def test_registry_names_no_route_that_is_gone():
    named = {route.name for route in routes.all_routes()}

    assert {*routes.ROWS, *routes.FUNCTIONS, *routes.PUBLIC} - named == set()


class Walk:
    """One person, walking through everything that belongs to the foreign world."""

    def __init__(self, foreign, person=None):
        self.foreign, self.canaries = foreign, foreign.canaries()
        self.sent = {name: str(self.foreign.pk_of(model)) for name, model in asked().items()}
        self.sent["region"] = str(foreign.county.region.pk)
        self.findings = []
        self.person, self.client = person, Client()
        self.sign_in()

    def sign_in(self):
        """Again wherever an address has signed out."""
        cookie = self.client.cookies.get(settings.SESSION_COOKIE_NAME)
        if self.person is not None and not (cookie and cookie.value):
            self.client.force_login(self.person)

    def through(self, found):
        """Every address by every method that it answers to."""
        for route in found:
            self.sign_in()
            for url in route.urls(self.foreign.pk_of):
                for method in route.methods:
                    self.step(route, method, url)
        return self

    def with_every_question(self, found):
        """The same, and by methods that nobody answers to; and every list by all of its filters."""
        self.through(found)
        for route in found:
            self.sign_in()
            url = next(route.urls(self.foreign.pk_of))
            for method in {*PAGE_METHODS, *API_METHODS} - {*route.methods} if route.is_api else ():
                self.step(route, method, url)
            if "pk" in route.places or not self.may_open(route):
                continue
            for method in PAGE_METHODS:
                self.step(route, method, f"{url}?{urlencode(self.sent)}")
            for name in (*route.filters, "ordering"):
                self.step(route, "get", f"{url}?{name}={self.sent.get(name, MARK[1])}")
        return self

    def may_open(self, route):
        """Who may not is refused before anything that was asked for is read."""
        nobody = self.person is None or route.permission is None
        return nobody or self.person.has_perm(route.permission)

    def step(self, route, method, url):
        response = self.ask(route, method, url)
        seen = body(response)
        told = {*self.sent.values(), *re.split("[/?=&]", url)}
        for canary in self.canaries - told:
            if canary in seen:
                self.findings.append(f"{method} {url} ({route.name}): {canary}")
        # OPTIONS describes the address and fetches no row, so it has nothing to refuse.
        is_of_row = "pk" in route.places and route.model not in COMMON and method != "options"
        if is_of_row and not self.is_refused(response):
            self.findings.append(f"{method} {url} ({route.name}): {response.status_code}")

    def ask(self, route, method, url):
        if method in {"get", "options"}:
            return getattr(self.client, method)(url)
        if not route.is_api:
            return getattr(self.client, method)(url, self.sent)
        key = {"If-Match": '"v1"', "Idempotency-Key": uuid.uuid4().hex}
        sent = json.dumps(self.sent)
        return getattr(self.client, method)(url, sent, "application/json", headers=key)

    def is_refused(self, response):
        """Asking to sign in is an answer to nobody; a person who gets it was not walking at all."""
        to_sign_in = response.status_code == 302 and "/login/" in response["Location"]
        asks_who = to_sign_in or response.status_code == 401
        return asks_who if self.person is None else response.status_code in REFUSED


def asked():
    """Parameter → model, by the models that have a foreign key of this name."""
    return {
        field.name: field.related_model
        for model in Membership._meta.apps.get_models()
        for field in model._meta.concrete_fields
        if field.name in ASKED and field.related_model is not None
    }


def body(response):
    """The answer as text, with the parts of a spreadsheet unpacked."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"".join(packed.read(name) for name in packed.namelist())
    return content.decode("utf-8", errors="replace")


def test_nobody_signed_out_sees_or_changes_anything(foreign):
    walk = Walk(foreign).with_every_question(routes.all_routes())

    assert walk.findings == []
    assert list(foreign.changes()) == []


def test_signed_out_people_are_sent_to_sign_in(foreign):
    closed = [route for route in routes.all_routes() if route.name not in routes.PUBLIC]

    answers = {
        route.name: Client().get(url)
        for route in closed
        for url in [*route.urls(foreign.pk_of)][:1]
    }

    is_refused = Walk(foreign).is_refused
    assert [name for name, response in answers.items() if not is_refused(response)] == []


@pytest.mark.parametrize("role", Role)
def test_page_of_a_stranger_tells_nothing(foreign, role):
    """What a page shows may depend on the one role that its reader has."""
    elsewhere = hospitals.hospital("别处医院")
    hospitals.network(elsewhere)
    stranger = hospitals.member(role, elsewhere)
    without_row = [route for route in routes.all_routes() if "pk" not in route.places]

    walk = Walk(foreign, stranger).through(without_row)

    assert walk.findings == []
    assert list(foreign.changes()) == []


def test_stranger_of_every_role_sees_and_changes_nothing(foreign):
    """Roles and places only ever add: whoever holds them all may ask for whatever one may.

    Here those of another hospital, and of another province whose commission and network it is.
    """
    elsewhere, province = hospitals.hospital("别处医院"), hospitals.region("别省")
    hospitals.network(elsewhere)
    stranger = with_roles(Role, elsewhere)
    for role in (Role.COMMISSION_VIEWER, Role.NETWORK_ADMIN):
        hospitals.holds(stranger, role, province)

    walk = Walk(foreign, stranger).with_every_question(routes.all_routes())

    assert walk.findings == []
    assert list(foreign.changes()) == []


def test_people_of_another_province_see_and_change_nothing(foreign):
    """Without a hospital of their own, which might hide where their region leads them."""
    stranger = with_roles([Role.COMMISSION_VIEWER, Role.NETWORK_ADMIN], hospitals.region("别省"))

    walk = Walk(foreign, stranger).through(routes.all_routes())

    assert walk.findings == []
    assert list(foreign.changes()) == []


def test_colleague_without_the_permission_is_refused(foreign):
    """Of each permission: a colleague with every role that does not grant it."""
    colleagues = {
        permission: with_roles(others, foreign.county)
        for permission in Permission
        if (others := {*Role} - roles_with(permission))
    }
    foreign.before, answers = rows(), {}

    for permission, colleague in colleagues.items():
        client = Walk(foreign, colleague).client
        for route in routes.all_routes():
            for url in route.urls(foreign.pk_of) if route.permission == permission else ():
                for method in PAGE_METHODS:
                    answers[f"{method} {url}"] = getattr(client, method)(url).status_code

    assert {asked: status for asked, status in answers.items() if status not in REFUSED} == {}
    assert list(foreign.changes()) == []


def with_roles(roles, place):
    """One person who holds all of them at a hospital or for a region."""
    first, *more = sorted(roles)
    person = hospitals.member(first, place)
    for role in more:
        hospitals.holds(person, role, place)
    return person


def test_destination_sees_nothing_of_a_draft(foreign):
    draft = foreign.referrals["draft"]
    about = [route for route in routes.all_routes() if route.model is type(draft)]
    walk = Walk(foreign, foreign.receiver)
    walk.canaries = {str(draft.pk), draft.number}
    foreign.pk_of = lambda model: draft.pk

    walk.through([route for route in about if "pk" in route.places])

    assert walk.findings == []
