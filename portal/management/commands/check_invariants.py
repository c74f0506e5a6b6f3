"""Look for rows that contradict each other; exit 1 and name them when there are any."""

from django.core.management.base import BaseCommand, CommandError

from portal.management import invariants

NAMED = 20


class Command(BaseCommand):
    help = "Check what must always be true in the database."

    def handle(self, *args, **options):
        broken = invariants.broken()
        for says, rows in broken.items():
            self.stdout.write(f"{says} Broken by {len(rows)}:")
            for row in rows[:NAMED]:
                self.stdout.write(f"  {row}")
        if broken:
            raise CommandError(f"{len(broken)} of {len(invariants.laws())} laws are broken.")
        self.stdout.write(f"{len(invariants.laws())} laws, none broken.")
