import datetime as dt

import pytest
from django.utils import timezone

from portal.core.prepared import Kept, Prepared, RightNow
from portal.models import Notice, User
from tests.factories import portal


@pytest.mark.django_db
def test_the_same_statement_answers_what_is_there_now(django_assert_num_queries):
    asked = Prepared.of(User.objects.filter(title="100%").values_list("username"))
    before = asked.rows()

    portal.user(username="覃甲", title="100%")

    with django_assert_num_queries(1):
        assert (before, asked.rows()) == ([], [("覃甲",)])
    assert asked.beside(asked).rows() == [(["(覃甲)"], 1)]


@pytest.mark.django_db
def test_now_is_when_it_is_asked(time_machine):
    tomorrow = timezone.now() + dt.timedelta(days=1)
    portal.user(last_login=tomorrow)
    asked = Prepared.of(User.objects.filter(last_login__lt=RightNow()).values_list("pk"))
    before = asked.rows()

    time_machine.move_to(tomorrow + dt.timedelta(minutes=1))

    assert (asked.is_lasting, before, len(asked.rows())) == (True, [], 1)


@pytest.mark.django_db
def test_what_can_find_nothing_is_asked_all_the_same():
    asked = Prepared.of(Notice.objects.filter(pk__in=[]).values_list("pk"))

    assert (asked.rows(), asked.beside(asked).rows()) == ([], [([], 0)])


def test_statements_are_built_once_for_a_key_unless_they_age():
    lasting, ageing = Prepared("SELECT 1", ()), Prepared("SELECT %s", (timezone.now(),))
    built, kept = [], Kept(2)

    def build(one):
        built.append(one)
        return (one,)

    for _time in range(2):
        kept.get("a", lambda: build(lasting))
        kept.get("b", lambda: build(ageing))

    assert built == [lasting, ageing, ageing]


def test_keys_are_forgotten_before_they_are_too_many():
    built, kept = [], Kept(1)

    for key in "aba":
        kept.get(key, lambda key=key: built.append(key) or ())

    assert built == ["a", "b", "a"]
