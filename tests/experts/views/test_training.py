import pytest
from django.urls import reverse

from experts.models import Certificate, TrainingStay
from tests.factories import experts as make

STAYS, CERTIFICATES = (reverse(f"experts:{name}-list") for name in ("stay", "certificate"))
TERMS = {"at_place": "省人民医院", "subject": "介入", "since": "2024-03-01"}
PAPER = {"kind": "bls", "number": "B1", "issuer": "急救中心", "issued_on": "2024-03-01"}


def page(name, row):
    return reverse(f"experts:{name}", args=[row.pk])


@pytest.fixture
def receiver(client, sending):
    client.force_login(sending.receiver)
    return client


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("url, queries", [(STAYS, 11), (CERTIFICATES, 10)])
def test_lists_ask_the_same_for_one_row_and_three(
    receiver, sending, url, queries, rows, django_assert_num_queries
):
    for _number in range(rows):
        make.certificate(make.stay(make.local(sending.project), sending.source).trainee)
    receiver.get(url)

    with django_assert_num_queries(queries):
        assert len(receiver.get(url).context["object_list"]) == rows


@pytest.mark.parametrize(
    "query, count",
    [
        ({"q": "介入"}, 1),
        ({"q": "zzz"}, 0),
        ({"phase": "current"}, 1),
        ({"phase": "coming"}, 0),
        ({"phase": "overdue"}, 0),
        ({"phase": "returned"}, 0),
        ({"phase": "independent"}, 0),
        ({"first": "2024-01-02"}, 0),
    ],
)
def test_stays_are_filtered(receiver, sending, query, count):
    make.stay(make.local(sending.project))

    assert len(receiver.get(STAYS, query).context["object_list"]) == count


@pytest.mark.parametrize(
    "query, count",
    [
        ({"validity": "owed"}, 1),
        ({"validity": "valid"}, 0),
        ({"validity": "expired"}, 1),
        ({"validity": "expiring"}, 0),
        ({"kind": "acls"}, 0),
        ({"q": "急"}, 1),
    ],
)
def test_certificates_are_filtered_and_warned_of(receiver, sending, query, count):
    make.certificate(make.local(sending.project), expires_on="2025-01-01")

    answer = receiver.get(CERTIFICATES, query)

    assert (len(answer.context["object_list"]), answer.context["owed"]) == (count, 1)
    assert "有 1 张证书已到期" in answer.content.decode()


def test_a_team_is_sent_comes_back_and_works_alone(receiver, sending):
    team = [make.local(sending.project, name=name) for name in ("甲医师", "乙医师")]
    told = TERMS | {"trainees": [person.pk for person in team], "is_whole_team": "on"}
    done = receiver.post(page("stay-send", sending.project), told)
    row = TrainingStay.objects.get(trainee=team[0])
    receiver.post(page("stay-revise", row), TERMS | {"subject": "导管", "version": 1})
    future = receiver.post(page("stay-return", row), {"returned_on": "2999-01-01", "version": 2})
    told = {"returned_on": "2024-09-01", "independent_on": "2024-12-01", "version": 2}
    receiver.post(page("stay-return", row), told)

    shown = receiver.get(row.get_absolute_url()).content.decode()
    totals = receiver.get(STAYS).content.decode()
    assert (done.url, future.status_code) == (STAYS, 422)
    assert ("导管" in shown, "已独立工作" in shown) == (True, True)
    assert "占返院人员 1/1" in totals


def test_one_place_is_named_and_only_one(receiver, sending):
    told = TERMS | {"trainees": make.local(sending.project).pk}
    both = receiver.post(
        page("stay-send", sending.project), told | {"at_hospital": sending.source.pk}
    )
    neither = receiver.post(page("stay-send", sending.project), told | {"at_place": ""})

    assert (both.status_code, neither.status_code) == (422, 422)
    assert list(neither.context["form"].errors) == ["at_place"]


def test_certificates_are_recorded_and_shown_with_the_person(receiver, sending):
    person = make.local(sending.project)
    stay = make.stay(person, sending.source)
    receiver.post(page("certificate-add", person), PAPER | {"stay": stay.pk})
    row = Certificate.objects.get()
    told = PAPER | {"issuer": "红十字会", "version": 1}
    receiver.post(page("certificate-revise", row), told | {"stay": stay.pk})
    twice = receiver.post(page("certificate-add", person), PAPER)
    other = receiver.post(
        page("certificate-add", make.local(sending.project)),
        PAPER | {"number": "B2", "stay": stay.pk},
    )

    shown = receiver.get(person.get_absolute_url()).content.decode()
    assert ("红十字会" in shown, "介入诊疗" in shown) == (True, True)
    assert "红十字会" in receiver.get(stay.get_absolute_url()).content.decode()
    assert (twice.status_code, other.status_code) == (422, 422)


def test_who_teaches_reads_the_stay_and_nothing_else(client, sending):
    person = make.local(sending.project)
    make.certificate(person, stay=make.stay(person, sending.source), number="秘1")
    client.force_login(sending.sender)

    shown = client.get(person.stays.get().get_absolute_url()).content.decode()
    assert (person.name in shown, "秘1" in shown) == (True, False)
    assert client.get(page("stay-revise", person.stays.get())).status_code == 403
    assert client.get(person.get_absolute_url()).status_code == 404
