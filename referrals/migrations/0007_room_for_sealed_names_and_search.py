import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('referrals', '0006_forget_closed_offers_index'),
    ]

    operations = [
        migrations.AlterField(
            model_name='patient',
            name='name',
            field=models.CharField(default='', max_length=64, verbose_name='姓名'),
        ),
        # Plain to Django until it holds ciphertext: what is written here is sealed already.
        migrations.AddField(
            model_name='patient',
            name='sealed_name',
            field=models.TextField(default='', verbose_name='姓名'),
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('referral', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_entry', serialize=False, to='referrals.referral')),
                ('tokens', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
            ],
            options={
                'verbose_name': '检索项',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['tokens'], name='search_by_token')],
            },
        ),
    ]
