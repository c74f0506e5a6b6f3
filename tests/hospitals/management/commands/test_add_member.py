import re

import pytest
from django.core.management import CommandError, call_command

from hospitals.models import Membership
from portal.models import AuditEvent, User
from tests.factories import hospitals


def test_new_person_gets_a_role_and_a_password_that_works(db, capsys):
    hospital = hospitals.hospital("某县医院")

    call_command("add_member", "li", name="李", role="hospital_admin", hospital="某县医院")

    user = User.objects.get(username="li")
    printed = re.search(r"：(\S+)", capsys.readouterr().out)[1]
    assert user.check_password(printed)
    membership = Membership.objects.get(user=user)
    assert (membership.hospital, membership.role) == (hospital, "hospital_admin")
    assert AuditEvent.objects.get().verb == "membership.grant"


def test_second_role_keeps_the_password(db, capsys):
    place = hospitals.region("某省", code="450000")
    user = hospitals.member("auditor", hospitals.hospital())

    call_command("add_member", user.username, role="commission_viewer", region=place.code)

    assert capsys.readouterr().out == ""
    assert Membership.objects.get(user=user, role="commission_viewer").region == place


@pytest.mark.parametrize(
    "options",
    [
        {"hospital": "没有的医院", "name": "李"},
        {"region": "999999", "name": "李"},
        {"hospital": "某县医院"},
    ],
)
def test_wrong_use_adds_nobody(db, options):
    hospitals.hospital("某县医院")

    with pytest.raises(CommandError):
        call_command("add_member", "li", role="auditor", **options)

    assert not User.objects.exists()


def test_role_is_not_given_twice(db):
    hospital = hospitals.hospital("某县医院")
    user = hospitals.member("auditor", hospital)

    with pytest.raises(CommandError):
        call_command("add_member", user.username, role="auditor", hospital=hospital.name)
