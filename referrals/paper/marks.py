"""What a machine or a doubtful reader checks on paper: the QR code and the verification code."""

import base64

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

SALT = "referrals.paper"
# Ten characters of base32 are 50 bits: nobody hits one of a known number by trying.
LENGTH = 10


def verification_code(number: str, version: int) -> str:
    """A code that only this portal can make, for one version of one referral: ABCDE-FGHIJ."""
    digest = salted_hmac(SALT, f"{number}:{version}", algorithm="sha256").digest()
    text = base64.b32encode(digest).decode()[:LENGTH]
    return f"{text[:5]}-{text[5:]}"


def version_of(number: str, code: str, newest: int) -> int | None:
    """The version whose paper carries this code; None when the code was never printed."""
    wanted = "".join(code.upper().split()).replace("-", "")
    for version in range(newest, 0, -1):
        if verification_code(number, version).replace("-", "") == wanted:
            return version
    return None


def target(referral) -> str:
    """What the QR code says: the referral's address, or its number where we know no address.

    Never more: who finds the paper in a corridor learns nothing by scanning it.
    """
    if not settings.PUBLIC_URL:
        return referral.number
    path = reverse("referrals:referral-detail", args=[referral.pk])
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def qr_code(text: str) -> str:
    """A picture of the text as a data: address, in black on white."""
    return segno.make(text, error="m", micro=False).svg_data_uri(
        scale=4, border=2, dark="#000", light="#fff", xmldecl=False
    )
