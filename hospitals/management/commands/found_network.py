"""Begin on an empty database: the divisions, the leading hospital, its network, its administrator.

Everything else is then done on pages: the administrator adds hospitals, which join the network.
Running it again changes nothing but what is missing. Exit codes: 0 done, 1 refused, 2 wrong use.
"""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.actions import calendars, regions
from hospitals.enums import NetworkKind, NetworkRole
from hospitals.models import Hospital, Network, NetworkMembership, Region
from hospitals.pinyin import searchable


class Command(BaseCommand):
    help = "Load the divisions and found a network with its leading hospital."

    def add_arguments(self, parser):
        parser.add_argument("name", help="name of the network")
        parser.add_argument("--lead", required=True, help="full name of the leading hospital")
        parser.add_argument("--region", required=True, help="division code of that hospital")
        parser.add_argument("--kind", default=NetworkKind.CITY_GROUP, choices=NetworkKind.values)

    @transaction.atomic
    def handle(self, *, name, lead, region, kind, **options):
        regions.load_national()
        calendars.load_national()
        place = Region.objects.all().current_for(region)
        if place is None:
            raise CommandError(_("没有这个区划代码，请核对。"), returncode=2)
        hospital, _is_new = Hospital.objects.get_or_create(
            name=lead, defaults={"region": place, "pinyin": searchable(lead)}
        )
        today = timezone.localdate()
        network, is_new = Network.objects.get_or_create(
            name=name, defaults={"kind": kind, "lead": hospital, "since": today}
        )
        if is_new:
            NetworkMembership.objects.create(
                network=network, hospital=hospital, role=NetworkRole.LEAD, since=today
            )
        self.stdout.write(f"{network.name}: {network.lead.name}")
