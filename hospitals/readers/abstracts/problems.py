"""What is wrong with which cell: all are counted by rule, and the first of each are written down.

Values are shown where they are codes and numbers. Record numbers, addresses, birthdays and what
should be the hash of a person never are.
"""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from hospitals.readers.abstracts.rules import RULES, Rule

MOST_LINES = 10_000
MOST_UNEVEN = 1000
REJECTED = "SELECT DISTINCT line FROM reject_errors"
UNSHOWN = {"record_no", "person_key", "residence_text", "birth_date"}
LONGEST = 60


class Problems:
    """The problems of one reading."""

    def __init__(self, connection, relation: str, mapping: Mapping[str, Sequence[int]]):
        self.connection, self.relation, self.mapping = connection, relation, mapping
        self.counts: dict[str, int] = {}
        self.cells: list[tuple[int, str, str]] = []

    @property
    def has_errors(self) -> bool:
        return any(not RULES[rule].is_warning for rule in self.counts)

    def found(self, rule: str, column: str, query: str) -> None:
        """The lines that a query gives break a rule about a column."""
        count = self.connection.execute(f"SELECT count(*) FROM ({query})").fetchone()[0]
        if count:
            self.counts[rule] = self.counts.get(rule, 0) + count
            lines = f"SELECT * FROM ({query}) ORDER BY 1 LIMIT {MOST_LINES}"
            for line, *_rest in self.connection.execute(lines).fetchall():
                self.cells.append((line, column, rule))

    def flagged(self, rules: Sequence[Rule]) -> None:
        """Rules of one row: bit i of flags."""
        (bits,) = self.connection.execute("SELECT coalesce(bit_or(flags), 0) FROM stays").fetchone()
        for at, rule in enumerate(rules):
            if bits >> at & 1:
                query = f"SELECT line FROM stays WHERE flags >> {at} & 1 = 1"
                self.found(rule.code, rule.column, query)
        query = "SELECT rowid + 2 AS line FROM parsed WHERE is_total"
        self.found("totals", "org_code", query)

    def judged(self, sources: Sequence[tuple[str, str, str]]) -> None:
        """Rules about codes, from the tables of what each code stands for."""
        for table, column, shown in sources:
            rules = self.connection.execute(
                f"SELECT DISTINCT rule FROM d_{table} WHERE rule <> ''"
            ).fetchall()
            for (rule,) in sorted(rules):
                query = (
                    f"SELECT line FROM stays JOIN d_{table} AS judged "
                    f"ON stays.{column} IS NOT DISTINCT FROM judged.{column} "
                    f"WHERE judged.rule = '{rule}'"
                )
                self.found(rule, shown, query)

    def rejected(self) -> None:
        """Lines that are not as wide as the header. Their numbers are those of the file."""
        if self._has_rejects():
            self.found("cells", "", REJECTED)

    def uneven(self) -> list[int]:
        """The first of those lines."""
        if not self._has_rejects():
            return []
        found = self.connection.execute(f"{REJECTED} ORDER BY 1 LIMIT {MOST_UNEVEN}")
        return [line for (line,) in found.fetchall()]

    def _has_rejects(self):
        tables = "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'reject_errors'"
        return bool(self.connection.execute(tables).fetchone()[0])

    def write(self, path: Path) -> None:
        """row, column, value, rule, whether it is only a warning; sorted by row."""
        self.cells.sort()
        values = self._values()
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            for line, column, rule in self.cells:
                value = values.get((line, column), "")
                writer.writerow([line, column, value, rule, int(RULES[rule].is_warning)])

    def _values(self):
        """What stands in the cells that are named: the file is read a second time for them."""
        columns = sorted({column for _line, column, _rule in self.cells} - UNSHOWN)
        columns = [column for column in columns if column in self.mapping]
        if not columns:
            return {}
        self.connection.execute("CREATE TEMP TABLE named (line BIGINT)")
        lines = sorted({line for line, _column, _rule in self.cells})
        listed = ", ".join(map(str, lines))
        self.connection.execute(f"INSERT INTO named SELECT unnest([{listed}])")
        texts = ", ".join(
            f"left(concat_ws(' ', {', '.join(f'c{at}' for at in self.mapping[column])}), {LONGEST})"
            for column in columns
        )
        found = self.connection.execute(
            f"SELECT line, {texts} FROM (SELECT row_number() OVER () + 1 AS line, * "
            f"FROM {self.relation}) JOIN named USING (line)"
        ).fetchall()
        return {
            (line, column): value
            for line, *cells in found
            for column, value in zip(columns, cells, strict=True)
        }
