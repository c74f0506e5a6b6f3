import os
import time

import pytest

from hospitals.readers import stash


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "incoming"


def test_kept_file_is_found_by_its_owner_only():
    token = stash.keep(b"rows", "me")

    assert stash.find(token, "me") == b"rows"
    assert stash.find(token, "you") is None


@pytest.mark.parametrize("token", ["", "../../etc/passwd", "0" * 64])
def test_other_tokens_find_nothing(token):
    assert stash.find(token, "me") is None


def test_file_is_gone_after_a_day(folder):
    old = stash.keep(b"old", "me")
    yesterday = time.time() - stash.KEPT_SECONDS - 1
    os.utime(folder / f"me-{old}", (yesterday, yesterday))

    stash.keep(b"new", "me")

    assert stash.find(old, "me") is None
