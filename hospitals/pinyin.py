"""Pinyin for search: full spelling and every likely run of initials of a Chinese name; pure."""

import functools
import itertools

import pypinyin

# Names of places and surnames whose usual reading is not the first in the dictionary.
READINGS = {
    "单县": ("shan", "xian"),
    "六安": ("lu", "an"),
    "六合": ("lu", "he"),
    "六枝": ("liu", "zhi"),
    "长治": ("chang", "zhi"),
    "重庆": ("chong", "qing"),
    "百色": ("bai", "se"),
    "蔚县": ("yu", "xian"),
    "浚县": ("xun", "xian"),
    "乐平": ("le", "ping"),
    "平乐": ("ping", "le"),
    "乐业": ("le", "ye"),
    "长乐": ("chang", "le"),
    "曾": ("zeng",),
    "区": ("qu",),
    "仇": ("qiu",),
}
# Readings that people type for one character beside the dictionary's own.
MORE_READINGS = {
    "曾": ("zeng", "ceng"),
    "区": ("qu", "ou"),
    "单": ("dan", "shan"),
    "重": ("chong",),
}
LONGEST = max(map(len, READINGS))
RUNS = 8


def searchable(*names: str, limit: int = 400) -> str:
    """Full spellings, then runs of initials, separated by blanks and cut at a blank."""
    parts = [spelling(name) for name in names if name]
    for name in filter(None, names):
        parts += initials(name)
    text = " ".join(dict.fromkeys(parts))
    return text if len(text) <= limit else text[: limit + 1].rpartition(" ")[0]


def spelling(name: str) -> str:
    """The usual spelling without tones: 桂林 is guilin."""
    return "".join(sound for sounds in _usual(name) for sound in sounds).lower()


def spellings(name: str) -> list[str]:
    """Up to eight spellings, the usual one first: 区某 is qumou and oumou."""
    readings = [_sounds_of(character) for character in name if _is_word(character)]
    return _few(spelling(name), _runs(readings))


def initials(name: str) -> list[str]:
    """Up to eight runs of initials, the usual one first: 长治 is cz and zz."""
    usual = [_initial(sound) for sounds in _usual(name) for sound in sounds if sound]
    readings = [_initials_of(character) for character in name if _is_word(character)]
    return _few("".join(usual).lower(), _runs(readings))


def _few(first, others):
    return list(dict.fromkeys([first, *itertools.islice(others, RUNS)]))[:RUNS]


def _runs(readings):
    """One character read otherwise before two are: the second reading of a surname is not lost
    behind every combination of the characters that follow."""
    doubtful = [place for place, sounds in enumerate(readings) if len(sounds) > 1]
    for many in range(len(doubtful) + 1):
        for places in itertools.combinations(doubtful, many):
            others = [readings[place][1:] for place in places]
            for chosen in itertools.product(*others):
                read = dict(zip(places, chosen, strict=True))
                yield "".join(
                    read.get(at, sounds[0]) for at, sounds in enumerate(readings) if sounds
                )


def spelled_initials(name: str) -> str:
    """The usual run of initials alone, cheap enough for tens of thousands of names."""
    spelled = (sound for sounds in _usual(name) for sound in sounds if sound)
    return "".join(_initial(sound) for sound in spelled).lower()


def _initial(sound):
    """A run of digits stays whole: it has no spelling to shorten."""
    return sound if sound.isdigit() else sound[0]


def _is_word(character):
    return character.isalnum()


@functools.cache
def _initials_of(character):
    return tuple(dict.fromkeys(sound[0] for sound in _sounds_of(character)))


@functools.lru_cache(maxsize=20_000)
def _sounds_of(character):
    sounds = pypinyin.pinyin(character, style=pypinyin.Style.NORMAL, heteronym=True)[0]
    sounds = [*sounds[:3], *MORE_READINGS.get(character, ())]
    return tuple(dict.fromkeys(sound.lower() for sound in sounds if sound))


@functools.lru_cache(maxsize=8)
def _usual(name):
    """Known readings first, the dictionary of phrases for what lies between them; asked for
    several times in a row.
    """
    return tuple(_read(name))


def _read(name):
    rest, start = "", 0
    while start < len(name):
        known = _known_at(name, start)
        if known is None:
            rest += name[start]
            start += 1
            continue
        yield from _spelled(rest)
        yield READINGS[known]
        rest, start = "", start + len(known)
    yield from _spelled(rest)


def _known_at(name, start):
    pieces = (name[start : start + size] for size in range(LONGEST, 0, -1))
    return next((piece for piece in pieces if piece in READINGS), None)


def _spelled(text):
    words = "".join(character for character in text if _is_word(character))
    return [pypinyin.lazy_pinyin(words)] if words else []
