"""The tables as they stand, in one step; an installation of before goes the steps it replaces."""

import django.db.models.deletion
import django.db.models.functions.datetime
import portal.metrics.models
import portal.models.base
from django.conf import settings
from django.db import migrations, models

from portal.core.migrating import Together


class Migration(migrations.Migration):

    replaces = [('metrics', '0001_figures_runs_and_targets'), ('metrics', '0002_watermark_of_changes'), ('metrics', '0003_scopes_pairs_and_intervals')]

    initial = True

    dependencies = [
        ('hospitals', '0016_everything_so_far'),
        ('portal', '0012_everything_so_far'),
    ]

    operations = [
        Together(
            migrations.CreateModel(
                name='ComputeRun',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('job', models.CharField(choices=portal.metrics.models.jobs, max_length=32, verbose_name='任务')),
                    ('period', models.DateField(verbose_name='期间')),
                    ('state', models.CharField(choices=[('running', '进行中'), ('done', '已完成'), ('failed', '失败')], default='running', max_length=8, verbose_name='状态')),
                    ('progress', models.PositiveSmallIntegerField(default=0, verbose_name='进度')),
                    ('started_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='开始')),
                    ('finished_at', models.DateTimeField(null=True, verbose_name='结束')),
                    ('code_version', models.CharField(blank=True, max_length=40, verbose_name='代码版本')),
                    ('inputs', models.JSONField(default=list, verbose_name='所用批次')),
                    ('row_count', models.PositiveIntegerField(default=0, verbose_name='数值个数')),
                    ('error', models.TextField(blank=True, verbose_name='失败原因')),
                ],
                options={
                    'verbose_name': '计算任务',
                    'ordering': ['-started_at'],
                    'indexes': [models.Index(fields=['job', 'period', '-started_at'], name='runs_of_period')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('job', 'period'), name='one_run_at_a_time')],
                },
            ),
            migrations.CreateModel(
                name='Target',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('code', models.CharField(max_length=8, verbose_name='指标')),
                    ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.region')),
                    ('since', models.DateField(verbose_name='开始')),
                    ('value', models.FloatField(verbose_name='目标值')),
                ],
                options={
                    'verbose_name': '目标值',
                    'constraints': [models.UniqueConstraint(fields=('code', 'region', 'since'), name='target_once_per_start')],
                },
            ),
            migrations.CreateModel(
                name='Watermark',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('job', models.CharField(choices=portal.metrics.models.jobs, max_length=32, unique=True, verbose_name='任务')),
                    ('until', models.DateTimeField(verbose_name='已检查至')),
                    ('code_version', models.CharField(max_length=40, verbose_name='代码版本')),
                    ('periods', models.PositiveIntegerField(verbose_name='期间个数')),
                ],
                options={
                    'verbose_name': '检查进度',
                },
            ),
            migrations.CreateModel(
                name='IndicatorValue',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='values', to='metrics.computerun')),
                    ('code', models.CharField(max_length=8, verbose_name='指标')),
                    ('version', models.PositiveSmallIntegerField(default=1, verbose_name='口径版本')),
                    ('layer', models.CharField(choices=[('measured', '实测'), ('known', '本网络知晓'), ('claimed', '已发表的说法')], max_length=8, verbose_name='层次')),
                    ('grain', models.CharField(choices=[('month', '月'), ('quarter', '季度'), ('year', '年')], max_length=8, verbose_name='粒度')),
                    ('period', models.DateField(verbose_name='期间')),
                    ('region', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.region')),
                    ('hospital', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.hospital')),
                    ('network', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.network')),
                    ('counterpart_region', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.region')),
                    ('counterpart_hospital', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.hospital')),
                    ('item', models.CharField(blank=True, max_length=64, verbose_name='对象')),
                    ('source_system', models.CharField(blank=True, choices=[('hqms', '国家病案首页系统'), ('insurer_settlement', '医保异地结算'), ('province_platform', '省级平台'), ('hospital_upload', '医院上报')], max_length=20, verbose_name='数据来源')),
                    ('disease_system', models.CharField(choices=[('ALL', '全部病种'), ('ICD_CHAPTER', 'ICD-10 章'), ('MDC', 'MDC 主要诊断大类'), ('ADRG', 'ADRG'), ('SPECIALTY', '专科')], max_length=12, verbose_name='病种体系')),
                    ('disease_code', models.CharField(max_length=32, verbose_name='病种')),
                    ('numerator', models.BigIntegerField(null=True, verbose_name='分子')),
                    ('denominator', models.BigIntegerField(null=True, verbose_name='分母')),
                    ('base_numerator', models.BigIntegerField(null=True, verbose_name='基期分子')),
                    ('base_denominator', models.BigIntegerField(null=True, verbose_name='基期分母')),
                    ('measure', models.FloatField(null=True, verbose_name='度量值')),
                    ('low', models.FloatField(null=True, verbose_name='区间下限')),
                    ('high', models.FloatField(null=True, verbose_name='区间上限')),
                    ('drg_version', models.CharField(blank=True, max_length=32, verbose_name='DRG 分组器版本')),
                    ('code_versions', models.JSONField(blank=True, default=dict, verbose_name='编码表版本')),
                    ('hidden_cells', models.PositiveIntegerField(default=0, verbose_name='来源已隐去的单元格')),
                    ('hidden_stays_max', models.PositiveIntegerField(default=0, verbose_name='隐去人次上限')),
                    ('unplaced', models.PositiveIntegerField(default=0, verbose_name='去向不明人次')),
                    ('disclosure', models.CharField(choices=[('shown', '可公开'), ('small', '人数过少'), ('complement', '为保护他格而隐去')], default='shown', max_length=10, verbose_name='公开状态')),
                    ('as_of', models.DateTimeField(verbose_name='数据截至')),
                    ('is_synthetic', models.BooleanField(default=False, verbose_name='模拟数据')),
                ],
                options={
                    'verbose_name': '指标值',
                    'ordering': ['code', 'period'],
                    'indexes': [models.Index(fields=['region', 'code', 'period'], name='values_of_region'), models.Index(fields=['hospital', 'code', 'period'], name='values_of_hospital'), models.Index(condition=models.Q(('network__isnull', False)), fields=['network', 'code', 'period'], name='values_of_network'), models.Index(condition=models.Q(('counterpart_hospital__isnull', False)), fields=['counterpart_hospital', 'code', 'period'], name='values_of_counterpart'), models.Index(fields=['period', 'grain'], name='values_of_period')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('hospital', None), ('network', None), ('region__isnull', False)), models.Q(('hospital__isnull', False), ('network', None), ('region', None)), models.Q(('hospital', None), ('network__isnull', False), ('region', None)), _connector='OR'), name='value_of_one_scope')],
                },
            ),
        ),
    ]
