from django.db import migrations

FORWARD = """
CREATE SEQUENCE referrals_number;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON referrals_referralevent
  FOR EACH ROW EXECUTE FUNCTION portal_append_only();
"""

REVERSE = """
DROP TRIGGER event_append_only ON referrals_referralevent;
DROP SEQUENCE referrals_number;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0001_referrals"),
        ("portal", "0002_append_only_audit"),
    ]

    operations = [migrations.RunSQL(FORWARD, REVERSE)]
