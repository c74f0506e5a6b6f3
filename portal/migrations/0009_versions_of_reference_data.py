from django.db import migrations, models

NOTE = """
CREATE FUNCTION portal_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO portal_referenceversion (name, version) VALUES (TG_TABLE_NAME, gen_random_uuid())
  ON CONFLICT (name) DO UPDATE SET version = excluded.version;
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0008_heartbeats")]

    operations = [
        migrations.CreateModel(
            name="ReferenceVersion",
            fields=[
                (
                    "name",
                    models.CharField(
                        max_length=63, primary_key=True, serialize=False, verbose_name="数据表"
                    ),
                ),
                ("version", models.UUIDField(verbose_name="版本")),
            ],
            options={"verbose_name": "基础数据版本"},
        ),
        migrations.RunSQL(NOTE, "DROP FUNCTION portal_note_change();"),
    ]
