import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.test import RequestFactory, override_settings

from portal.core.signin import ADDRESS_FACTOR, holds_synthetic_data, is_locked
from portal.models import SignInAttempt
from tests.factories import portal
from tests.hashers import CheapArgon2

PASSWORD = "a-long-password"
hashes = []


class CountingArgon2(CheapArgon2):
    """Notes each time that a hash is computed: that is what takes the time of a sign-in."""

    def encode(self, password, salt):
        hashes.append("encode")
        return super().encode(password, salt)

    def verify(self, password, encoded):
        hashes.append("verify")
        return super().verify(password, encoded)


@pytest.fixture
def nurse(db):
    user = portal.user(username="nurse")
    user.set_password(PASSWORD)
    user.save()
    return user


def attempt(username="nurse", password=PASSWORD, address="10.0.0.1"):
    request = RequestFactory().post("/login/", REMOTE_ADDR=address)
    return authenticate(request, username=username, password=password)


def test_right_password_signs_in_and_forgets_failures(nurse):
    attempt(password="wrong")

    assert attempt() == nurse
    assert SignInAttempt.objects.filter(counts=True).count() == 0


def test_incomplete_credentials_do_not_sign_in(nurse):
    assert attempt(password=None) is None


def test_inactive_account_does_not_sign_in(nurse):
    nurse.is_active = False
    nurse.save()

    assert attempt() is None


@pytest.mark.parametrize("case", ["wrong password", "unknown account", "inactive", "locked"])
def test_every_failure_computes_one_hash(nurse, case):
    """The uniform answer is uniform in time too: the costly step is done exactly once."""
    nurse.is_active = case != "inactive"
    nurse.save()
    if case == "locked":
        for _failure in range(settings.SIGN_IN_ATTEMPTS):
            SignInAttempt.objects.create(username="nurse")
    username = "nobody" if case == "unknown account" else "nurse"
    with override_settings(PASSWORD_HASHERS=[f"{__name__}.CountingArgon2"]):
        hashes.clear()

        attempt(username, "wrong")

    assert len(hashes) == 1


def test_address_is_locked_after_many_accounts_failed(nurse):
    for number in range(settings.SIGN_IN_ATTEMPTS * ADDRESS_FACTOR):
        SignInAttempt.objects.create(username=f"guess{number}", address="10.0.0.9")

    assert attempt(address="10.0.0.9") is None
    assert attempt(address="10.0.0.1") == nurse


def test_lock_does_not_grow_while_it_holds(nurse):
    for _failure in range(settings.SIGN_IN_ATTEMPTS):
        attempt(password="wrong")
    attempt(password="wrong")

    assert is_locked("nurse", None)
    assert SignInAttempt.objects.count() == settings.SIGN_IN_ATTEMPTS


def test_synthetic_accounts_mark_the_site(db):
    assert not holds_synthetic_data()

    portal.user(is_synthetic=True)

    assert holds_synthetic_data()
