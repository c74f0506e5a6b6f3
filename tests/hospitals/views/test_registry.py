import pytest
from django.urls import reverse

from hospitals.models import Campus, Hospital
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
LIST = reverse("hospitals:hospital-list")


@pytest.fixture
def hospital():
    return hospitals.hospital("桂林市人民医院", short_name="市医院", pinyin="x glsrmyy")


@pytest.fixture
def admin(client, hospital):
    client.force_login(hospitals.member("hospital_admin", hospital))
    return client


@pytest.fixture
def lead(client, hospital):
    hospitals.network(hospital)
    client.force_login(hospitals.member("network_admin", hospital))
    return client


def page(name, row):
    return reverse(f"hospitals:{name}", args=[row.pk])


def filled(hospital, **changed):
    fields = {
        "name": hospital.name,
        "short_name": "",
        "region": hospital.region.code,
        "level": "3A",
        "kind": "general",
        "ownership": "public",
        "version": hospital.version,
    }
    return fields | changed


def test_list_holds_what_this_person_sees(admin, hospital):
    hospitals.hospital("别处医院")

    assert list(admin.get(LIST).context["object_list"]) == [hospital]


@pytest.mark.parametrize("query, count", [("glsrmyy", 1), ("市医院", 1), ("别处", 0)])
def test_list_is_searched(admin, hospital, query, count):
    assert len(admin.get(LIST, {"q": query}).context["object_list"]) == count


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_for_one_row_and_three(admin, hospital, rows, django_assert_num_queries):
    for _number in range(rows - 1):
        hospitals.network(hospital, hospitals.hospital())
    admin.get(LIST)

    with django_assert_num_queries(10):
        assert len(admin.get(LIST).context["object_list"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_detail_asks_the_same_for_one_row_and_three(
    admin, hospital, rows, django_assert_num_queries
):
    for number in range(rows):
        Campus.objects.create(hospital=hospital, name=f"{number}院区")
        hospitals.bed_pool(hospitals.department(hospital, f"{number}科"))
        hospitals.network(hospitals.hospital(), hospital)
        hospitals.relation(hospital, hospitals.hospital())
        hospitals.accreditation(hospital, "key_specialty", specialty=f"{number}科")
        hospitals.former_name(
            hospital, since=f"{2010 + number}-01-01", until=f"{2010 + number}-02-01"
        )
        hospitals.plan(hospital, 2020 + number)
        hospitals.equipment(hospital, f"{number}")
        hospitals.cluster(hospital, f"{number}")
    admin.get(page("hospital-detail", hospital))

    with django_assert_num_queries(16):
        admin.get(page("hospital-detail", hospital))


def test_stranger_finds_nothing(client, hospital, stranger):
    client.force_login(stranger)
    department = hospitals.department(hospital)
    rows = [("hospital-detail", hospital), ("hospital-edit", hospital), ("beds-set", department)]

    answers = [client.get(page(name, row)).status_code for name, row in rows]

    assert answers == [404, 404, 404]


def test_coordinator_reads_but_does_not_change(client, hospital, coordinator_at):
    client.force_login(coordinator_at(hospital))

    detail = client.get(page("hospital-detail", hospital))

    assert detail.status_code == 200
    assert page("hospital-edit", hospital) not in detail.content.decode()
    assert client.get(page("hospital-edit", hospital)).status_code == 403
    assert client.get(reverse("hospitals:hospital-create")).status_code == 403


def test_edit_saves_and_tells_it_among_the_changes(admin, hospital):
    answer = admin.post(page("hospital-edit", hospital), filled(hospital, short_name="新简称"))

    assert answer.url == hospital.get_absolute_url()
    hospital.refresh_from_db()
    assert (hospital.short_name, hospital.version) == ("新简称", 2)
    assert "修改机构信息" in admin.get(answer.url).content.decode()


def test_edit_of_an_older_version_keeps_what_was_typed(admin, hospital):
    admin.post(page("hospital-edit", hospital), filled(hospital, short_name="先"))

    answer = admin.post(page("hospital-edit", hospital), filled(hospital, short_name="后到的字"))

    assert answer.status_code == 412
    assert "后到的字" in answer.content.decode()


@pytest.mark.parametrize("text", ["000000", "无此县"])
def test_edit_refuses_an_unknown_region(admin, hospital, text):
    answer = admin.post(page("hospital-edit", hospital), filled(hospital, region=text))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["region"]


@pytest.mark.parametrize("text, status", [("abc", 422), ("123", 422), ("0773-2821234 转 8", 302)])
def test_edit_refuses_what_is_no_telephone(admin, hospital, text, status):
    answer = admin.post(page("hospital-edit", hospital), filled(hospital, phone=text))

    assert answer.status_code == status


@pytest.mark.parametrize(
    "text, status",
    [("124503004986001250", 302), ("124503004986001251", 422), ("12345", 422), ("旧 77", 302)],
)
def test_edit_checks_the_code_unless_it_was_kept_before(admin, hospital, text, status):
    Hospital.objects.filter(pk=hospital.pk).update(org_code="旧 77")

    answer = admin.post(page("hospital-edit", hospital), filled(hospital, org_code=text))

    assert answer.status_code == status


def test_edit_asks_for_the_code_where_a_name_is_not_enough(admin, hospital):
    first, _second = hospitals.county("城关区"), hospitals.county("城关区")

    answer = admin.post(page("hospital-edit", hospital), filled(hospital, region="城关区"))

    (error,) = answer.context["form"].errors["region"]
    assert f"{first.full_name} {first.code}" in error


def test_create_joins_the_network(lead, hospital):
    body = filled(hospital, name="新院", network=hospital.led_networks.get().pk, since="2024-01-01")

    answer = lead.post(reverse("hospitals:hospital-create"), body)

    assert answer.url == Hospital.objects.get(name="新院").get_absolute_url()


def test_split_hospital_names_where_it_comes_from(lead, hospital):
    network = hospital.led_networks.get()
    body = filled(hospital, name="分院", network=network.pk, since="2024-01-01")
    body |= {"split_from": hospital.pk}

    undated = lead.post(reverse("hospitals:hospital-create"), body)
    lead.post(reverse("hospitals:hospital-create"), body | {"opened_on": "2024-01-01"})

    new = Hospital.objects.get(name="分院")
    assert list(undated.context["form"].errors) == ["opened_on"]
    assert new.split_from == hospital
    assert list(lead.get(hospital.get_absolute_url()).context["offshoots"]) == [new]
    assert "分设自" in lead.get(new.get_absolute_url()).content.decode()


def test_create_offers_only_networks_of_this_lead(lead, hospital):
    hospitals.network(hospitals.hospital(), hospital)

    form = lead.get(reverse("hospitals:hospital-create")).context["form"]

    assert list(form.fields["network"].queryset) == [hospital.led_networks.get()]


def test_close(admin, hospital):
    admin.post(page("hospital-close", hospital), {"closed_on": "2024-01-01", "version": 1})

    hospital.refresh_from_db()
    assert str(hospital.closed_on) == "2024-01-01"


def test_campus_is_added_and_changed(admin, hospital):
    admin.post(page("campus-create", hospital), {"name": "东院区"})
    campus = hospital.campuses.get()

    admin.post(page("campus-edit", campus), {"name": "西院区", "version": 1})

    campus.refresh_from_db()
    assert campus.name == "西院区"


def test_department_is_added_and_changed(admin, hospital):
    campus = Campus.objects.create(hospital=hospital, name="东院区")
    admin.post(page("department-create", hospital), {"name": "内科", "campus": campus.pk})
    department = hospital.departments.get()

    admin.post(page("department-edit", department), {"name": "外科", "version": 1})

    department.refresh_from_db()
    assert (department.name, department.campus) == ("外科", None)


def test_beds_are_reported_and_wrong_ones_refused(admin, hospital):
    url = page("beds-set", hospitals.department(hospital))
    beds = {"established_beds": 30, "open_beds": 30, "occupied_beds": 12}

    assert admin.post(url, beds).status_code == 302
    wrong = admin.post(url, beds | {"occupied_beds": 31, "version": 1})

    assert wrong.status_code == 422
    assert wrong.context["form"].errors == {"occupied_beds": ["占用床位不能多于开放床位。"]}
    assert hospital.departments.get().bed_pool.occupied_beds == 12


def test_beds_of_an_older_report_are_refused(admin, hospital):
    department = hospitals.department(hospital)
    hospitals.bed_pool(department)
    beds = {"established_beds": 30, "open_beds": 30, "occupied_beds": 12, "version": 9}

    assert admin.post(page("beds-set", department), beds).status_code == 412


def test_page_leads_to_what_else_is_kept_of_a_hospital(admin, hospital):
    page = admin.get(hospital.get_absolute_url())

    names = [str(label) for label, _address in page.context["elsewhere"]]
    assert names == ["转出的转诊", "接收的转诊", "专家活动", "新技术", "月报", "指标"]
    for _label, address in page.context["elsewhere"]:
        assert address.endswith(f"={hospital.pk}")
        assert admin.get(address).status_code == 200
