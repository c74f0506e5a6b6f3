from django.db import migrations

import portal.core.sealing


class Migration(migrations.Migration):

    dependencies = [
        ('referrals', '0008_seal_names_and_fill_search'),
    ]

    operations = [
        migrations.RemoveField(model_name='patient', name='name'),
        migrations.RenameField(model_name='patient', old_name='sealed_name', new_name='name'),
        migrations.AlterField(
            model_name='patient',
            name='name',
            field=portal.core.sealing.SealedTextField(verbose_name='姓名'),
        ),
    ]
