import pytest

from experts.models import Award, Certificate, Recruitment, TrainingStay
from portal.demo import training
from portal.demo.networks import RELATIONS
from tests.factories import experts as make
from tests.factories import hospitals

pytestmark = pytest.mark.django_db


def test_loading_twice_makes_everything_once_and_marked():
    names = {name for relation in RELATIONS for name in relation[:2]}
    houses = {name: hospitals.hospital(name) for name in names}
    for _number in range(6):
        make.local(houses[RELATIONS[0][1]])

    assert (training.load(houses), training.load(houses)) == (6, 6)
    assert (Certificate.objects.owed().count(), Award.objects.count()) == (3, 1)
    totals = TrainingStay.objects.totals()
    assert (totals["returned"], totals["independent"], totals["whole_team"]) == (5, 4, 2)
    models = (TrainingStay, Certificate, Award, Recruitment)
    assert [model.objects.filter(is_synthetic=False).count() for model in models] == [0] * 4
