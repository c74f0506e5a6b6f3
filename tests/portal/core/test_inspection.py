import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import inspection
from portal.core.inspection import Blocked
from tests.factories import files


def fault(content):
    try:
        inspection.inspect(content)
    except Blocked as blocked:
        return str(blocked)
    return ""


@pytest.mark.parametrize(
    "content, kind",
    [
        (files.pdf(), "application/pdf"),
        (files.png(), "image/png"),
        (files.jpeg(), "image/jpeg"),
        (files.jpeg() + files.jpeg(), "image/jpeg"),
        (files.jpeg() + b"\0" * 9, "image/jpeg"),
        (files.pdf(b"1 0 obj <</OpenAction [3 0 R /Fit]>> endobj"), "application/pdf"),
        (files.pdf(files.packed_object(b"<</Type/Page>>")), "application/pdf"),
    ],
)
def test_sound_files_pass(content, kind):
    assert inspection.kind_of(content) == kind
    assert fault(content) == ""


HOSTILE = {
    "nothing": (b"", "unknown_type"),
    "drawing with script": (b"<svg onload=alert(1)>", "unknown_type"),
    "page": (b"<!doctype html><script>", "unknown_type"),
    "page before the mark": (b"<html>%PDF-1.7\n%%EOF", "unknown_type"),
    "archive": (b"PK\x03\x04", "unknown_type"),
    "program": (b"MZ\x90\0", "unknown_type"),
    "script": (files.pdf(b"1 0 obj <</S/JavaScript/JS(app.alert(1))>> endobj"), "active_content"),
    "escaped script": (files.pdf(b"<</S/J#61vaScript>>"), "active_content"),
    "packed script": (files.pdf(files.packed_object(b"<</S/JavaScript>>")), "active_content"),
    "launch": (files.pdf(b"<</S/Launch/F(cmd.exe)>>"), "active_content"),
    "file inside": (files.pdf(b"<</Type/EmbeddedFile>>"), "active_content"),
    "form of scripts": (files.pdf(b"<</XFA 4 0 R>>"), "active_content"),
    "action on opening": (files.pdf(b"<</OpenAction <</S/URI>> >>"), "active_content"),
    "locked": (files.pdf(b"trailer <</Encrypt 5 0 R>>"), "encrypted"),
    "archive behind it": (files.pdf(end=b"\nPK\x03\x04"), "broken"),
    "no end": (b"%PDF-1.7\n1 0 obj", "broken"),
    "odd filter": (
        files.pdf(b"2 0 obj <</Type/ObjStm/Filter/LZWDecode>> stream\nabc\nendstream"),
        "unknown_filter",
    ),
    "bomb": (files.pdf(files.packed_object(b"0" * (inspection.MOST_UNPACKED + 9))), "too_large"),
    "huge picture": (files.png(60_000, 60_000), "too_large"),
    "picture without size": (files.png(0, 9), "broken"),
    "cut picture": (files.png()[:-5], "broken"),
    "picture with page": (files.png() + b"<script>", "trailing_data"),
    "wrong sum": (files.png()[:30] + b"\xff" + files.png()[31:], "broken"),
    "huge photograph": (files.jpeg(65_000, 65_000), "too_large"),
    "photograph with page": (files.jpeg() + b"<script>", "trailing_data"),
    "cut photograph": (files.jpeg()[:-2], "broken"),
    "photograph without frame": (b"\xff\xd8\xff\xda\x00\x02\xff\xd9", "broken"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_blocked(name):
    content, reason = HOSTILE[name]

    assert fault(content) == reason


@given(
    st.sampled_from([files.pdf(), files.png(), files.jpeg()]), st.binary(max_size=200), st.data()
)
def test_no_bytes_break_the_inspection(sound, noise, data):
    at = data.draw(st.integers(3, len(sound)))

    assert isinstance(fault(sound[:at] + noise + sound[at:]), str)
