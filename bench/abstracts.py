"""How fast case abstracts are read and checked, against DuckDB's bare copy of the same file.

python bench/abstracts.py [ROWS] [TIMES]: medians, the ratio of each pair, and the peak memory of
the reader. Needs no database: tables of codes are made up, as the stays are.
"""

import itertools
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

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
        "mapping": {name: [at] for at, name in enumerate(header)},
        "terms": {"key": "ab" * 32, "today": "2026-11-22", "month": MONTH, "sender": ORG},
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
    """Seconds of one reading in its own process, from start to the finished file."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "hospitals.readers.abstracts.worker"],
            input=json.dumps(order(path, Path(folder))),
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=True,
        )
        seconds = time.perf_counter() - began
    result = json.loads(done.stdout.splitlines()[-1])["result"]
    assert not result["counts"], result["counts"]
    return seconds


def copy(path):
    """Seconds of the bare copy, in a process of its own, too."""
    with tempfile.TemporaryDirectory() as folder:
        query = f"COPY (FROM read_csv('{path}')) TO '{folder}/x.parquet' (FORMAT parquet)"
        code = f"import duckdb; duckdb.connect(config={{'threads': 2}}).execute({query!r})"
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        return time.perf_counter() - began


def in_postgres(path):
    """Seconds of COPY into a table of month partitions, without an index."""
    from django.db import connection  # noqa: PLC0415 - needs Django's settings first

    header = path.open(encoding="utf-8").readline().strip().split(",")
    told = ", ".join(f"{name} {KINDS.get(name, 'text')}" for name in header)
    with connection.cursor() as cursor, path.open(encoding="utf-8") as lines:
        cursor.execute(f"CREATE TABLE sent ({told}) PARTITION BY RANGE (discharge_date)")
        for first, following in itertools.pairwise(FIRSTS):
            cursor.execute(
                f"CREATE TABLE sent_{first[:7].replace('-', '_')} PARTITION OF sent"
                f" FOR VALUES FROM ('{first}') TO ('{following}')"
            )
        began = time.perf_counter()
        cursor.copy_expert("COPY sent FROM STDIN (FORMAT csv, HEADER, NULL '')", lines)
        seconds = time.perf_counter() - began
        cursor.execute("DROP TABLE sent")
    return seconds


def megabytes():
    """The most memory that this process had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def make(folder, rows):
    path = Path(folder) / "sent.csv"
    listed = "[" + ", ".join(f"'{code}'" for code in DIAGNOSES) + "]"
    with duckdb.connect() as connection:
        connection.execute(MAKE.format(org=ORG, rows=rows, path=path, dx=listed))
    return path


def report(say, rows, times=3):
    """Lines of bench.metrics: the import beside both baselines, pair by pair."""
    with tempfile.TemporaryDirectory() as folder:
        path = make(folder, rows)
        taken = [(copy(path), in_postgres(path), read(path)) for _time in range(times)]
    bare, postgres, ours = (statistics.median(column) for column in zip(*taken, strict=True))
    say(rows, f"bare copy CSV to Parquet, {rows / bare:,.0f} rows/s", bare)
    say(rows, f"COPY into month partitions, {rows / postgres:,.0f} rows/s", postgres)
    ratio = statistics.median(one / mine for one, _copy, mine in taken)
    say(
        rows,
        f"read and checked, {rows / ours:,.0f} rows/s: to the bare copy",
        ours,
        ratio,
        ">= 0.5",
    )
    ratio = statistics.median(one / mine for _bare, one, mine in taken)
    say(rows, "  the same: to PostgreSQL's COPY", ours, ratio, ">= 2")


def main(rows=1_000_000, times=3):
    """Without a database: the bare copy only."""
    with tempfile.TemporaryDirectory() as folder:
        path = make(folder, rows)
        pairs = [(copy(path), read(path)) for _time in range(times)]
    bare, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"bare copy {bare:.2f} s, {rows / bare:,.0f} rows/s")
    print(f"read and checked {ours:.2f} s, {rows / ours:,.0f} rows/s, ratio {ratio:.2f}")
    print(f"peak memory of a process {peak:.0f} MiB")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
