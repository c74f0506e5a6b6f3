import pytest

from hospitals.models import Campus, Hospital
from hospitals.models.restated import parts_of, restated
from portal.periods import Month
from tests.factories import hospitals

pytestmark = pytest.mark.django_db


def test_sums_are_restated_as_of_a_day():
    city, county = hospitals.hospital("市院"), hospitals.hospital("县院")
    campus = Campus.objects.create(hospital=city, name="东区")
    january, february = Month(2026, 1), Month(2026, 2)
    hospitals.handed_in(city, january.first, {"surgeries": 10})
    hospitals.handed_in(city, january.first, {"surgeries": 4}, campus=campus)
    hospitals.handed_in(city, february.first, {"surgeries": 5, "open_beds": 90}, campus=campus)
    hospitals.handed_in(county, january.first, {"surgeries": 3}, is_synthetic=True)
    hospitals.report(city, "2026-03-01", {"surgeries": 99})
    county.closed_on, county.successor = february.last, city
    county.save()

    def told(on):
        rows = list(Hospital.objects.as_of(on).filter(pk__in=[city.pk, county.pk]))
        found = restated(rows, [january, february, Month(2026, 3)], on)
        return {
            row.name: (one.total.values, one.total.reported, one.total.expected, one.merged)
            for row, one in found.items()
        }

    assert told(february.last) == {
        "市院": ({"surgeries": 15}, 2, 3, ()),
        "县院": ({"surgeries": 3}, 1, 2, ()),
    }
    assert told(Month(2026, 3).first) == {"市院": ({"surgeries": 18}, 3, 5, ("县院",))}


def test_spans_are_told_by_quarters_and_long_ones_by_years():
    months = [Month(2025, 11).plus(number) for number in range(6)]
    years = [Month(2024, 6).plus(number) for number in range(25)]

    assert [(str(first), str(last)) for first, last in parts_of(months)] == [
        ("2025-11", "2025-12"),
        ("2026-01", "2026-03"),
        ("2026-04", "2026-04"),
    ]
    assert [(str(first), str(last)) for first, last in parts_of(years)] == [
        ("2024-06", "2024-12"),
        ("2025-01", "2025-12"),
        ("2026-01", "2026-06"),
    ]
