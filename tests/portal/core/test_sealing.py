import pytest
from cryptography.exceptions import InvalidTag
from django.core.exceptions import FieldError

from portal.core import sealing
from referrals.models import Patient


def test_seal_opens_again_and_never_looks_the_same():
    first, second = sealing.seal("450305"), sealing.seal("450305")

    assert first != second
    assert [sealing.unseal(first), sealing.unseal(second)] == ["450305", "450305"]
    assert [sealing.seal(""), sealing.unseal("")] == ["", ""]


def test_other_key_opens_nothing(settings):
    sealed = sealing.seal("450305")
    settings.SEAL_KEY = "11" * 32

    with pytest.raises(InvalidTag):
        sealing.unseal(sealed)


def test_hash_ignores_case_and_gives_nothing_back(settings):
    one = sealing.match_hash("11010519491231002x")

    assert one == sealing.match_hash(" 11010519491231002X")
    assert len(one) == 64
    settings.MATCH_KEY = "11" * 32
    assert sealing.match_hash("11010519491231002X") != one
    assert sealing.match_hash("") == ""


def test_sealed_fields_cannot_be_searched(db):
    with pytest.raises(FieldError):
        Patient.objects.filter(id_number__startswith="4503").exists()
