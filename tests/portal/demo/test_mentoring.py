from experts.models import CoDirectorPost, Mentorship, SkillMilestone
from portal.demo import mentoring
from portal.demo.networks import RELATIONS
from tests.factories import experts as make
from tests.factories import hospitals


def test_people_learn_in_order_and_nothing_comes_twice(db):
    source, places = hospitals.hospital(), {}
    for _source, project, _host, _since, _text in RELATIONS:
        places[project] = hospitals.hospital(project)
    place = places[RELATIONS[0][1]]
    hospitals.department(place)
    for _number in range(4):
        make.posting(make.expert(source), place)

    assert (mentoring.load(places), mentoring.load(places)) == (6, 6)
    assert Mentorship.objects.crowded().count() == 3
    assert CoDirectorPost.objects.filter(is_synthetic=True).count() == 2
    rows = SkillMilestone.objects.order_by("staff_id", "stage")
    days = [(row.staff_id, row.stage, row.reached_on) for row in rows]
    assert days == sorted(days)
