"""The chapters of ICD-10: whether two diagnoses are of the same kind."""

# First code of each chapter; a code belongs to the last chapter that begins at or before it.
BEGINS = (
    "A00",
    "C00",
    "D50",
    "E00",
    "F00",
    "G00",
    "H00",
    "H60",
    "I00",
    "J00",
    "K00",
    "L00",
    "M00",
    "N00",
    "O00",
    "P00",
    "Q00",
    "R00",
    "S00",
    "U00",
    "V01",
    "Z00",
)
LENGTH = 3


def chapter(code: str) -> str:
    """The first code of the chapter that a code belongs to; empty for no code."""
    short = code.strip().upper()[:LENGTH]
    if len(short) < LENGTH or not short[0].isalpha():
        return ""
    return max(first for first in BEGINS if first <= short)


def same(one: str, other: str) -> bool:
    """Both are known and lie in one chapter."""
    return bool(chapter(one)) and chapter(one) == chapter(other)
