from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION portal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON portal_auditevent
  FOR EACH ROW EXECUTE FUNCTION portal_append_only();
"""

REVERSE = """
DROP TRIGGER audit_append_only ON portal_auditevent;
DROP FUNCTION portal_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_ground")]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.RunSQL(APPEND_ONLY, REVERSE),
    ]
