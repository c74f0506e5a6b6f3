"""What one code of a file stands for. Each distinct code is judged once, however often it comes.

An answer is the value that is kept, and the rule that the code breaks or bends ("" when none).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from hospitals import chapters
from hospitals.abstracts.schema import INTERVENTION, OPERATION, UNKNOWN_RESIDENCE
from hospitals.org_codes import fault, narrow

TOTALS = re.compile(r"合计|总计|小计|totale?|\(空\)|（空）", re.IGNORECASE)
# A00, A00.0, A00.000, A00.000x001, A17.000x005+G01* …
DIAGNOSIS = re.compile(
    r"[A-Z]\d{2}(\.[\dx]{1,4}(x\d{1,4})?)?([+*†]([A-Z]\d{2}(\.[\dx]{1,4})?)?\*?)?"
)
PROCEDURE = re.compile(r"\d{2}(\.[\dxA-Z]{1,6}(x\d{1,4})?)?")
DRG = re.compile(r"[A-Z][A-Z0-9]{1,5}")
VERSION = re.compile(r"[\w.（）()\-]{1,32}")
# A ward's name ends like one; a person's does not.
DEPARTMENT = re.compile(r"[\w·（）()、/\-]{1,24}")
LIKE_A_DEPARTMENT = re.compile(
    r"([科室区房组部]|中心|门诊|病区|病房|ICU|CCU)([一二三四五六七八九十\d]{0,2}[区组]?)?$"
)
CODED_DEPARTMENT = re.compile(r"[A-Z]?\d{2,4}(\.\d{2}){0,3}")
LONG_NUMBER = re.compile(r"\d{6}")


class Org(NamedTuple):
    hospital: str | None
    rule: str


class Residence(NamedTuple):
    told: int
    county: int
    province: str
    rule: str


class Diagnosis(NamedTuple):
    code: str | None
    chapter: int
    only_sex: int | None
    rule: str


class Procedure(NamedTuple):
    code: str | None
    kind: int | None
    level: int | None
    is_minimally_invasive: bool | None
    rule: str


class Place(NamedTuple):
    """A division of today; level: county, city or province."""

    code: str
    level: str
    province: str


@dataclass
class Tables:
    """What codes are held against; an empty table of diagnoses, procedures or DRGs checks nothing.

    places: every code that a division ever had → what it is today.
    """

    hospitals: Mapping[str, str] = field(default_factory=dict)
    senders: frozenset[str] | None = None
    places: Mapping[str, Place] = field(default_factory=dict)
    diagnoses: frozenset[str] = frozenset()
    procedures: Mapping[str, tuple] = field(default_factory=dict)
    drgs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    departments: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    # The hospital of rows without a code, where a hospital sends its own.
    sole: str | None = None


def organisation(text: str | None, tables: Tables) -> Org:
    """The hospital of a code of 18, 9 or 22 characters: they share the nine of the organisation."""
    code = narrow(text or "").upper()
    if not code:
        return Org(tables.sole, "" if tables.sole else "org_missing")
    found = tables.hospitals.get(code)
    if found is None and fault(code):
        return Org(None, "org_malformed")
    found = found or tables.hospitals.get(core(code))
    if found is None:
        return Org(None, "org_unknown")
    if tables.senders is not None and found not in tables.senders:
        return Org(found, "org_other")
    return Org(found, "")


def core(code: str) -> str:
    """The nine characters of the organisation inside a longer code."""
    return code[8:17] if len(code) == 18 else code[:9]


def residence(text: str | None, tables: Tables) -> Residence:
    """Today's division; a retired code stays beside it, an unknown one counts as unknown."""
    code = narrow(text or "")
    told = int(code) if re.fullmatch(r"\d{6}", code) else UNKNOWN_RESIDENCE
    place = tables.places.get(code)
    if place is None:
        return Residence(told, UNKNOWN_RESIDENCE, "", "residence_unknown")
    county = int(place.code)
    if place.level != "county":
        return Residence(told, county, place.province, "residence_wide")
    rule = "" if place.code == code else "residence_retired"
    return Residence(told, county, place.province, rule)


def diagnosis(text: str | None, tables: Tables, *, is_main: bool = True) -> Diagnosis:
    """The code as the table writes it: full-width, lower case and a lost dot are repaired."""
    name = "dx" if is_main else "dx_other"
    if not text:
        return Diagnosis(None, 0, None, "dx_missing" if is_main else "")
    code = _known(text, tables.diagnoses, _diagnosis_spellings)
    if code is None or not DIAGNOSIS.fullmatch(code):
        return Diagnosis(None, 0, None, f"{name}_malformed")
    if is_main and code[0] in "VWXY":
        return Diagnosis(None, 0, None, "dx_external")
    rule = "" if code == text or not is_main else "dx_repaired"
    if tables.diagnoses and not _has(tables.diagnoses, code):
        rule = f"{name}_unmapped"
    return Diagnosis(code, chapters.number(code), only_sex(code), rule)


def only_sex(code: str) -> int | None:
    """1 for diagnoses of men only, 2 of women only."""
    short = code[:3]
    if "C60" <= short <= "C63" or "N40" <= short <= "N51" or short == "D29":
        return 1
    female = (("C51", "C58"), ("D25", "D28"), ("N70", "N98"), ("O00", "O99"))
    return 2 if any(first <= short <= last for first, last in female) else None


def procedure(text: str | None, tables: Tables) -> Procedure:
    """The code with kind, level and whether it is minimally invasive, by the table alone."""
    if not text:
        return Procedure(None, None, None, None, "")
    code = _known(text, tables.procedures, _procedure_spellings)
    if code is None or not PROCEDURE.fullmatch(code):
        return Procedure(None, None, None, None, "op_malformed")
    if code in tables.procedures:
        rule = "" if code == text else "op_repaired"
        return Procedure(code, *tables.procedures[code], rule)
    return Procedure(code, None, None, None, "op_unmapped" if tables.procedures else "")


def needs_level(kind: int | None) -> bool:
    return kind in (OPERATION, INTERVENTION)


def drg(text: str | None, version: str | None, tables: Tables) -> tuple[str | None, str]:
    """(code, rule); versions are never mixed, so a code is looked up in its own."""
    if not text or not version:
        return None, ""
    code = narrow(text).upper()
    if not DRG.fullmatch(code) or LONG_NUMBER.search(code):
        return None, "drg_malformed"
    known = tables.drgs.get(version)
    if known is None:
        unknown = bool(tables.drgs) or not is_version(version)
        return None if unknown else code, "drg_version_unknown" if unknown else ""
    return code, "" if code in known else "drg_unmapped"


def is_version(text: str) -> bool:
    return bool(VERSION.fullmatch(text)) and not LONG_NUMBER.search(text)


def department(text: str | None, tables: Tables) -> tuple[str | None, str]:
    """(name, rule). What is no department by its name is not kept: it might be anything."""
    if not text:
        return None, ""
    name = narrow(text)
    if name in tables.departments or CODED_DEPARTMENT.fullmatch(name):
        return name, ""
    looks_right = DEPARTMENT.fullmatch(name) and LIKE_A_DEPARTMENT.search(name)
    kept = name if looks_right and not LONG_NUMBER.search(name) else None
    # Where no department is known at all there is nothing to compare with.
    return kept, "" if kept and not tables.departments else "dept_unknown"


def destination(text: str | None, tables: Tables) -> tuple[str | None, str]:
    """(hospital, rule): by its name, a former name, its short name or its plate."""
    if not text:
        return None, ""
    found = tables.names.get(narrow(text))
    return found, "" if found else "dest_unknown"


def _known(text, table, spellings):
    """The first spelling that the table has, else the first that looks like a code."""
    found = list(spellings(text))
    return next((code for code in found if code in table), found[-1] if found else None)


def _diagnosis_spellings(text):
    code = narrow(text).upper()
    # The extension of Chinese editions is a small x.
    code = re.sub(r"(?<=[\d.])X(?=\d)", "x", code)
    yield text
    yield code
    if "." not in code and len(code) > 3:
        yield f"{code[:3]}.{code[3:]}"


def _procedure_spellings(text):
    code = narrow(text).replace("X", "x")
    yield text
    yield code
    if "." not in code and len(code) > 2:
        yield f"{code[:2]}.{code[2:]}"


def _has(table, code):
    """The code itself, or a category of which the table has subdivisions."""
    return code in table or f"{code}00" in table or f"{code}.x00" in table
