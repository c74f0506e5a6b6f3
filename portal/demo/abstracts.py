"""A few hundred invented stays of two hospitals, by the same steps as a real file.

Hospitals send their own abstracts, so the file needs no organisation code. Its figures do not agree
with the invented monthly reports, and the note of each commit says that they are invented.
"""

import csv
import datetime as dt
import hashlib
import io
import random

from django.core.files.base import ContentFile

from hospitals.actions import abstracts, codes, incoming
from hospitals.enums import BatchState, CodeTable
from hospitals.models import ClinicalCode, Hospital, ImportBatch, Region
from hospitals.readers.code_file import CodeRow
from portal.periods import Month

SEED = 20260101
MONTHS = (Month(2025, 10), Month(2025, 11), Month(2025, 12))
A_MONTH = 80
PLACES = {"桂林市人民医院": "450304", "平乐县人民医院": "450330"}
# Start lists, invented levels: a help to look at, never a reason to refuse.
PROCEDURES = (
    CodeRow("36.0600", "冠状动脉非药物洗脱支架置入术", 2, 4, True),
    CodeRow("51.2300", "腹腔镜下胆囊切除术", 1, 3, True),
    CodeRow("47.0100", "腹腔镜下阑尾切除术", 1, 2, True),
    CodeRow("74.1x00", "低位子宫下段剖宫产", 1, 2, False),
    CodeRow("79.3500", "股骨骨折切开复位内固定术", 1, 3, False),
    CodeRow("45.1300", "小肠其他内镜检查", 3, None, None),
    CodeRow("39.9500", "血液透析", 4, None, None),
)
DRGS = (CodeRow("FM19", "经皮心血管操作"), CodeRow("HC29", "胆囊切除"), CodeRow("OB19", "剖宫产"))
# diagnosis, procedure, level, sex, days, cost
CASES = (
    ("I21.900", "36.0600", "4", "", 8, 42_000),
    ("K80.100", "51.2300", "3", "", 6, 14_000),
    ("K35.900", "47.0100", "2", "", 5, 9_000),
    ("O82.000", "74.1x00", "2", "2", 5, 8_500),
    ("J18.900", "", "", "", 8, 6_500),
    ("I63.900", "", "", "", 12, 15_000),
    ("N18.900", "39.9500", "", "", 10, 11_000),
    ("C34.900", "", "", "", 14, 28_000),
)
NOTE = "模拟数据"
EDITION = "起始清单"


def load(progress):
    """Send what is missing. Loading twice adds nothing."""
    if not ClinicalCode.objects.exists():
        codes.load(rows=PROCEDURES, table=CodeTable.PROCEDURE, edition=EDITION)
        codes.load(rows=DRGS, table=CodeTable.DRG, edition=EDITION)
    for name, county in PLACES.items():
        place = Hospital.objects.filter(name=name).first()
        if place is None or _has(place):
            continue
        file = ContentFile(_content(place, county), name=f"模拟首页_{name}.csv")
        batch = abstracts.receive(
            upload=file, sender=incoming.Sender(hospital=place), is_synthetic=True
        )
        incoming.queue(batch=batch, mapping=batch.mapping)
        batch = abstracts.read(batch_id=batch.pk)
        if batch.state in (BatchState.READY, BatchState.HELD):
            batch = abstracts.commit(batch=batch, note=NOTE)
        progress(f"{file.name}: {batch.row_count} {batch.state}")


def _has(place):
    mine = ImportBatch.objects.abstracts().imported().filter(sender_hospital=place)
    return mine.filter(is_synthetic=True).exists()


def _content(place, county):
    chance = random.Random(f"{SEED}{place.name}")
    near = list(
        Region.objects.current()
        .filter(parent__children__code=county)
        .order_by("code")
        .values_list("code", flat=True)
    )
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for month in MONTHS:
        for number in range(A_MONTH):
            writer.writerow(_row(chance, f"{place.name}{month}{number}", month, [county, *near]))
    return out.getvalue().encode()


HEADER = (
    *("record_no", "stay_no", "person_key", "sex", "age_years", "residence_code"),
    *("admission_route", "admit_date", "discharge_date", "los_days", "dept_in", "dept_out"),
    *("dx_main", "dx_other", "op_main", "op_level", "discharge_mode", "readmit_plan"),
    "total_cost",
)


def _row(chance, name, month, counties):
    diagnosis, procedure, level, sex, days, cost = chance.choice(CASES)
    left = month.first + dt.timedelta(days=chance.randrange(month.last.day))
    stayed = max(1, round(chance.gauss(days, 2)))
    home = chance.choice(counties) if chance.random() < 0.6 else counties[0]
    digest = hashlib.sha256(name.encode()).hexdigest()
    return [
        f"M{digest[:10]}",
        1,
        digest,
        sex or chance.choice("12"),
        chance.randrange(20, 45) if sex else chance.randrange(30, 88),
        "430102" if chance.random() < 0.03 else home,
        chance.choice("1222"),
        left - dt.timedelta(days=stayed),
        left,
        stayed,
        "内科",
        "内科",
        diagnosis,
        "I10.x00" if chance.random() < 0.5 else "",
        procedure,
        level,
        1,
        1,
        round(cost * chance.uniform(0.7, 1.5), 2),
    ]
