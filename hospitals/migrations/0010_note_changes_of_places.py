from django.db import migrations

TABLES = (
    "hospital",
    "department",
    "region",
    "network",
    "networkmembership",
    "hospitalrelation",
    "referralroute",
    "calendarday",
    "membership",
)
WATCH = """
CREATE TRIGGER note_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON hospitals_{table}
  FOR EACH STATEMENT EXECUTE FUNCTION portal_note_change();
INSERT INTO portal_referenceversion (name, version)
  VALUES ('hospitals_{table}', gen_random_uuid());
"""
FORGET = """
DROP TRIGGER note_change ON hospitals_{table};
DELETE FROM portal_referenceversion WHERE name = 'hospitals_{table}';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("hospitals", "0009_transfer_centre_in_memberships"),
        ("portal", "0009_versions_of_reference_data"),
    ]

    operations = [
        migrations.RunSQL(WATCH.format(table=table), FORGET.format(table=table)) for table in TABLES
    ]
