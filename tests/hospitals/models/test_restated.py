import pytest

from hospitals.models import Campus, Hospital
from hospitals.models.restated import restated
from portal.periods import Month
from tests.factories import hospitals

pytestmark = pytest.mark.django_db


def test_sums_are_restated_as_of_a_day():
    city, county = hospitals.hospital("市院"), hospitals.hospital("县院")
    campus = Campus.objects.create(hospital=city, name="东区")
    january, february = Month(2026, 1), Month(2026, 2)
    hospitals.handed_in(city, january.first, {"surgeries": 10})
    hospitals.handed_in(city, january.first, {"surgeries": 4}, campus=campus)
    hospitals.handed_in(city, february.first, {"surgeries": 5}, campus=campus)
    hospitals.handed_in(county, january.first, {"surgeries": 3}, is_synthetic=True)
    hospitals.report(city, "2026-03-01", {"surgeries": 99})
    county.closed_on, county.successor = february.last, city
    county.save()

    def told(on):
        rows = list(Hospital.objects.as_of(on).filter(pk__in=[city.pk, county.pk]))
        found = restated(rows, [january, Month(2026, 3)], on)
        return {row.name: (one.figures, one.months, one.merged) for row, one in found.items()}

    assert told(february.last) == {
        "市院": ({"surgeries": 15}, 2, ()),
        "县院": ({"surgeries": 3}, 1, ()),
    }
    assert told(Month(2026, 3).first) == {"市院": ({"surgeries": 18}, 2, ("县院",))}
