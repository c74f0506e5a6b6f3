from portal.demo import saved_views
from portal.models import SavedView
from tests.factories import hospitals


def test_views_are_made_once_by_their_owners(db):
    place = hospitals.hospital("模拟中心医院")
    unit = hospitals.department(place, "心血管内科")
    hospitals.member("referral_coordinator", place, username="coordinator.xiangya")
    head = hospitals.member("department_head", place, username="head.xiangya")
    said = []

    made, again = saved_views.load(said.append), saved_views.load(said.append)

    assert (made, again, len(said)) == (3, 0, 1)
    assert SavedView.objects.get(owner=head).circle == unit.pk
