"""Seal every sealed field again with the newest key; may be stopped and started at any time."""

from django.core.management.base import BaseCommand

from portal.core import resealing


class Command(BaseCommand):
    help = "After a new key was put first in SEAL_KEY: seal everything with it, batch by batch."

    def add_arguments(self, parser):
        parser.add_argument("--batch", type=int, default=500, help="rows per transaction")
        parser.add_argument("--dry-run", action="store_true", help="only count what is left")

    def handle(self, *, batch, dry_run, **options):
        for model in resealing.sealed_models():
            if dry_run:
                done, word = resealing.left(model).count(), "left"
            else:
                done, word = 0, "sealed"
                while count := resealing.reseal(model, batch):
                    done += count
            self.stdout.write(f"{model._meta.label}: {done} {word}")
