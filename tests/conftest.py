"""Fixtures that every test may use; the servers come from tests/servers.py."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models.signals import post_migrate  # noqa: TID251 - the one word of a flush
from hypothesis import HealthCheck, settings

from portal.management import invariants
from referrals.actions import reason_codes
from tests.factories import hospitals
from tests.factories.referrals import World

# No test asserts how long something takes: neither an example nor making one.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


def pytest_configure():
    """A test that commits leaves an emptied database behind; what a migration loaded comes back."""
    post_migrate.connect(load_reasons, sender=apps.get_app_config("referrals"))


def load_reasons(**_named):
    reason_codes.load()


@pytest.fixture
def world(db):
    """Two hospitals of one network with people of every role (tests/factories/referrals.py).

    Whatever a test does there, it leaves no rows behind that contradict each other.
    """
    yield World()
    if not connection.needs_rollback:
        assert invariants.broken() == {}


@pytest.fixture
def stranger(db):
    """A coordinator of a hospital that shares nothing with any other."""
    return hospitals.member("referral_coordinator", hospitals.hospital("别处医院"))


@pytest.fixture
def coordinator_at(db):
    def make(hospital):
        return hospitals.member("referral_coordinator", hospital)

    return make


@pytest.fixture
def commission_of(db):
    def make(region):
        return hospitals.member("commission_viewer", region)

    return make
