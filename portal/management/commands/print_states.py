"""Print the move table as docs/referral-states.md."""

from django.core.management.base import BaseCommand
from django.utils.translation import override

from portal.handbook import states


class Command(BaseCommand):
    help = "Print docs/referral-states.md from the tables of states and moves."
    requires_system_checks = []

    def handle(self, **options):
        with override("zh-hans"):
            self.stdout.write(states.as_markdown())
