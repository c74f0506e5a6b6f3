"""The SQL that joins the rows with the tables of their judged codes."""

from hospitals.abstracts.schema import UNKNOWN_RESIDENCE

TEXT = "VARCHAR"
# Each table of judged codes: the code as sent, what it stands for, the rule about it.
TABLES = {
    "org": {"org_code": TEXT, "hospital": "UUID", "rule": TEXT},
    "place": {
        "residence_code": TEXT,
        "told": "UINTEGER",
        "county": "UINTEGER",
        "province": TEXT,
        "rule": TEXT,
    },
    "dx": {
        "dx_main": TEXT,
        "code": TEXT,
        "chapter": "UTINYINT",
        "only_sex": "UTINYINT",
        "rule": TEXT,
    },
    "other": {
        "raw": TEXT,
        "code": TEXT,
        "chapter": "UTINYINT",
        "only_sex": "UTINYINT",
        "rule": TEXT,
    },
    "op": {
        "op_main": TEXT,
        "code": TEXT,
        "kind": "UTINYINT",
        "level": "UTINYINT",
        "minimal": "BOOLEAN",
        "rule": TEXT,
    },
    "dest": {"dest_org_name": TEXT, "hospital": "UUID", "rule": TEXT},
    "dept_in": {"dept_in": TEXT, "name": TEXT, "rule": TEXT},
    "dept_out": {"dept_out": TEXT, "name": TEXT, "rule": TEXT},
    "drg": {"drg_code": TEXT, "drg_version": TEXT, "code": TEXT, "rule": TEXT},
    "text": {"text": TEXT, "county": "UINTEGER", "province": TEXT},
}
# Where the rule about a code is found: (table, column of the row, column that is shown).
JUDGED = (
    ("org", "org_code", "org_code"),
    ("dx", "dx_main", "dx_main"),
    ("op", "op_main", "op_main"),
    ("dest", "dest_org_name", "dest_org_name"),
    ("dept_in", "dept_in", "dept_in"),
    ("dept_out", "dept_out", "dept_out"),
)
# The first two digits of a postcode → the province. No county of another province shares them.
POSTCODES = {
    "45": ("53", "54"), "52": ("55", "56"), "44": ("51", "52"), "43": ("41", "42"),
    "53": ("65", "66", "67"), "50": ("40",), "51": ("61", "62", "63", "64"), "46": ("57",),
    "11": ("10",), "31": ("20",), "12": ("30",), "42": ("43", "44"), "36": ("33", "34"),
    "35": ("35", "36"), "33": ("31", "32"), "32": ("21", "22"), "41": ("45", "46", "47"),
}  # fmt: skip


def same(column: str) -> str:
    """The condition of a join with the table of one code; an empty cell is a code, too."""
    alias = {"org_code": "org", "residence_code": "place", "dx_main": "dx", "op_main": "op"}
    alias |= {"dest_org_name": "dest"}
    return f"stays.{column} IS NOT DISTINCT FROM {alias.get(column, column)}.{column}"


WITH_PLACE = (
    f"stays JOIN d_place AS place ON {same('residence_code')} "
    "LEFT JOIN d_text AS address ON left(stays.residence_text, 24) = address.text "
    f"AND place.county = {UNKNOWN_RESIDENCE}"
)
COUNTY = (
    f"CASE WHEN place.county <> {UNKNOWN_RESIDENCE} THEN place.county "
    f"ELSE coalesce(address.county, {UNKNOWN_RESIDENCE}) END"
)
PROVINCE = (
    "CASE WHEN place.province <> '' THEN place.province ELSE coalesce(address.province, '') END"
)


def _elsewhere(province, firsts):
    listed = ", ".join(f"'{first}'" for first in firsts)
    return f"(province LIKE '{province}%' AND left(residence_postcode, 2) NOT IN ({listed}))"


ELSEWHERE = " OR ".join(_elsewhere(*pair) for pair in POSTCODES.items())
# (rule, shown column, rows without which it cannot be broken, query for its lines).
RULES = (
    (
        "residence_by_text",
        "residence_text",
        "d_text WHERE county IS NOT NULL",
        f"SELECT line FROM {WITH_PLACE} WHERE address.county IS NOT NULL",
    ),
    (
        "residence_unknown",
        "residence_code",
        f"d_place WHERE county = {UNKNOWN_RESIDENCE}",
        f"SELECT line FROM {WITH_PLACE} WHERE {COUNTY} = {UNKNOWN_RESIDENCE}",
    ),
    *(
        (
            rule,
            "residence_code",
            f"d_place WHERE rule = '{rule}'",
            f"SELECT line FROM {WITH_PLACE} WHERE place.rule = '{rule}'",
        )
        for rule in ("residence_retired", "residence_wide")
    ),
    (
        "postcode_differs",
        "residence_postcode",
        "stays WHERE residence_postcode IS NOT NULL",
        (
            f"SELECT line FROM (SELECT line, residence_postcode, {PROVINCE} AS province "
            f"FROM {WITH_PLACE} WHERE residence_postcode IS NOT NULL) WHERE {ELSEWHERE}"
        ),
    ),
    (
        "dx_sex",
        "dx_main",
        "d_dx WHERE only_sex IS NOT NULL",
        (
            f"SELECT line FROM stays JOIN d_dx AS dx ON {same('dx_main')} "
            "WHERE only_sex IS NOT NULL AND sex IN (1, 2) AND sex <> only_sex"
        ),
    ),
    (
        "op_level_missing",
        "op_level",
        "d_op WHERE kind IN (1, 2) AND level IS NULL",
        (
            f"SELECT line FROM stays JOIN d_op AS op ON {same('op_main')} "
            "WHERE op.kind IN (1, 2) AND stays.op_level IS NULL AND op.level IS NULL"
        ),
    ),
    (
        "op_level_differs",
        "op_level",
        "d_op WHERE level IS NOT NULL",
        (
            f"SELECT line FROM stays JOIN d_op AS op ON {same('op_main')} "
            "WHERE op.level <> stays.op_level"
        ),
    ),
    *(
        (
            rule,
            "dx_other",
            f"d_other WHERE rule = '{rule}'",
            (
                "SELECT DISTINCT line FROM (SELECT line, unnest(dx_other) AS raw FROM stays) "
                f"JOIN d_other USING (raw) WHERE rule = '{rule}'"
            ),
        )
        for rule in ("dx_other_malformed", "dx_other_unmapped")
    ),
    *(
        (
            rule,
            column,
            f"d_drg WHERE rule = '{rule}'",
            (
                "SELECT line FROM stays JOIN d_drg AS drg ON stays.drg_code = drg.drg_code "
                f"AND stays.drg_version = drg.drg_version WHERE rule = '{rule}'"
            ),
        )
        for rule, column in (
            ("drg_malformed", "drg_code"),
            ("drg_unmapped", "drg_code"),
            ("drg_version_unknown", "drg_version"),
        )
    ),
)
TWICE = """SELECT line FROM stays JOIN (
  SELECT stay_key FROM stays GROUP BY stay_key HAVING count(*) > 1
) USING (stay_key)"""
KEPT_ALREADY = "SELECT line FROM stays SEMI JOIN {files} AS kept USING (stay_key)"
_ORG = f"JOIN d_org AS org ON {same('org_code')}"
PARTS_HERE = f"""SELECT DISTINCT org.hospital, date_trunc('month', discharge_date)::DATE
FROM stays {_ORG} WHERE org.hospital IS NOT NULL AND discharge_date IS NOT NULL"""
# What the checks of a batch look at, and the ledger keeps for those of the months to come.
SUMS = f"""WITH told AS (
  SELECT org.hospital, date_trunc('month', discharge_date)::DATE AS month, los_days,
    {COUNTY} AS county, {PROVINCE} AS province, dx.rule = 'dx_unmapped' AS is_unmapped
  FROM {WITH_PLACE} {_ORG} JOIN d_dx AS dx ON {same("dx_main")}
), by_province AS (
  SELECT hospital, month, province, count(*) AS rows, sum(los_days) AS bed_days,
    count(*) FILTER (county = {UNKNOWN_RESIDENCE}) AS unknown,
    count(*) FILTER (is_unmapped) AS unmapped
  FROM told GROUP BY ALL
)
SELECT hospital::VARCHAR AS hospital, month::VARCHAR AS month, sum(rows)::BIGINT AS rows,
  coalesce(sum(bed_days), 0)::BIGINT AS bed_days, sum(unknown)::BIGINT AS unknown,
  sum(unmapped)::BIGINT AS unmapped,
  map_from_entries(list({{'k': province, 'v': rows}}) FILTER (province <> '')) AS provinces
FROM by_province WHERE hospital IS NOT NULL AND month IS NOT NULL
GROUP BY hospital, month ORDER BY hospital, month"""


REPAIRED_OTHERS = """LEFT JOIN (
  SELECT line, list(code ORDER BY place) AS kept FROM (
    SELECT line, unnest(dx_other) AS raw, generate_subscripts(dx_other, 1) AS place FROM stays
  ) JOIN d_other USING (raw) WHERE code IS NOT NULL GROUP BY line
) AS others ON others.line = stays.line"""
ANY_REPAIRED = "SELECT count(*) > 0 FROM d_other WHERE code IS DISTINCT FROM raw"


def finished(*, others_repaired: bool) -> str:
    """The rows as they are kept, with the month that they belong to."""
    others = "coalesce(others.kept, [])" if others_repaired else "stays.dx_other"
    return f"""SELECT org.hospital AS hospital, stay_key, person_key, sex, age_years, age_days,
  CASE WHEN place.told <> {UNKNOWN_RESIDENCE} THEN place.told ELSE {COUNTY} END AS residence_code,
  {COUNTY} AS residence, admission_route, admit_date, discharge_date,
  least(los_days, 65535) AS los_days, dept_in.name AS dept_in, dept_out.name AS dept_out,
  dx.code AS dx_main, dx.chapter AS chapter, {others} AS dx_other,
  op.code AS op_main, op.kind AS op_kind, coalesce(stays.op_level, op.level) AS op_level,
  op.minimal AS is_minimally_invasive, mode AS discharge_mode, dest.hospital AS dest_hospital,
  readmit_plan, (cost * 100)::BIGINT AS cost_fen, drg.code AS drg_code,
  CASE WHEN drg.code IS NOT NULL THEN drg.drg_version END AS drg_version,
  CASE WHEN drg.code IS NOT NULL THEN (rw * 10000)::INTEGER END AS rw_e4,
  date_trunc('month', discharge_date)::DATE AS month
FROM {WITH_PLACE} {_ORG}
JOIN d_dx AS dx ON {same("dx_main")} JOIN d_op AS op ON {same("op_main")}
JOIN d_dest AS dest ON {same("dest_org_name")}
JOIN d_dept_in AS dept_in ON {same("dept_in")} JOIN d_dept_out AS dept_out ON {same("dept_out")}
LEFT JOIN d_drg AS drg
  ON stays.drg_code = drg.drg_code AND stays.drg_version = drg.drg_version
{REPAIRED_OTHERS if others_repaired else ""}"""
