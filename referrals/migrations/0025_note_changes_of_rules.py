from django.db import migrations

TABLES = ("timerrule", "diagnosiscode")
WATCH = """
CREATE TRIGGER note_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON referrals_{table}
  FOR EACH STATEMENT EXECUTE FUNCTION portal_note_change();
INSERT INTO portal_referenceversion (name, version)
  VALUES ('referrals_{table}', gen_random_uuid());
"""
FORGET = """
DROP TRIGGER note_change ON referrals_{table};
DELETE FROM portal_referenceversion WHERE name = 'referrals_{table}';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0009_versions_of_reference_data"),
        ("referrals", "0024_load_the_start_list_of_reasons"),
    ]

    operations = [
        migrations.RunSQL(WATCH.format(table=table), FORGET.format(table=table)) for table in TABLES
    ]
