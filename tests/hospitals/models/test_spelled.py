import pytest

from hospitals.models import Equipment, Network
from hospitals.models.spelled import named
from tests.factories import hospitals

pytestmark = pytest.mark.django_db


def test_a_row_is_spelled_whenever_it_is_saved():
    row = hospitals.network(hospitals.hospital())
    row.name = "模拟·桂北联盟"
    row.save(update_fields=["name"])

    assert Network.objects.filter(named("gblm", "name")).get() == row
    assert Network.objects.about("GuiBei").get() == row


def test_several_names_are_spelled_together():
    row = hospitals.cluster(hospitals.hospital(), "脑科学", specialties="神经外科")

    assert list(type(row).objects.about("sjwk")) == [row]
    assert list(Equipment.objects.about("sjwk")) == []
