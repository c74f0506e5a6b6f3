import pytest

from portal.core.prepared import Prepared
from portal.models import User
from tests.factories import portal


@pytest.mark.django_db
def test_the_same_statement_answers_what_is_there_now(django_assert_num_queries):
    asked = Prepared.of(User.objects.filter(title="100%").values_list("username"))
    before = asked.rows()

    portal.user(username="覃甲", title="100%")

    with django_assert_num_queries(1):
        assert (before, asked.rows()) == ([], [("覃甲",)])
