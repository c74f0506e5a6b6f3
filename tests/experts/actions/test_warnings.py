import datetime as dt

import pytest
from django.template.loader import render_to_string

from experts.actions import warnings
from portal.models import OutboxMessage
from tests.factories import experts as make
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 1)


def test_each_hospital_is_told_once_a_month_how_many(sending):
    for _number in range(2):
        make.certificate(make.local(sending.project), expires_on="2026-02-01")
    make.certificate(make.local(sending.source), expires_on="2028-02-01")
    head = hospitals.member("department_head", sending.project)

    warnings.warn(TODAY)
    warnings.warn(TODAY + dt.timedelta(days=30))
    warnings.warn(TODAY + dt.timedelta(days=31))

    rows = list(OutboxMessage.objects.order_by("key"))
    people = sorted(str(user.pk) for user in (sending.receiver, head))
    assert [(row.recipient_ids, row.payload) for row in rows] == [(people, {"count": 2})] * 2
    assert rows[0].url.endswith("?validity=owed")
    text = render_to_string("notices/certificates.owed.txt", {"payload": rows[0].payload})
    assert text.startswith("本院有 2 张证书")
