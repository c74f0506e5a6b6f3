"""Print the catalogue as docs/indicators.md."""

from django.core.management.base import BaseCommand
from django.utils.translation import override

from portal.metrics import catalogue


class Command(BaseCommand):
    help = "Print docs/indicators.md from the catalogue."
    requires_system_checks = []

    def handle(self, **options):
        with override("zh-hans"):
            self.stdout.write(catalogue.as_markdown())
