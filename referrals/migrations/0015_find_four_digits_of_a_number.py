from django.db import migrations

from referrals import tokens

BATCH = 500


def forward(apps, schema_editor):
    SearchEntry = apps.get_model("referrals", "SearchEntry")
    entries = SearchEntry.objects.select_related("referral").order_by("pk")
    changed = []
    for entry in entries.only("tokens", "referral__number").iterator(BATCH):
        found = tokens.of_number(entry.referral.number)
        if not found <= set(entry.tokens):
            entry.tokens = sorted({*entry.tokens, *found})
            changed.append(entry)
        if len(changed) == BATCH:
            SearchEntry.objects.bulk_update(changed, ["tokens"])
            changed = []
    SearchEntry.objects.bulk_update(changed, ["tokens"])


class Migration(migrations.Migration):

    dependencies = [
        ('referrals', '0014_the_whole_data_set'),
    ]

    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
