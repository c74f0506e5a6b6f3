"""Give rows from before the move table was whole what it needs: the person, and the state left."""

from django.db import migrations

# Of several open requests of one hospital for one person only the newest is known by the person.
PERSONS = """
UPDATE referrals_referral r SET person_hash = newest.id_hash
FROM (
  SELECT DISTINCT ON (o.origin_id, p.id_hash) o.id, p.id_hash
  FROM referrals_referral o JOIN referrals_patient p ON p.id = o.patient_id
  WHERE p.id_hash <> ''
  ORDER BY o.origin_id, p.id_hash, o.created_at DESC
) newest
WHERE newest.id = r.id
"""
LEFT = """
UPDATE referrals_referral r SET state_before = last.from_state
FROM (
  SELECT DISTINCT ON (referral_id) referral_id, from_state
  FROM referrals_referralevent
  WHERE from_state <> '' AND from_state <> to_state
  ORDER BY referral_id, seq DESC
) last
WHERE last.referral_id = r.id
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0016_every_state_and_move")]

    operations = [
        migrations.RunSQL([PERSONS, LEFT], migrations.RunSQL.noop),
    ]
