from experts.models import Activity, OutreachStop
from portal.demo import activities
from portal.demo.networks import RELATIONS
from tests.factories import experts as make
from tests.factories import hospitals


def test_a_year_of_activities_and_two_campaigns(db):
    places = {project: hospitals.hospital(project) for _s, project, _h, _since, _text in RELATIONS}
    make.posting(make.expert(hospitals.hospital()), places[RELATIONS[0][1]])
    hospitals.county("平乐县")

    assert (activities.load(places), activities.load(places)) == (60, 60)
    assert not Activity.objects.filter(experts__isnull=True).exists()
    assert OutreachStop.objects.filter(is_synthetic=True).count() == 2
