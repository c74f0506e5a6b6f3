"""Small files of case abstracts, as they are kept and as they are sent."""

import datetime as dt
from itertools import count
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from hospitals.abstracts import files
from hospitals.models import AbstractFile, ImportBatch
from hospitals.readers.abstracts import aside

MONTH = dt.date(2026, 1, 1)
_keys = count(1)


def stay(hospital, **fields):
    """One stay as a file keeps it."""
    values = {
        "hospital": str(hospital.pk),
        "stay_key": next(_keys),
        "sex": 1,
        "age_years": 50,
        "residence_code": 450304,
        "residence": 450304,
        "admission_route": 2,
        "admit_date": MONTH,
        "discharge_date": MONTH + dt.timedelta(days=5),
        "los_days": 5,
        "dx_main": "I21.900",
        "chapter": 9,
        "dx_other": ["E11.900"],
        "discharge_mode": 1,
        "cost_fen": 1_000_000,
    }
    return values | fields


def batch(hospital, **fields):
    defaults = {
        "kind": "abstracts",
        "sender_region": hospital.region,
        "sender_hospital": hospital,
        "source_system": "hospital_upload",
        "file_name": "首页.csv",
        "sha256": f"{next(_keys)}",
        "state": "waiting",
    }
    return ImportBatch.objects.create(**defaults | fields)


def written(hospital, stays, month=MONTH):
    """A ledger row, not yet saved, and its file on the disk."""
    with files.connect() as connection:
        stored = files.write(connection, _query(stays), month, Path(settings.FACTS_DIR))
    return AbstractFile(
        hospital=hospital,
        month=month,
        path=stored.path,
        sha256=stored.sha256,
        rows=stored.rows,
    )


def _query(stays):
    return " UNION ALL ".join(f"SELECT {_cells(values)}" for values in stays)


def _cells(values):
    names = files.schema.COLUMNS
    return ", ".join(f"{_literal(values.get(name))}::{kind} AS {name}" for name, kind in names)


def _literal(value):
    if isinstance(value, list):
        return "[" + ", ".join(map(_literal, value)) + "]"
    if value is None or isinstance(value, int):
        return "NULL" if value is None else str(value)
    return f"'{value}'"


HEADER = [
    "org_code",
    "record_no",
    "stay_no",
    "person_key",
    "sex",
    "age_years",
    "residence_code",
    "residence_text",
    "admission_route",
    "admit_date",
    "discharge_date",
    "los_days",
    "dept_in",
    "dept_out",
    "dx_main",
    "dx_other",
    "op_main",
    "op_level",
    "discharge_mode",
    "dest_org_name",
    "readmit_plan",
    "total_cost",
    "drg_code",
    "drg_version",
    "rw",
]
# An organisation code whose check character is right.
ORG = "450300019"
COUNTY = "450304"


def line(number=1, **cells):
    """One stay as it is sent, in order but for what is said."""
    told = {
        "org_code": ORG,
        "record_no": f"R{number}",
        "stay_no": "1",
        "person_key": f"{number:064x}",
        "sex": "1",
        "age_years": "50",
        "residence_code": COUNTY,
        "admission_route": "2",
        "admit_date": "2026-01-01",
        "discharge_date": "2026-01-06",
        "los_days": "5",
        "dept_in": "内科",
        "dept_out": "内科",
        "dx_main": "I21.900",
        "dx_other": "E11.900|I10.x00",
        "discharge_mode": "1",
        "total_cost": "10000.50",
    }
    return told | cells


def sent(*lines, header=HEADER, encoding="utf-8"):
    """A file of these lines."""
    rows = [",".join(header), *(",".join(told.get(name, "") for name in header) for told in lines)]
    return ("\n".join(rows) + "\n").encode(encoding)


def waiting(hospital, *lines):
    """A batch whose file is there and waits to be read, as upload and matching leave it."""
    content = sent(*(lines or [line()]))
    made = batch(
        hospital,
        header=HEADER,
        mapping={name: [at] for at, name in enumerate(HEADER)},
        next_try_at=timezone.now(),
    )
    aside.incoming(made.pk).write_bytes(content)
    return made
