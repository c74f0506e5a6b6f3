import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.file_name import LONGEST, sanitised


@pytest.mark.parametrize(
    "name, shown",
    [
        ("病历 摘要.pdf", "病历 摘要.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\扫描\\头颅CT.PDF", "头颅CT.pdf"),
        ("photo.png.exe", "photo.png.pdf"),
        ("gpj.\u202efdp.exe", "gpj. fdp.pdf".replace(" ", "")),
        ("心电图📈.pdf", "心电图📈.pdf"),
        ('a"b;c\r\nSet-Cookie.pdf', "a b cSet-Cookie.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        ("甲" * 300 + ".pdf", "甲" * LONGEST + ".pdf"),
    ],
)
def test_names_are_made_harmless(name, shown):
    assert sanitised(name, "application/pdf") == shown


@given(st.text())
def test_no_name_has_a_path_or_a_control_sign(name):
    shown = sanitised(name, "image/png")

    assert shown.endswith(".png")
    assert not set(shown) & set('/\\\0\r\n"<>')
