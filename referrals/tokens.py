"""What a referral is found by, as keyed hashes, so that no name stands in an index.

A name is found by the characters or the letters that it begins with, a telephone by its last four
digits, a diagnosis by pieces of its characters or letters. docs/adr/0015 says what this gives away.
"""

import functools
import re
import unicodedata
from dataclasses import dataclass

from django.conf import settings

from hospitals import pinyin
from portal.core.sealing import token

LONGEST_NAME = 12
LONGEST_SPELLING = 20
PHONE_TAIL = 4
# How long the pieces of a diagnosis are: its characters, its initials, its spelling, its code.
CHARACTERS, INITIALS, LETTERS = (1, 2), (2, 3), (4, 4)
SHORTEST_CODE = 3
NOT_A_WORD = re.compile(r"[\W_]+")
CODE = re.compile(r"[a-z]\d\d[\dx.+*]*")
LATIN = re.compile(r"[a-z]+")
# What may stand in an address. Identity and telephone numbers are longer than its parts.
NUMBER = re.compile(r"R?-?(?:20\d\d(?:-\d{0,8})?|\d{1,7})", re.ASCII)
DIGITS = re.compile(r"\d{4}", re.ASCII)


@dataclass(frozen=True)
class Wanted:
    """What a text may mean: a list of tokens of which a row must have all. None: not meant.

    number: a part of the referral's own number, which has an index of its own. person: for those
    who may see the identity in full. row: alternatives for everybody who sees the row.
    """

    person: tuple[int, ...] | None = None
    number: str = ""
    row: tuple[tuple[int, ...], ...] = ()


def of_person(name: str, *phones: str) -> set[int]:
    """Every beginning of the name in characters, initials and spellings; tails of telephones."""
    plain = _plain(name)[:LONGEST_NAME]
    letters = {
        run[:LONGEST_SPELLING] for run in (*pinyin.initials(plain), *pinyin.spellings(plain))
    }
    found = {token("name", start) for start in _beginnings(plain)}
    found |= {token("letters", start) for run in letters for start in _beginnings(run)}
    return found | {token("phone", tail) for tail in map(_tail, phones) if tail}


def of_diagnosis(text: str, code: str = "") -> frozenset[int]:
    """Pieces of its characters, initials and usual spelling; beginnings of its code."""
    return _of_diagnosis(text, code, settings.MATCH_KEY)


@functools.lru_cache(maxsize=2000)
def _of_diagnosis(text, code, _key):
    """The same few diagnoses come again and again, and name nobody."""
    plain, short = _plain(text), code.lower()
    pieces = {("diagnosis", piece) for piece in _pieces(plain, CHARACTERS)}
    for run in pinyin.initials(plain) if plain else ():
        pieces |= {("initials", piece) for piece in _pieces(run, INITIALS)}
    pieces |= {("spelling", piece) for piece in _pieces(pinyin.spelling(plain), LETTERS)}
    pieces |= {("code", start) for start in _beginnings(short)[SHORTEST_CODE - 1 :]}
    return frozenset(token(kind, piece) for kind, piece in pieces)


def of_number(number: str) -> set[int]:
    """Four digits in a row of what the year is followed by."""
    running = number.rpartition("-")[2]
    return {token("number", piece) for piece in _pieces(running, (PHONE_TAIL, PHONE_TAIL))}


def wanted(text: str) -> Wanted:
    """Read what somebody typed into a search box."""
    typed = unicodedata.normalize("NFKC", text).strip().lower()
    if is_number(typed):
        if not DIGITS.fullmatch(typed):
            return Wanted(number=typed.upper())
        # Two tables in one "or" would be read row by row, so these pieces stand among the tokens.
        return Wanted(person=(token("phone", typed),), row=((token("number", typed),),))
    if CODE.fullmatch(typed):
        return Wanted(row=((token("code", typed),),))
    plain = _plain(typed)
    if not plain or plain.isdigit():
        return Wanted()
    if LATIN.fullmatch(plain):
        whole = token("letters", plain[:LONGEST_SPELLING])
        chains = _chain("initials", plain, INITIALS), _chain("spelling", plain, LETTERS)
        return Wanted(person=(whole,), row=tuple(filter(None, chains)))
    whole = token("name", plain[:LONGEST_NAME])
    return Wanted(person=(whole,), row=(_chain("diagnosis", plain, CHARACTERS),))


def is_number(text: str) -> bool:
    """Whether the text can be a referral's number or a part of it."""
    return bool(NUMBER.fullmatch(text.strip().upper()))


def is_identity(text: str) -> bool:
    """Whether the text may name a person, so that it must never stand in an address."""
    return not is_number(text) or bool(DIGITS.fullmatch(text.strip()))


def _plain(text):
    """Characters and digits only, in small letters and ordinary width."""
    return NOT_A_WORD.sub("", unicodedata.normalize("NFKC", text)).lower()


def _tail(phone):
    digits = re.sub(r"\D", "", phone)
    return digits[-PHONE_TAIL:] if len(digits) >= PHONE_TAIL else ""


def _beginnings(text):
    return [text[:end] for end in range(1, len(text) + 1)]


def _pieces(text, sizes):
    shortest, longest = sizes
    return {
        text[start : start + size]
        for size in range(shortest, longest + 1)
        for start in range(len(text) - size + 1)
    }


def _chain(kind, text, sizes):
    """The pieces that a row must have all of; none when the text is too short to be asked for."""
    shortest, longest = sizes
    if len(text) < shortest:
        return ()
    size = min(len(text), longest)
    return tuple(sorted(token(kind, piece) for piece in _pieces(text, (size, size))))
