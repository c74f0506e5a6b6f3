import pytest

from hospitals.actions import regions
from hospitals.models import Region
from hospitals.readers.region_file import read_regions
from hospitals.readers.table import read
from portal.models import AuditEvent

ITALIAN = """code,name,level,parent
09,Toscana,province,
051,Arezzo,city,09
051001,Anghiari,county,051
"""


@pytest.mark.django_db
def test_load_national_leads_retired_codes_to_current_regions():
    regions.load_national()

    today = Region.objects.current_by_code()

    assert today["450322"].name == "临桂区"
    assert today["522423"].name == "黔西市"
    assert today["450330"].full_name == "广西壮族自治区桂林市平乐县"
    assert "450111" not in today
    assert Region.objects.current_for("450322") == today["450312"]
    assert Region.objects.current_for("450111") is None


@pytest.mark.django_db
def test_load_national_twice_changes_nothing():
    first = regions.load_national()

    assert regions.load_national() == 0
    assert Region.objects.count() == first
    assert AuditEvent.objects.filter(verb="region.load").count() == 1


@pytest.mark.django_db
def test_load_of_another_system_stands_beside():
    divisions, _problems = read_regions(read(ITALIAN.encode()))

    regions.load(divisions=divisions, system="ISTAT")

    town = Region.objects.current_for("051001", "ISTAT")
    assert town.at("city").name == "Arezzo"
    assert town.at("province").name == "Toscana"
    assert Region.objects.current_for("051001") is None


@pytest.mark.django_db
def test_load_brings_a_new_name():
    divisions, _problems = read_regions(read(ITALIAN.encode()))
    regions.load(divisions=divisions, system="ISTAT")
    renamed, _problems = read_regions(read(ITALIAN.replace("Anghiari", "Nuova").encode()))

    assert regions.load(divisions=renamed, system="ISTAT") == 1
    assert Region.objects.get(code="051001").name == "Nuova"
    assert Region.objects.get(code="051001").pinyin == "nuova n"
