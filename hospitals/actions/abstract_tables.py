"""What the reader of case abstracts needs of the database, as plain values."""

from django.apps import apps
from django.conf import settings

from hospitals.enums import Measure, RegionLevel, ReportState
from hospitals.models import (
    AbstractFile,
    ClinicalCode,
    Department,
    Hospital,
    HospitalName,
    MonthlyVolume,
    Region,
)
from hospitals.org_codes import narrow
from hospitals.readers.abstracts import checks
from hospitals.readers.abstracts.codes import core
from portal.periods import Month

YEAR = 12


def tables(*, senders):
    """The tables for files that these hospitals may send, as JSON can carry them.

    senders: a queryset of hospitals; None when the file may hold any.
    """
    regions = Region.objects.current_by_code()
    mine = None if senders is None else [str(pk) for pk in senders.values_list("pk", flat=True)]
    departments = Department.objects.all()
    if senders is not None:
        departments = departments.filter(hospital__in=senders)
    return {
        "hospitals": _hospitals(),
        "senders": mine,
        "places": {code: _place(region) for code, region in regions.items()},
        "diagnoses": _diagnoses(),
        "procedures": {
            code: facts
            for code, *facts in ClinicalCode.objects.procedures().values_list(
                "code", "kind", "level", "is_minimally_invasive"
            )
        },
        "drgs": _drgs(),
        "departments": [narrow(name) for name in departments.values_list("name", flat=True)],
        "names": _names(),
    }


def place_names():
    """How an address may begin → the code of its county; what may mean two counties is left out."""
    found, twice = {}, set()
    counties = Region.objects.current().filter(level=RegionLevel.COUNTY)
    for region in counties.filter(code_system="GB/T 2260").select_related("parent__parent"):
        line = [above.name for above in region.line()]
        for start in range(len(line)):
            name = "".join(dict.fromkeys(line[start:]))
            if found.setdefault(name, region.code) != region.code:
                twice.add(name)
        found.setdefault(line[0] + line[-1], region.code)
    return {name: code for name, code in found.items() if name not in twice}


def kept(*, senders):
    """(hospital, month, file) of what is in force."""
    rows = AbstractFile.objects.current().filter(hospital__isnull=False)
    if senders is not None:
        rows = rows.filter(hospital__in=senders)
    return [(str(row.hospital_id), f"{row.month:%Y-%m-%d}", row.location) for row in rows]


def pasts(*, parts):
    """{(hospital, month): what its figures are held against}."""
    hospitals = {part["hospital"] for part in parts}
    places = Hospital.objects.filter(pk__in=hospitals).select_related("region__parent__parent")
    provinces = {str(row.pk): row.region.line()[0].code for row in places}
    files = list(AbstractFile.objects.current().filter(hospital__in=hospitals))
    return {
        (part["hospital"], part["month"]): _past(part, provinces.get(part["hospital"], ""), files)
        for part in parts
    }


def _past(part, province, files):
    month = Month.parse(part["month"][:7])
    first = month.plus(-YEAR).first
    before = [
        row
        for row in files
        if str(row.hospital_id) == part["hospital"] and first <= row.month < month.first
    ]
    shares = [checks.out_share(row.counts, province) for row in before if row.counts]
    reported = _reported(part["hospital"], month.first)
    return checks.Past(
        province=province,
        rows=[row.rows for row in before],
        out=[share for share in shares if share is not None],
        discharges=reported.get(Measure.DISCHARGES),
        open_bed_days=reported.get(Measure.OPEN_BED_DAYS),
    )


def _reported(hospital, month):
    """The hospital's own figures of the month: all its campuses, no drafts."""
    rows = MonthlyVolume.objects.filter(report__hospital=hospital, report__month=month)
    rows = rows.exclude(report__state=ReportState.DRAFT)
    found = {}
    for measure, value in rows.values_list("measure", "value"):
        found[measure] = found.get(measure, 0) + value
    return found


def _place(region):
    province = region
    while province.parent is not None:
        province = province.parent
    return [region.code, region.level, province.code]


def _hospitals():
    found, shared = {}, set()
    for pk, code in Hospital.objects.exclude(org_code="").values_list("pk", "org_code"):
        found[code] = str(pk)
        if found.setdefault(core(code), str(pk)) != str(pk):
            shared.add(core(code))
    return {code: pk for code, pk in found.items() if code not in shared}


def _diagnoses():
    """The official tables that are in force, as one: an empty list checks nothing."""
    model = apps.get_model(settings.DIAGNOSIS_MODEL)
    return list(model.objects.official().values_list("code", flat=True))


def has_diagnoses():
    return apps.get_model(settings.DIAGNOSIS_MODEL).objects.official().exists()


def _drgs():
    found = {}
    for edition, code in ClinicalCode.objects.drgs().values_list("edition", "code"):
        found.setdefault(edition, []).append(code)
    return found


def _names():
    """Every name that a hospital has or had; one that two share is nobody's."""
    named = {}
    rows = [
        *Hospital.objects.values_list("pk", "name"),
        *Hospital.objects.exclude(short_name="").values_list("pk", "short_name"),
        *HospitalName.objects.values_list("hospital", "name"),
    ]
    for pk, name in rows:
        named.setdefault(narrow(name), set()).add(str(pk))
    return {name: next(iter(pks)) for name, pks in named.items() if len(pks) == 1}
