import pytest
from django.db import IntegrityError, transaction

from experts.models import Award, Recruitment
from tests.factories import experts as make

pytestmark = pytest.mark.django_db


def refused(name, act):
    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        act()
    assert broken.value.__cause__.diag.constraint_name == name


def test_titles_and_groups_are_seen_where_they_belong(sending, stranger):
    make.award(sending.project), make.recruitment(sending.project)
    people = (sending.receiver, sending.sender, stranger)

    assert [Award.objects.visible_to(user).count() for user in people] == [1, 0, 0]
    assert [Recruitment.objects.visible_to(user).count() for user in people] == [1, 0, 0]


def test_title_is_found_by_its_words_and_its_holder(sending):
    person = make.local(sending.project, name="张三", pinyin="zhangsan zs")
    make.award(sending.project, holder=person), make.award(sending.project)

    assert [Award.objects.about(text).count() for text in ("漓江", "zs", "无")] == [2, 1, 0]


def test_totals_of_groups(sending):
    make.recruitment(sending.project, people=5, doctors=2, has_housing=True)
    make.recruitment(sending.project, people=3, doctors=1, has_housing=True, has_spouse_job=True)

    assert Recruitment.objects.totals() == {
        "people": 8,
        "doctors": 3,
        "has_housing": 8,
        "has_schooling": 0,
        "has_spouse_job": 3,
    }


@pytest.mark.parametrize("person", [True, False])
def test_database_refuses_the_same_title_twice(sending, person):
    holder = make.local(sending.project) if person else None
    make.award(sending.project, holder=holder)

    refused("award_once", lambda: make.award(sending.project, holder=holder))


@pytest.mark.parametrize(
    "rule, fields",
    [
        ("recruitment_once", {"name": "甲"}),
        ("recruitment_of_somebody", {"people": 0, "doctors": 0}),
        ("recruitment_doctors_part_of_all", {"doctors": 4}),
    ],
)
def test_database_refuses_groups_that_cannot_be(sending, rule, fields):
    make.recruitment(sending.project, name="甲")

    refused(rule, lambda: make.recruitment(sending.project, **fields))
