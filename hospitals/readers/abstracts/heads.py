"""Two headers that changed places: each column holds what the other should."""

import re
from collections.abc import Mapping, Sequence

from hospitals.readers.abstracts.source import Source
from hospitals.readers.crossed import crossed

SAMPLE = 2000
PATTERNS = {
    "org_code": r"[0-9A-Z]{9}|[0-9A-Z]{18}|[0-9A-Z]{22}",
    "stay_no": r"\d{1,3}",
    "person_key": r"[0-9a-fA-F]{64}",
    "sex": r"[0129男女]",
    "age_years": r"\d{1,3}",
    "residence_code": r"\d{6}",
    "residence_text": r".*[省市区县旗州].*",
    "admission_route": r"[1239]",
    "admit_date": r"\d{4}[-/年].*|[2-6]\d{4}|\d{8}",
    "discharge_date": r"\d{4}[-/年].*|[2-6]\d{4}|\d{8}",
    "los_days": r"\d{1,4}",
    "dept_out": r".*[^\d.].*",
    "dx_main": r"[A-Za-z]\d{2}.*",
    "op_main": r"\d{2}\.\d.*",
    "discharge_mode": r"[1-59]",
    "total_cost": r"[\d,]+\.\d+|\d{3,}",
    "drg_code": r"[A-Z]{2}\w{1,3}",
}


SEPARATORS = "|;,、；，"


def separator(connection, source: Source, mapping: Mapping[str, Sequence[int]]) -> str:
    """What stands between the codes of one cell of other diagnoses."""
    places = mapping.get("dx_other", ())
    if len(places) != 1:
        return SEPARATORS[0]
    query = f"SELECT coalesce(c{places[0]}, '') FROM {source.relation} LIMIT {SAMPLE}"
    text = "".join(cell for (cell,) in connection.execute(query).fetchall())
    return max(SEPARATORS, key=text.count)


def swapped(connection, source: Source, mapping: Mapping[str, Sequence[int]]) -> tuple | None:
    """The first such pair among the first rows of the file."""
    named = [(name, places[0]) for name, places in mapping.items() if name in PATTERNS]
    texts = ", ".join(f"trim(c{at})" for _name, at in named)
    rows = connection.execute(f"SELECT {texts} FROM {source.relation} LIMIT {SAMPLE}").fetchall()
    columns = {
        name: [row[at] for row in rows if row[at]] for at, (name, _place) in enumerate(named)
    }
    tests = {name: re.compile(pattern).fullmatch for name, pattern in PATTERNS.items()}
    passes = {name: lambda text, test=test: bool(test(text)) for name, test in tests.items()}
    return crossed(columns, passes)
