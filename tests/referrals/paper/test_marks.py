import base64
from types import SimpleNamespace
from urllib.parse import unquote

import segno

from referrals.paper import marks

PK = "0193f3a0-0000-7000-8000-000000000001"


def test_code_belongs_to_one_version_of_one_referral():
    code = marks.verification_code("R-2026-000001", 3)

    assert [len(half) for half in code.split("-")] == [5, 5]
    assert marks.version_of("R-2026-000001", code, newest=7) == 3
    assert marks.version_of("R-2026-000001", f" {code.lower()} ", newest=7) == 3
    assert marks.version_of("R-2026-000001", code, newest=2) is None
    assert marks.version_of("R-2026-000002", code, newest=7) is None


def test_code_cannot_be_made_without_the_key(settings):
    code = marks.verification_code("R-2026-000001", 3)
    settings.SECRET_KEY = "another-key" * 6

    assert marks.verification_code("R-2026-000001", 3) != code


def test_qr_code_leads_to_the_referral_or_names_it(settings):
    referral = SimpleNamespace(pk=PK, number="R-2026-000001")
    settings.PUBLIC_URL = ""
    assert marks.target(referral) == "R-2026-000001"

    settings.PUBLIC_URL = "https://portal.invalid/"
    assert marks.target(referral) == f"https://portal.invalid/referrals/{PK}/"


def test_picture_is_the_text_and_nothing_else():
    picture = unquote(marks.qr_code("R-2026-000001"))

    drawn = segno.make("R-2026-000001", error="m", micro=False)
    assert picture.startswith("data:image/svg+xml")
    assert drawn.svg_inline(scale=4, border=2, dark="#000", light="#fff") in _inline(picture)


def _inline(picture):
    head, _, body = picture.partition(",")
    text = base64.b64decode(body).decode() if head.endswith("base64") else body
    return text.replace("'", '"').replace(' xmlns="http://www.w3.org/2000/svg"', "")
