"""Every form that is sent empty comes back with a summary of what is wrong, and says so."""

import pytest
from django.db import transaction
from django.test import Client

from portal.core.pages import FormPage
from tests import mistakes
from tests.house import routes
from tests.house.foreign import Foreign, insider

# What an empty form is refused with.
REFUSED = {409, 422}


@pytest.fixture
def everybody(db):
    """A world, and somebody who holds every role on both of its sides."""
    foreign = Foreign()
    client = Client(raise_request_exception=False)
    client.force_login(insider(foreign))
    return foreign, client


def forms():
    for route in routes.all_routes():
        if isinstance(route.view_class, type) and issubclass(route.view_class, FormPage):
            yield route


def test_every_form_that_is_sent_empty_tells_what_is_wrong(everybody):
    foreign, client = everybody
    found, refused = {}, 0

    for route in forms():
        for url in route.urls(foreign.pk_of):
            with transaction.atomic():
                answer = client.post(url, {"version": "1"})
                transaction.set_rollback(True)
            if answer.status_code == 500:
                found[route.name] = str(answer.exc_info[1])
            if answer.status_code in REFUSED and (faults := mistakes.faults(answer)):
                found[url if "pk" not in route.places else route.name] = faults
            refused += answer.status_code in REFUSED

    assert found == {}
    assert refused > 50
