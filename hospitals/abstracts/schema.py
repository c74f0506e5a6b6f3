"""What a file of case abstracts holds: columns, types, order.

Persons and stays are keyed hashes. There is no column for a name, a record number, an ID number or
a telephone, and none of these types could hold one: codes come from tables, the rest are numbers.
"""

# Money in fen and weights in ten thousandths are whole numbers: sums stay exact.
COLUMNS: tuple[tuple[str, str], ...] = (
    ("hospital", "UUID"),
    ("stay_key", "UBIGINT"),
    ("person_key", "UBIGINT"),
    ("sex", "UTINYINT"),
    ("age_years", "UTINYINT"),
    ("age_days", "USMALLINT"),
    ("residence_code", "UINTEGER"),
    ("residence", "UINTEGER"),
    ("admission_route", "UTINYINT"),
    ("admit_date", "DATE"),
    ("discharge_date", "DATE"),
    ("los_days", "USMALLINT"),
    ("dept_in", "VARCHAR"),
    ("dept_out", "VARCHAR"),
    ("dx_main", "VARCHAR"),
    ("chapter", "UTINYINT"),
    ("dx_other", "VARCHAR[]"),
    ("op_main", "VARCHAR"),
    ("op_kind", "UTINYINT"),
    ("op_level", "UTINYINT"),
    ("is_minimally_invasive", "BOOLEAN"),
    ("discharge_mode", "UTINYINT"),
    ("dest_hospital", "UUID"),
    ("readmit_plan", "UTINYINT"),
    ("cost_fen", "BIGINT"),
    ("drg_code", "VARCHAR"),
    ("drg_version", "VARCHAR"),
    ("rw_e4", "INTEGER"),
)
NAMES = tuple(name for name, _type in COLUMNS)
ORDER = ("hospital", "discharge_date")
UNKNOWN_RESIDENCE = 999999

# op_kind: what a procedure is by the loaded table, never by the file.
OPERATION, INTERVENTION, DIAGNOSTIC, THERAPEUTIC = 1, 2, 3, 4


def selected() -> str:
    """The columns of a relation in their order, each cast to its type."""
    return ", ".join(f"{name}::{kind} AS {name}" for name, kind in COLUMNS)
