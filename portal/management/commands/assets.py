"""Bring catalogues and browser files up to date."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.local import assets, catalogues
from portal.local.errors import StartError


class Command(BaseCommand):
    help = "Compile catalogues, bundle browser files, and collect them where they are stale."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--no-collect", action="store_true", help="leave out collectstatic")

    def handle(self, *, no_collect, **options):
        try:
            catalogues.compile_all(settings.BASE_DIR)
            assets.vendor(settings.BASE_DIR)
            if not no_collect:
                assets.collect(settings.STATIC_ROOT)
        except StartError as error:
            raise CommandError(error) from None
