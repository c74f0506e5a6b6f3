import pytest
from django.core.management import CommandError, call_command

from hospitals.models import Hospital, Network, NetworkMembership, Region


def found():
    call_command("found_network", "某医联体", lead="某市医院", region="450304", verbosity=0)


def test_founding_twice_leaves_one_network(db, capsys):
    found()
    found()

    network = Network.objects.get()
    assert (network.name, network.lead.name) == ("某医联体", "某市医院")
    assert NetworkMembership.objects.get().role == "lead"
    assert Hospital.objects.get().region.name == "象山区"
    assert Region.objects.filter(level="province").count() > 30


def test_unknown_division_founds_nothing(db):
    with pytest.raises(CommandError):
        call_command("found_network", "某医联体", lead="某市医院", region="999999")

    assert not Network.objects.exists()
