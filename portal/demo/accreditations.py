"""What the demo's hospitals are recognised for.

PRINTED stands in the source texts, which give neither day nor certificate number: since holds the
first day of the text's year and since_text says so. What the project hospitals hold is invented
and marked, as is one centre that runs out soon.
"""

import datetime as dt

from django.utils import timezone

from hospitals.enums import AccreditationKind as Kind
from hospitals.enums import AccreditationLevel as Level
from hospitals.models import Accreditation
from hospitals.models.spelled import each_spelled
from portal.demo.networks import RELATIONS

GREEN = (Kind.STROKE, Kind.CHEST_PAIN, Kind.TRAUMA, Kind.MATERNAL, Kind.NEONATAL)
FIRST, SECOND = "桂林医学院附属医院", "桂林医学院第二附属医院"
IN_2024 = (dt.date(2024, 1, 1), "2024年度公益报告所载，认定日期未给出")
IN_2020 = (dt.date(2020, 1, 1), "2020年报道所载，认定日期未给出")
# hospital, kind, level, since, printed
PRINTED = (
    *((FIRST, kind, "", *IN_2024) for kind in GREEN),
    (SECOND, Kind.CHEST_PAIN, Level.NATIONAL, *IN_2020),
    (SECOND, Kind.STROKE, Level.NATIONAL, *IN_2020),
    (SECOND, Kind.MATERNAL, Level.CITY, *IN_2020),
    (SECOND, Kind.NEONATAL, Level.CITY, *IN_2020),
)
INVENTED_SINCE = dt.date(2023, 1, 1)
SOON = dt.timedelta(days=45)
SPECIALTIES = (("心血管内科", Level.NATIONAL), ("神经内科", Level.PROVINCE))


def load(hospitals) -> int:
    """Every recognition; returns how many there are."""
    if not Accreditation.objects.exists():
        rows = [*_printed(hospitals), *_invented(hospitals)]
        Accreditation.objects.bulk_create(each_spelled(rows))
    return Accreditation.objects.count()


def _printed(hospitals):
    for name, kind, level, since, printed in PRINTED:
        yield Accreditation(
            hospital=hospitals[name], kind=kind, level=level, since=since, since_text=printed
        )


def _invented(hospitals):
    for _source, name, _host, _since, _text in RELATIONS:
        made = {"hospital": hospitals[name], "since": INVENTED_SINCE, "is_synthetic": True}
        for kind in GREEN:
            # One of them runs out soon, so that the warning can be seen.
            until = timezone.localdate() + SOON if kind == Kind.TRAUMA else None
            yield Accreditation(kind=kind, level=Level.PROVINCE, until=until, **made)
        for specialty, level in SPECIALTIES:
            yield Accreditation(kind=Kind.KEY_SPECIALTY, specialty=specialty, level=level, **made)
