"""How fast case abstracts are read and checked, beside DuckDB's bare copy of the file and COPY.

A part of bench.metrics. Tables of codes are made up, as the stays are.
"""

import itertools
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
from django.db import connection

from bench import clock

ROOT = Path(__file__).resolve().parent.parent
HERE = "00000000-0000-0000-0000-000000000001"
ORG, MONTH = "450300019", "2026-01-01"
DIAGNOSES = [
    f"{letter}{number:02}.{part}00"
    for letter in "ABEIJKLM"
    for number in range(99)
    for part in range(3)
]
FIRSTS = ("2025-12-01", "2026-01-01", "2026-02-01", "2026-03-01")
KINDS = {
    **dict.fromkeys(("admit_date", "discharge_date"), "date"),
    **dict.fromkeys(("stay_no", "sex", "age_years", "admission_route", "los_days"), "integer"),
    **dict.fromkeys(("discharge_mode", "readmit_plan"), "integer"),
    **dict.fromkeys(("total_cost", "rw"), "numeric"),
}
MAKE = """COPY (SELECT '{org}' AS org_code, 'R' || i AS record_no, 1 AS stay_no,
  sha256(i::VARCHAR) AS person_key, 1 + i % 2 AS sex, i % 90 AS age_years,
  CASE WHEN i % 40 = 0 THEN '430102' ELSE '450304' END AS residence_code,
  2 AS admission_route, DATE '2025-12-31' + (i % 31 - i % 9)::INTEGER AS admit_date,
  DATE '2026-01-01' + (i % 31)::INTEGER AS discharge_date,
  1 + i % 9 AS los_days, '内科' AS dept_in, '内科' AS dept_out,
  dx[1 + (hash(i) % len(dx))::INTEGER] AS dx_main,
  dx[1 + (hash(i + 1) % len(dx))::INTEGER] || '|' || dx[1 + (hash(i + 2) % len(dx))::INTEGER]
    AS dx_other, '' AS op_main, '' AS op_level, 1 AS discharge_mode, '' AS dest_org_name,
  1 AS readmit_plan, 1000 + i % 50000 + 0.5 AS total_cost, 'FM11' AS drg_code,
  'GX2022' AS drg_version, 1.25 AS rw
FROM range({rows}) AS r(i), (SELECT {dx} AS dx)) TO '{path}' (HEADER)"""


def order(path, work):
    """What the reader is told, with tables that know every code of the file."""
    header = path.open(encoding="utf-8").readline().strip().split(",")
    return {
        "act": "read",
        "path": str(path),
        "work": str(work),
        "root": str(work / "facts"),
        "encoding": "utf-8",
        "mapping": {name: [at] for at, name in enumerate(header)},
        "terms": {"key": "ab" * 16, "today": "2026-11-22", "month": MONTH, "sender": ORG},
        "sender": HERE,
        "tables": {
            "hospitals": {ORG: HERE},
            "senders": [HERE],
            "places": {
                "450304": ["450304", "county", "450000"],
                "430102": ["430102", "county", "430000"],
            },
            "diagnoses": DIAGNOSES,
            "procedures": {},
            "drgs": {"GX2022": ["FM11"]},
            "departments": ["内科"],
            "names": {},
        },
        "place_names": {},
        "kept": [],
    }


def read(path):
    """One reading in its own process, from start to the finished file."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "hospitals.readers.abstracts.worker"],
            input=json.dumps(order(path, Path(folder))),
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=True,
        )
    result = json.loads(done.stdout.splitlines()[-1])["result"]
    assert not result["counts"], result["counts"]


def copy(path):
    """The bare copy, in a process of its own, too."""
    with tempfile.TemporaryDirectory() as folder:
        query = f"COPY (FROM read_csv('{path}')) TO '{folder}/x.parquet' (FORMAT parquet)"
        code = (
            "import duckdb; bare = duckdb.connect(config={'threads': 2}); "
            f"bare.execute('SET enable_progress_bar = false'); bare.execute({query!r})"
        )
        subprocess.run([sys.executable, "-c", code], check=True)


def partitions(path):
    """A table of month partitions without an index, and its columns from those of the file."""
    header = path.open(encoding="utf-8").readline().strip().split(",")
    told = ", ".join(f"{name} {KINDS.get(name, 'text')}" for name in header)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS sent")
        cursor.execute(f"CREATE TABLE sent ({told}) PARTITION BY RANGE (discharge_date)")
        for first, following in itertools.pairwise(FIRSTS):
            cursor.execute(
                f"CREATE TABLE sent_{first[:7].replace('-', '_')} PARTITION OF sent"
                f" FOR VALUES FROM ('{first}') TO ('{following}')"
            )


def in_postgres(path):
    with connection.cursor() as cursor, path.open(encoding="utf-8") as lines:
        cursor.copy_expert("COPY sent FROM STDIN (FORMAT csv, HEADER, NULL '')", lines)


def make(folder, rows):
    path = Path(folder) / "sent.csv"
    listed = "[" + ", ".join(f"'{code}'" for code in DIAGNOSES) + "]"
    with duckdb.connect() as writer:
        writer.execute("SET enable_progress_bar = false")
        writer.execute(MAKE.format(org=ORG, rows=rows, path=path, dx=listed))
    return path


def report(say, rows, times=3):
    """Lines of bench.metrics: the import beside both baselines, one after the other each time."""
    bare, postgres, ours = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        path = make(folder, rows)
        for _time in range(times):
            partitions(path)
            for act, taken in ((copy, bare), (in_postgres, postgres), (read, ours)):
                taken.append(clock.timed(lambda act=act: act(path))[1])
    bare, postgres, ours = map(clock.middle, (bare, postgres, ours))
    say(rows, f"read and checked, {rows / ours.wall:,.0f} rows/s", ours)
    say(rows, f"  a bare copy, {rows / bare.wall:,.0f} rows/s", bare, bare.over(ours), ">= 0.5")
    copied = f"  COPY into PostgreSQL, {rows / postgres.wall:,.0f} rows/s"
    say(rows, copied, postgres, postgres.over(ours), ">= 2")
    print(f"{'':>9}   the bare copy beside COPY: {postgres.over(bare)}; no reader can be faster")
