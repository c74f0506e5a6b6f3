"""The SQL that turns the text of a row into numbers, days and hashes, and marks what is wrong.

Everything is text at first. A cell is taken fast where it is written as we write it ourselves, and
by a pattern otherwise; what fits neither is null, and a rule says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hospitals.readers.abstracts.rules import ROW_RULES

WHOLE = "'\\s*0*\\d{1,9}(\\.0+)?\\s*'"
DAY = "'\\d{4}[-/.年]\\d{1,2}[-/.月]\\d{1,2}日?([ T]+\\d{1,2}(:\\d{1,2}){0,2}(\\.\\d+)?)?'"
ID_NUMBER = "'[1-9]\\d{5}(18|19|20)\\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx]'"
# A code is kept as text until it is judged, once for all its rows.
TEXTS = ("org_code", "residence_code", "residence_postcode", "dept_in", "dept_out", "dx_main")
TEXTS += ("op_main", "dest_org_name", "drg_code", "drg_version")

# What only the rules look at is not kept.
PASSING = ("today", "has_record", "record_length", "record_is_id", "stay_no", "person_malformed")
PASSING += ("has_age_days", "birth_date", "is_other_month", "los_told", "has_op_level")
PASSING += ("has_readmit_plan", "has_rw")


def whole(text: str) -> str:
    return (
        f"CASE WHEN TRY_CAST({text} AS INTEGER)::VARCHAR = {text} THEN TRY_CAST({text} AS INTEGER) "
        f"WHEN regexp_full_match({text}, {WHOLE}) THEN TRY_CAST({text} AS DOUBLE)::INTEGER END"
    )


def one_of(text: str, allowed: Sequence[int], words: Mapping[str, int] | None = None) -> str:
    """A number of a closed list, or the word for it; anything else is null."""
    known = {str(number): number for number in allowed} | dict(words or {})
    cases = " ".join(f"WHEN '{name}' THEN {number}" for name, number in known.items())
    return f"(CASE {text} {cases} END)::UTINYINT"


def day(text: str) -> str:
    """A day in one of the usual spellings, or the number that a spreadsheet counts it by."""
    plain = f"regexp_replace(regexp_extract({text}, '^[^ T]+'), '[/.年月]', '-', 'g')"
    return (
        f"CASE WHEN TRY_CAST({text} AS DATE)::VARCHAR = {text} THEN TRY_CAST({text} AS DATE) "
        f"WHEN regexp_full_match({text}, {DAY}) THEN TRY_CAST(replace({plain}, '日', '') AS DATE) "
        f"WHEN regexp_full_match({text}, '\\d{{8}}') THEN try_strptime({text}, '%Y%m%d')::DATE "
        f"WHEN regexp_full_match({text}, '[2-6]\\d{{4}}(\\.\\d+)?') "
        f"THEN DATE '1899-12-30' + floor({text}::DOUBLE)::INTEGER END"
    )


def number(text: str, kind: str) -> str:
    """A decimal; thousands may be set apart, powers of ten may not."""
    return (
        f"CASE WHEN regexp_matches({text}, '[^0-9.\\-]') "
        f"THEN TRY_CAST(regexp_extract(replace({text}, ',', ''), '^-?[0-9.]+$') AS {kind}) "
        f"ELSE TRY_CAST({text} AS {kind}) END"
    )


def hashed(parts: Sequence[str], key: str) -> str:
    """64 bits of a keyed hash: nobody without the key can try record numbers one by one."""
    text = ", '|', ".join(parts)
    return f"('0x' || left(sha256(concat('{key}', {text})), 16))::UBIGINT"


@dataclass(frozen=True)
class Terms:
    """What is the same for all rows. month: the only one allowed; sender: for rows without code.

    key: 16 bytes in hex that hashes are keyed with; days as 2026-01-31; separator: between the
    codes of one cell.
    """

    key: str
    today: str
    month: str = ""
    sender: str = ""
    separator: str = "|"


def _is_total(text):
    """合计, 总计, 小计, Totale, (空): a sum among the rows. Plain searches: each row is asked.

    Texts of as many bytes as characters, nearly all of them, are not searched for Chinese.
    """
    parts = (f"contains({text}, '{part}')" for part in ("计", "(空)", "（空）"))
    chinese = f"CASE WHEN strlen({text}) <> length({text}) THEN {' OR '.join(parts)} END"
    return f"coalesce(contains({text}, 'otal') OR {chinese}, false)"


class Cells:
    """The query for the rows of one source. mapping: column → places in the header."""

    def __init__(self, mapping: Mapping[str, Sequence[int]], terms: Terms):
        self.mapping, self.terms = mapping, terms
        self.today, self.month = terms.today, terms.month

    def text(self, column: str) -> str:
        places = self.mapping.get(column)
        return f"t_{column}" if places else "NULL::VARCHAR"

    def query(self, relation: str) -> str:
        """Typed columns, then flags: bit i is set where the row breaks ROW_RULES[i].

        Most rows break none of them: the bits are made for the others only.
        """
        asked = [(at, rule.sql) for at, rule in enumerate(ROW_RULES) if rule.code != "totals"]
        any_broken = " OR ".join(f"({sql})" for _at, sql in asked)
        bits = " | ".join(f"(coalesce({sql}, false)::BIGINT << {at})" for at, sql in asked)
        return (
            f"WITH told AS (SELECT {self._told()} FROM {relation}), "
            f"typed AS (SELECT {self._typed()} FROM told) "
            f"SELECT * EXCLUDE ({', '.join(PASSING)}), "
            f"CASE WHEN is_total THEN 0 WHEN {any_broken} THEN {bits} ELSE 0 END::BIGINT AS flags "
            "FROM typed"
        )

    def _told(self):
        """The text of each column that the file has; an empty cell is null."""
        found = []
        for column, places in self.mapping.items():
            cells = [f"c{at}" for at in places]
            if column == "dx_other":
                text = self._list(cells)
            elif column == "residence_text":
                text = f"nullif(concat({', '.join(f'trim({cell})' for cell in cells)}), '')"
            else:
                text = cells[0] if len(cells) == 1 else f"coalesce({', '.join(cells)})"
            found.append(f"{text} AS t_{column}")
        return ", ".join(found)

    def _list(self, cells):
        """Other diagnoses: one cell with several codes, or several cells with one each."""
        parts = f"[{', '.join(cells)}]"
        if len(cells) == 1:
            parts = f"string_split(coalesce({cells[0]}, ''), '{self.terms.separator}')"
        return f"list_filter({parts}, lambda x: x <> '')"

    def _typed(self):
        columns = {name: self.text(name) for name in TEXTS}
        columns |= self._keys() | self._person() | self._stay()
        return ", ".join(f"{sql} AS {name}" for name, sql in columns.items())

    def _keys(self):
        org, record, stay = (self.text(name) for name in ("org_code", "record_no", "stay_no"))
        person = self.text("person_key")
        return {
            "is_total": f"{_is_total(org)} OR {_is_total(record)}",
            "has_record": f"{record} IS NOT NULL",
            "record_length": f"length({record})",
            "record_is_id": f"CASE WHEN length({record}) = 18 "
            f"THEN regexp_full_match({record}, {ID_NUMBER}) END",
            "stay_no": whole(stay),
            "stay_key": hashed([self._org(org), record, "stay_no::VARCHAR"], self.terms.key),
            "person_key": f"CASE WHEN length({person}) = 64 "
            f"THEN TRY_CAST('0x' || left({person}, 16) AS UBIGINT) END",
            "person_malformed": f"{person} IS NOT NULL AND person_key IS NULL",
            # A hash may hold such a row of digits by chance.
            "person_is_id": f"CASE WHEN person_malformed "
            f"THEN regexp_matches({person}, {ID_NUMBER}) END",
        }

    def _org(self, org):
        """The nine characters that all spellings of one organisation's code share."""
        if "org_code" not in self.mapping:
            return f"'{self.terms.sender}'"
        return f"upper(CASE length({org}) WHEN 18 THEN substr({org}, 9, 9) ELSE left({org}, 9) END)"

    def _person(self):
        days = self.text("age_days")
        return {
            "sex": one_of(
                self.text("sex"), (0, 1, 2, 9), {"男": 1, "女": 2, "未知": 0, "未说明": 9}
            ),
            "age_years": whole(self.text("age_years")),
            "has_age_days": f"{days} IS NOT NULL",
            "age_days": whole(days),
            "birth_date": day(self.text("birth_date")),
            "residence_text": f"left({self.text('residence_text')}, 60)",
        }

    def _stay(self):
        admitted, left = day(self.text("admit_date")), day(self.text("discharge_date"))
        plan, level, weight = (self.text(name) for name in ("readmit_plan", "op_level", "rw"))
        other = f"discharge_date NOT BETWEEN DATE '{self.month}' AND last_day(DATE '{self.month}')"
        return {
            "today": f"DATE '{self.today}'",
            "admission_route": one_of(self.text("admission_route"), (1, 2, 3, 9)),
            "admit_date": admitted,
            "discharge_date": left,
            "is_other_month": other if self.month else "false",
            "los_told": whole(self.text("los_days")),
            "los_days": "greatest(1, discharge_date - admit_date)",
            "dx_other": "t_dx_other" if "dx_other" in self.mapping else "[]::VARCHAR[]",
            "has_op_level": f"{level} IS NOT NULL",
            "op_level": one_of(level, (1, 2, 3, 4), {"一级": 1, "二级": 2, "三级": 3, "四级": 4}),
            "mode": one_of(self.text("discharge_mode"), (1, 2, 3, 4, 5, 9)),
            "has_readmit_plan": f"{plan} IS NOT NULL",
            "readmit_plan": one_of(plan, (1, 2), {"无": 1, "有": 2}),
            "cost": number(self.text("total_cost"), "DECIMAL(14,2)"),
            "has_rw": f"{weight} IS NOT NULL",
            "rw": number(weight, "DECIMAL(10,4)"),
        }
