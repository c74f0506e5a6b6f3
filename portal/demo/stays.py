"""Invented case abstracts of Guangxi and Guizhou: cells of stay_world, spread out in columns.

They go through the store's own writer and ledger, a file for each province and month, marked as
synthetic. Loading again replaces what was loaded before.
"""

import calendar
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

from hospitals.abstracts import files
from hospitals.actions import facts
from hospitals.enums import BatchKind, BatchState, SourceSystem
from hospitals.enums import HospitalLevel as Level
from hospitals.models import AbstractFile, Hospital, ImportBatch, Region
from portal.demo import flow_world, flows, stay_world
from portal.periods import Month

SEED = 20240328
QUERY = (Path(__file__).parent / "stays.sql").read_text(encoding="utf-8")
NAME = "模拟·{county}人民医院"
# Tertiary hospitals operate more often; a county hospital sends its hard cases on.
SURGERY_OF_COUNTY = 0.18
WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
Say = Callable[[str], None]


def synthesize(*, rows: int, first: Month, months: int, seed: int = SEED, say: Say = print) -> int:
    """About so many stays over so many months, in force; returns how many there are."""
    provinces = list(Region.objects.current().filter(code__in=flow_world.PROVINCES))
    origins = {province.code: flows.origins(province) for province in provinces}
    span = [first.plus(number) for number in range(months)]
    scale = rows / sum(_total(origins, month) for month in span)
    hospitals, made = _hospitals(provinces), 0
    for province in provinces:
        written = []
        for month in span:
            cells = stay_world.cells(_means(province.code, origins, month), scale, seed)
            written.append(_write(province, month, cells, hospitals, seed))
            say(f"{province.name} {month}: {written[-1].rows}")
        made += sum(row.rows for row in written)
        if not _is_in_force(province, written):
            facts.publish(batch=batch_of(province, written), rows=written)
    return made


def _means(code, origins, month) -> Iterator:
    everybody = [origin for rows in origins.values() for origin in rows]
    return stay_world.expected(code, everybody, _capitals(), month)


def _total(origins, month):
    return sum(mean for code in origins for *_cell, mean in _means(code, origins, month))


def _capitals():
    return {code: capital for code, (capital, _second) in flows.CAPITALS.items()}


def _hospitals(provinces):
    """One invented hospital in each county: (its id, county, share of operated stays)."""
    counties = Region.objects.current().filter(parent__parent__in=provinces).order_by("code")
    great = {code for pair in flows.CAPITALS.values() for code in pair}
    found = []
    for county in counties:
        level = Level.TERTIARY_A if county.code in great else Level.SECONDARY_A
        hospital, _is_new = Hospital.objects.get_or_create(
            org_code=organisation_code(county.code),
            defaults={
                "name": NAME.format(county=county.full_name),
                "region": county,
                "level": level,
                "is_synthetic": True,
            },
        )
        share = stay_world.PARAMETERS["surgery"]["tertiary_share_with_operation"]
        surgery = share if level == Level.TERTIARY_A else SURGERY_OF_COUNTY
        found.append((str(hospital.pk), int(county.code), surgery))
    return found


def organisation_code(county: str) -> str:
    """Nine characters whose last checks the others (GB 11714); no real code begins with MN."""
    body = f"MN{county}"
    values = [int(letter, 36) for letter in body]
    check = (11 - sum(a * b for a, b in zip(values, WEIGHTS, strict=True)) % 11) % 11
    return body + ("X" if check == 10 else str(check))


def _write(province, month, cells, hospitals, seed):
    """One province-month through the store's writer, and its row of the ledger, not yet saved."""
    query = QUERY.format(
        month=month.first,
        days=calendar.monthrange(month.year, month.number)[1],
        seed=seed,
        version=stay_world.VERSIONS[province.code],
    )
    with files.connect(memory=settings.METRICS_MEMORY) as connection:
        _tables(connection, cells, hospitals)
        stored = files.write(connection, query, month.first, Path(settings.FACTS_DIR))
    return AbstractFile(
        region=province,
        month=month.first,
        path=stored.path,
        sha256=stored.sha256,
        rows=stored.rows,
        is_synthetic=True,
    )


def _tables(connection, cells, hospitals):
    numbered = [(number, *cell) for number, cell in enumerate(cells)]
    connection.execute(
        "CREATE TABLE cells (cell INTEGER, origin INTEGER, destination INTEGER, disease VARCHAR,"
        " stays INTEGER)"
    )
    connection.execute("CREATE TABLE hospitals (hospital UUID, county INTEGER, surgery DOUBLE)")
    for table, rows in (("cells", numbered), ("hospitals", hospitals)):
        if rows:
            # One text per column: a list of thousands for a parameter takes DuckDB a second.
            told = [",".join(map(str, column)) for column in zip(*rows, strict=True)]
            given = ", ".join(["unnest(string_split(?, ','))"] * len(told))
            connection.execute(f"INSERT INTO {table} SELECT {given}", told)
    connection.execute(
        "CREATE TABLE mix (disease VARCHAR, chapter INTEGER, diagnoses VARCHAR[],"
        " procedures VARCHAR[], groups VARCHAR[])"
    )
    for name, mix in stay_world.CASE_MIX.items():
        connection.execute("INSERT INTO mix VALUES (?, ?, ?, ?, ?)", [name, *mix.values()])


def _digest(written):
    return hashlib.sha256("".join(row.sha256 for row in written).encode()).hexdigest()


def _is_in_force(province, written):
    """The same seed and size again is the same file."""
    same = ImportBatch.objects.current().filter(sender_region=province, sha256=_digest(written))
    return same.exists()


def batch_of(province, written):
    return ImportBatch.objects.create(
        kind=BatchKind.ABSTRACTS,
        sender_region=province,
        source_system=SourceSystem.PROVINCE,
        file_name=f"模拟病案首页_{province.name}",
        sha256=_digest(written),
        state=BatchState.READY,
        is_synthetic=True,
    )
