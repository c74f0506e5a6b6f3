"""Give somebody a role; a new person gets a password that is printed once.

Exit codes: 0 done, 1 refused, 2 wrong use.
"""

import secrets

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from hospitals.actions import memberships
from hospitals.models import Hospital, Region
from portal.errors import Refusal
from portal.models import User
from portal.roles import Role


class Command(BaseCommand):
    help = "Add a person, or give a person one more role at a hospital or for a region."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--name", default="", help="the person's name; needed when new")
        parser.add_argument("--role", required=True, choices=[role.value for role in Role])
        place = parser.add_mutually_exclusive_group(required=True)
        place.add_argument("--hospital", help="full name of the hospital")
        place.add_argument("--region", help="division code")

    @transaction.atomic
    def handle(self, *, username, name, role, **options):
        place = self._place(options["hospital"], options["region"])
        user = User.objects.filter(username=username).first()
        if user is None:
            if not name:
                raise CommandError(_("新用户须用 --name 给出姓名。"), returncode=2)
            password = secrets.token_urlsafe(12)
            user = User.objects.create_user(username, password, display_name=name)
            self.stdout.write(_("初始密码（仅显示一次）：%(password)s") % {"password": password})
        try:
            memberships.grant(user=user, role=role, **place)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None

    def _place(self, hospital_name, region_code):
        if hospital_name:
            hospital = Hospital.objects.filter(name=hospital_name).first()
            if hospital is None:
                raise CommandError(_("没有这家机构，请写全称。"), returncode=2)
            return {"hospital": hospital}
        region = Region.objects.all().current_for(region_code)
        if region is None:
            raise CommandError(_("没有这个区划代码，请核对。"), returncode=2)
        return {"region": region}
