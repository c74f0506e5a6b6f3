"""Bed targets as a file: they do not fall from one day to the next."""

import pytest

from hospitals.listing.target_file import TARGET_FILE
from hospitals.models import BedTarget
from portal.errors import Incomplete
from portal.lists.actions import imports
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
HEADER = "医疗机构,milestone_date,target_beds,target_staff"


@pytest.fixture
def bring():
    place = hospitals.hospital("丙县人民医院")
    person = hospitals.member("hospital_admin", place)

    def act(*rows):
        content = "\n".join([HEADER, *rows]).encode()
        return imports.run(kind=TARGET_FILE, sent=imports.Sent(content), by=person)

    return act


def test_targets_are_kept(bring):
    bring("丙县人民医院,2026-01-01,600,", "丙县人民医院,2030-01-01,1800,2600")

    assert list(BedTarget.objects.values_list("count", "staff")) == [(600, None), (1800, 2600)]


@pytest.mark.parametrize(
    "row",
    ["丙县人民医院,2031-01-01,500,", "丙县人民医院,2030-01-01,900,", "别处医院,2030-01-01,900,"],
)
def test_target_that_falls_comes_twice_or_is_not_ours(bring, row):
    bring("丙县人民医院,2030-01-01,800,")

    with pytest.raises(Incomplete):
        bring(row)
