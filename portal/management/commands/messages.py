"""Collect the Chinese texts, keep the English catalogue complete and sorted, and compile it."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.local import catalogues


class Command(BaseCommand):
    help = "Collect texts into locale/en, name those without English, and compile."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing, only compare")

    def handle(self, *, check, **options):
        path = settings.BASE_DIR / "locale" / "en" / "LC_MESSAGES" / "django.po"
        known = catalogues.read(path)
        wanted = catalogues.merged(catalogues.sources(settings.BASE_DIR), known)
        faults = catalogues.faults(wanted)
        if not check:
            catalogues.write(path, wanted)
            catalogues.compile_all(settings.BASE_DIR)
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{len(catalogues.texts(wanted))} texts, all in English too.")
