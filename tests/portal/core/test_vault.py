import hashlib
import os
import time

import pytest
from cryptography.exceptions import InvalidTag

from portal.core import vault

pytestmark = pytest.mark.django_db
CONTENT = "病历摘要".encode() * 50


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path / "vault"
    return settings.ATTACHMENT_ROOT


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_kept_comes_back_and_is_sealed_on_disk(folder):
    name = vault.put(CONTENT)
    vault.put(CONTENT)

    assert name == hashlib.sha256(CONTENT).hexdigest()
    assert vault.get(name) == CONTENT
    [path] = files(folder)
    assert "病历".encode() not in path.read_bytes()


def test_changed_or_renamed_file_does_not_open(folder):
    name = vault.put(CONTENT)
    [path] = files(folder)
    other = path.with_name(name[:-1] + ("0" if name[-1] != "0" else "1"))
    other.write_bytes(path.read_bytes())
    path.write_bytes(path.read_bytes()[:-1] + b"\0\0")

    for wrong in (name, other.name):
        with pytest.raises(InvalidTag):
            vault.get(wrong)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "0" * 63, "G" * 64, "0" * 64])
def test_names_that_were_never_given_find_nothing(name):
    with pytest.raises(FileNotFoundError):
        vault.get(name)


def test_sweep_removes_what_no_row_wants_after_an_hour(folder):
    wanted, _orphan, fresh = (vault.put(CONTENT + bytes([number])) for number in range(3))
    half = folder / wanted[:2] / ".new-half"
    half.write_bytes(b"half a file")
    long_ago = time.time() - vault.ABANDONED_AFTER - 1
    for path in files(folder):
        if path.name != fresh:
            os.utime(path, (long_ago, long_ago))

    assert vault.sweep(lambda name: name == wanted) == 2

    assert {path.name for path in files(folder)} == {wanted, fresh}
