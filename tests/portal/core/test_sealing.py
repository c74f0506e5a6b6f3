import base64
import hmac
import os

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import FieldError
from django.db import connection

from portal.core import sealing
from referrals.models import Patient
from tests.factories import referrals as make

NEW_KEY = "11" * 32


def old_form(text, key):
    """A text as it was sealed before forms were numbered: without its field."""
    nonce = os.urandom(12)
    return (
        "k1:" + base64.b64encode(nonce + AESGCM(key).encrypt(nonce, text.encode(), None)).decode()
    )


def test_seal_opens_again_and_never_looks_the_same():
    first, second = sealing.seal("450305"), sealing.seal("450305")

    assert first != second
    assert [sealing.unseal(first), sealing.unseal(second)] == ["450305", "450305"]
    assert [sealing.seal(""), sealing.unseal("")] == ["", ""]
    assert first.startswith("2:k1:")


def test_sealed_text_opens_in_its_own_field_only():
    sealed = sealing.seal("450305", about="referrals.patient:id_number")

    assert sealing.unseal(sealed, about="referrals.patient:id_number") == "450305"
    with pytest.raises(InvalidTag):
        sealing.unseal(sealed, about="referrals.patient:phone")
    with pytest.raises(InvalidTag):
        sealing.unseal(sealed.removeprefix("2:"))


def test_text_sealed_before_forms_were_numbered_still_opens(settings):
    sealed = old_form("450305", bytes.fromhex(settings.SEAL_KEYS["k1"]))

    assert sealing.unseal(sealed, about="referrals.patient:id_number") == "450305"


def test_newest_key_seals_and_older_keys_still_open(settings):
    old = sealing.seal("450305")
    settings.SEAL_KEYS = {"k2": NEW_KEY, **settings.SEAL_KEYS}

    assert sealing.seal("450305").startswith("2:k2:")
    assert sealing.unseal(old) == "450305"


def test_other_key_opens_nothing(settings):
    sealed = sealing.seal("450305")
    settings.SEAL_KEYS = {"k1": NEW_KEY}

    with pytest.raises(InvalidTag):
        sealing.unseal(sealed)
    settings.SEAL_KEYS = {"k2": NEW_KEY}
    with pytest.raises(sealing.SealedWithUnknownKey):
        sealing.unseal(sealed)


def test_hash_ignores_case_and_gives_nothing_back(settings):
    one = sealing.match_hash("11010519491231002x")

    assert one == sealing.match_hash(" 11010519491231002X")
    assert len(one) == 64
    settings.MATCH_KEY = NEW_KEY
    assert sealing.match_hash("11010519491231002X") != one
    assert sealing.match_hash("") == ""


def test_token_depends_on_kind_text_and_key(settings):
    one = sealing.token("name", "覃")

    assert one == sealing.token("name", "覃")
    assert len({one, sealing.token("phone", "覃"), sealing.token("name", "李")}) == 3
    settings.MATCH_KEY = NEW_KEY
    assert sealing.token("name", "覃") != one


def test_sealed_fields_cannot_be_searched(db):
    with pytest.raises(FieldError):
        Patient.objects.filter(id_number__startswith="4503").exists()
    with pytest.raises(FieldError):
        Patient.objects.filter(name="覃测试").exists()


def test_database_holds_no_identity_in_clear(world):
    referral = make.draft(world)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p::text FROM referrals_patient p WHERE id = %s", [referral.patient.pk]
        )
        row = cursor.fetchone()[0]

    told = ["覃测试", make.ID_NUMBER, "13800001111", "覃家属", "13800002222", "1111"]
    assert [text for text in told if text in row] == []
    assert row.count("2:k1:") == 6


def test_token_is_the_beginning_of_the_standard_hash(settings):
    key = bytes.fromhex(settings.MATCH_KEY)
    digest = hmac.digest(key, "name\0覃".encode(), "sha256")

    assert sealing.token("name", "覃") == int.from_bytes(digest[:8], "big", signed=True)
