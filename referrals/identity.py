"""Resident identity numbers (GB 11643): check digit, birth date and sex.

The county in the number is not checked against the year: people born in a county that has since
been merged keep their number.
"""

import datetime as dt
from dataclasses import dataclass

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"


@dataclass(frozen=True)
class Resident:
    """What an identity number says. sex: "1" male, "2" female (GB/T 2261.1)."""

    number: str
    birth_date: dt.date
    sex: str


def read(text: str, *, today: dt.date) -> Resident | None:
    """Read an 18-character number; spaces are ignored. None when it cannot be one."""
    number = "".join(text.split()).upper()
    if len(number) != 18 or not number[:17].isascii() or not number[:17].isdigit():
        return None
    if number[17] != check_digit(number[:17]):
        return None
    try:
        born = dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    if not dt.date(1850, 1, 1) <= born <= today:
        return None
    return Resident(number, born, "1" if int(number[16]) % 2 else "2")


def check_digit(first17: str) -> str:
    """Σ digit × weight, modulo 11, through the table of GB 11643."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True))
    return CHECK_DIGITS[total % 11]
