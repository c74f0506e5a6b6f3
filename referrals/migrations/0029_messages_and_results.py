
import django.db.models.deletion
import django.utils.timezone
import portal.models.base
from django.conf import settings
from django.db import migrations, models


APPEND_ONLY = """
CREATE TRIGGER message_append_only BEFORE UPDATE OR DELETE ON referrals_referralmessage
  FOR EACH ROW EXECUTE FUNCTION portal_append_only();
"""
CHANGEABLE = "DROP TRIGGER message_append_only ON referrals_referralmessage;"


class Migration(migrations.Migration):

    dependencies = [
        ('hospitals', '0020_inspections_of_members'),
        ('referrals', '0028_everything_so_far'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='referral',
            name='cost_fen',
            field=models.PositiveBigIntegerField(blank=True, null=True, verbose_name='费用'),
        ),
        migrations.AddField(
            model_name='referral',
            name='diagnosis_match',
            field=models.CharField(blank=True, choices=[('0', '未做'), ('1', '符合'), ('2', '不符合'), ('3', '不肯定')], max_length=1, verbose_name='诊断符合情况'),
        ),
        migrations.AddField(
            model_name='referral',
            name='treatment_result',
            field=models.CharField(blank=True, choices=[('1', '治愈'), ('2', '好转'), ('3', '未愈'), ('4', '死亡'), ('5', '其他')], max_length=1, verbose_name='治疗结果'),
        ),
        migrations.CreateModel(
            name='ReferralMessage',
            fields=[
                ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('message', '留言'), ('urge', '催办')], max_length=8, verbose_name='类型')),
                ('side', models.CharField(choices=[('origin', '转出方'), ('destination', '接收方'), ('network', '牵头医院'), ('system', '系统')], max_length=12, verbose_name='方')),
                ('text', models.CharField(blank=True, max_length=1000, verbose_name='留言')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='留言人')),
                ('hospital', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.hospital')),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='referrals.referral')),
            ],
            options={
                'verbose_name': '留言',
                'ordering': ['at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', 'urge'), models.Q(('text', ''), _negated=True), _connector='OR'), name='message_says_something')],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, CHANGEABLE),
    ]
