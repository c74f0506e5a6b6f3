"""Load the demo: `--base` the network and its people, `--rest` referrals and flows; both twice."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.demo import base, demo_accounts, rest


class Command(BaseCommand):
    help = (
        "Load the demo network, invented people, referrals and flows. Loading twice adds nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--base", action="store_true", help="divisions, hospitals, people")
        parser.add_argument("--rest", action="store_true", help="referrals and flows")
        parser.add_argument("--accounts", action="store_true", help="print the accounts")

    def handle(self, **options):
        if settings.PRODUCTION:
            raise CommandError(_("生产环境不载入模拟数据。"))
        everything = not (options["base"] or options["rest"] or options["accounts"])
        if options["base"] or everything:
            made = base.load()
            self.stdout.write(", ".join(f"{name} {count}" for name, count in made.items()))
        if options["rest"] or everything:
            for load in rest.LOADERS:
                load(self.stdout.write)
        if options["accounts"] or everything:
            for account in demo_accounts():
                self.stdout.write("  ".join(account))
