"""The chapters of ICD-10: which one a diagnosis lies in, and whether two are of the same kind."""

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
# The chapters are numbered as they were added: the codes for special purposes came last.
NUMBERS = {first: at for at, first in enumerate(BEGINS, 1)} | {"V01": 20, "Z00": 21, "U00": 22}


def chapter(code: str) -> str:
    """The first code of the chapter that a code belongs to; empty for no code."""
    short = code.strip().upper()[:LENGTH]
    if len(short) < LENGTH or not short[0].isalpha():
        return ""
    return max(first for first in BEGINS if first <= short)


def number(code: str) -> int:
    """The number of the chapter, 1 to 22; 0 for what is no code."""
    return NUMBERS.get(chapter(code), 0)


def same(one: str, other: str) -> bool:
    """Both are known and lie in one chapter."""
    return bool(chapter(one)) and chapter(one) == chapter(other)
