import pytest
from django.urls import reverse

from hospitals.models import CooperationProject, HospitalRelation, Network, NetworkMembership
from portal.models import User
from tests.factories import hospitals

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return hospitals.hospital("牵头医院")


@pytest.fixture
def network(lead):
    return hospitals.network(lead, hospitals.hospital("成员医院"))


@pytest.fixture
def admin(client, lead, network):
    client.force_login(hospitals.member("network_admin", lead))
    return client


@pytest.fixture
def project(lead):
    relation = hospitals.relation(lead, hospitals.hospital("项目医院"))
    return CooperationProject.objects.create(relation=relation, name="项目", stage="approved")


def user_of(client):
    return User.objects.get(pk=client.session["_auth_user_id"])


def page(name, *rows):
    return reverse(f"hospitals:{name}", args=[row.pk for row in rows])


@pytest.mark.parametrize("rows", [1, 3])
def test_network_list_asks_the_same_for_one_row_and_three(
    admin, lead, rows, django_assert_num_queries
):
    for _number in range(rows - 1):
        hospitals.network(lead, hospitals.hospital())
    admin.get(page("network-list"))

    with django_assert_num_queries(7):
        seen = admin.get(page("network-list")).context["object_list"]
        assert len(seen) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_project_list_asks_the_same_for_one_row_and_three(
    admin, lead, rows, django_assert_num_queries
):
    for number in range(rows):
        relation = hospitals.relation(lead, hospitals.hospital())
        CooperationProject.objects.create(relation=relation, name=f"{number}", stage="approved")
    admin.get(page("project-list"))

    with django_assert_num_queries(7):
        assert len(admin.get(page("project-list")).context["object_list"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_milestone_list_asks_the_same_for_one_row_and_three(
    admin, lead, rows, django_assert_num_queries
):
    for _number in range(rows):
        hospitals.step(lead)
    admin.get(page("milestone-list"))

    with django_assert_num_queries(7):
        assert len(admin.get(page("milestone-list")).context["object_list"]) == rows


def test_network_page_lists_members_with_their_number(admin, network):
    (row,) = admin.get(page("network-list")).context["object_list"]

    assert row.members_today == 2
    assert "成员医院" in admin.get(page("network-detail", network)).content.decode()


def test_former_member_is_shown_to_the_lead_but_not_to_other_members(admin, client, network):
    former = hospitals.hospital("前成员")
    days = {"since": "2020-01-01", "until": "2021-01-01"}
    NetworkMembership.objects.create(network=network, hospital=former, role="member", **days)
    url = page("network-detail", network)
    to_lead = admin.get(url).content.decode()
    member = network.members.get(hospital__name="成员医院").hospital
    client.force_login(hospitals.member("referral_coordinator", member))

    assert "前成员" in to_lead
    assert "前成员" not in client.get(url).content.decode()


def test_network_is_founded_by_its_lead(admin, lead):
    body = {"name": "新盟", "kind": "close", "lead": lead.pk, "since": "2024-01-01"}

    answer = admin.post(page("network-create"), body)

    assert answer.url == Network.objects.get(name="新盟").get_absolute_url()


def test_member_is_admitted_and_withdrawn(admin, lead, network):
    other = hospitals.hospital()
    hospitals.network(other, lead)
    body = {"hospital": other.pk, "role": "branch", "plate_name": "分院", "since": "2024-01-01"}

    admin.post(page("member-admit", network), body)
    member = network.members.get(hospital=other)
    admin.post(page("member-withdraw", member), {"until": "2024-02-01", "version": 1})

    member.refresh_from_db()
    assert (member.plate_name, str(member.until)) == ("分院", "2024-02-01")


def test_double_member_is_refused_in_words(admin, network):
    member = network.members.get(hospital__name="成员医院").hospital
    body = {"hospital": member.pk, "role": "member", "since": "2024-01-01"}

    answer = admin.post(page("member-admit", network), body)

    assert answer.status_code == 409
    assert answer.context["form"].non_field_errors() == ["该机构在这段时间内已是本医联体成员。"]


def test_relation_is_opened_and_ended(admin, lead, network):
    member = network.members.get(hospital__name="成员医院").hospital
    body = {"source": lead.pk, "project": member.pk, "host": "", "since": "2024-01-01"}

    admin.post(page("relation-create"), body)
    relation = HospitalRelation.objects.get()
    admin.post(page("relation-end", relation), {"until": "2024-02-01", "version": 1})

    relation.refresh_from_db()
    assert (relation.project, str(relation.until)) == (member, "2024-02-01")


def test_milestone_is_recorded_by_the_project_hospital(client, project):
    client.force_login(hospitals.member("hospital_admin", project.relation.project))
    body = {"kind": "opening", "actual_text": "2022年5月"}

    client.post(page("milestone-record", project), body)

    assert "2022年5月" in client.get(page("project-detail", project)).content.decode()


def test_members_may_not_change_the_network(client, network, coordinator_at):
    member = network.members.get(hospital__name="成员医院")
    client.force_login(hospitals.member("network_admin", member.hospital))

    assert client.get(page("member-admit", network)).status_code == 403
    assert client.get(page("member-withdraw", member)).status_code == 403


def test_stranger_finds_nothing(client, network, project, stranger):
    client.force_login(stranger)

    answers = [
        client.get(page("network-detail", network)).status_code,
        client.get(page("project-detail", project)).status_code,
        len(client.get(page("network-list")).context["object_list"]),
        len(client.get(page("project-list")).context["object_list"]),
    ]

    assert answers == [404, 404, 0, 0]


def test_planned_project_is_seen_by_the_commission_of_its_region(client, commission_of):
    region = hospitals.region()
    plan = CooperationProject.objects.create(name="计划", region=region, stage="applying")
    client.force_login(commission_of(region))

    assert client.get(page("project-detail", plan)).status_code == 200


def test_network_ends_with_its_members(client):
    lead, member = hospitals.hospital("牵头"), hospitals.hospital("成员")
    network = hospitals.network(lead, member)
    client.force_login(hospitals.member("network_admin", lead))
    url = reverse("hospitals:network-end", args=[network.pk])

    done = client.post(url, {"until": "2026-01-31", "version": 1})
    again = client.post(url, {"until": "2026-02-28", "version": 2})

    network.refresh_from_db()
    assert (done.status_code, again.status_code, str(network.until)) == (302, 409, "2026-01-31")
    assert not NetworkMembership.objects.filter(network=network, until=None).exists()


def test_network_and_member_are_corrected(admin, network):
    told = {"name": "正名", "kind": network.kind, "since": network.since, "version": 1}
    told["lead"] = str(network.lead_id)
    done = admin.post(page("network-correct", network), told)
    member = network.members.get(role="member")
    plate = {"plate_name": "正牌", "since": member.since, "version": member.version}
    plate["role"] = "branch"
    again = admin.post(page("member-correct", member), plate)
    shown = admin.get(done.url).content.decode()

    assert done.url == again.url == network.get_absolute_url()
    assert ("正名" in shown, "正牌" in shown) == (True, True)


def test_project_and_its_relation_are_corrected(admin, project):
    relation, host = project.relation, hospitals.hospital("依托医院")
    hospitals.network(relation.source, host)
    hospitals.holds(user_of(admin), "hospital_admin", relation.project)
    told = {"name": "正名", "initial_beds": 600, "target_beds": 1800, "version": 1}
    undated = admin.post(page("project-revise", project), told)
    dated = admin.post(page("project-revise", project), told | {"target_text": "五年内"})
    days = {"host": str(host.pk), "since": "2023-05-01", "version": 1}
    done = admin.post(page("relation-correct", relation), days)

    project.refresh_from_db()
    relation.refresh_from_db()
    assert (undated.status_code, dated.url) == (422, project.get_absolute_url())
    assert (project.name, project.initial_beds, project.target_beds) == ("正名", 600, 1800)
    assert (done.status_code, relation.host, str(relation.since)) == (302, host, "2023-05-01")
