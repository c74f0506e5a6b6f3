import pytest

from hospitals.actions import reading
from tests.factories import abstracts, flows, hospitals

pytestmark = pytest.mark.django_db


def test_each_kind_has_its_reader(settings, tmp_path):
    settings.FACTS_DIR = tmp_path
    place = hospitals.hospital(region=hospitals.county(), org_code=abstracts.ORG)
    stays = abstracts.waiting(place, abstracts.line(1))
    returns = flows.received(flows.world()["A"], flows.cell("A11", "B", 7))

    found = [reading.read(batch_id=batch.pk) for batch in (stays, returns)]

    assert [(batch.kind, batch.row_count) for batch in found] == [("abstracts", 1), ("flows", 1)]
