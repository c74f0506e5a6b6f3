"""The demo sends its abstracts once, by the steps of a real file, marked as invented."""

import pytest

from hospitals.models import AbstractFile, ClinicalCode
from portal.demo import abstracts
from tests.factories import hospitals

pytestmark = pytest.mark.django_db


def test_invented_stays_are_in_force_once(settings, tmp_path):
    settings.FACTS_DIR = tmp_path
    city = hospitals.region(level="city", parent=hospitals.region(), code="450300")
    county = hospitals.region(level="county", parent=city, code="450330")
    hospitals.hospital("平乐县人民医院", region=county)
    lines = []

    abstracts.load(lines.append)
    abstracts.load(lines.append)

    assert lines == ["模拟首页_平乐县人民医院.csv: 240 current"]
    found = AbstractFile.objects.current()
    assert [(row.month.month, row.rows, row.is_synthetic) for row in found] == [
        (10, 80, True),
        (11, 80, True),
        (12, 80, True),
    ]
    assert ClinicalCode.objects.procedures().count() == 7
