"""The tables as they stand, in one step; an installation of before goes the steps it replaces."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import hospitals.models.network
import hospitals.models.slot
import portal.models.base
from django.conf import settings
from django.db import migrations, models

from portal.core.migrating import Together


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
APPEND_ONLY = """
CREATE TRIGGER claim_append_only BEFORE UPDATE OR DELETE ON hospitals_claim
  FOR EACH ROW EXECUTE FUNCTION portal_append_only();
"""
CHANGEABLE = "DROP TRIGGER claim_append_only ON hospitals_claim"
# A ring is looked for from the row just written, under a lock that all writers take: two people
# must not close a ring from its two ends. The lock is that of hospitals/actions/relations.py.
REFUSE_RINGS = """
CREATE FUNCTION hospitals_refuse_ring() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(1919512167);
  IF EXISTS (
    WITH RECURSIVE led AS (
      SELECT NEW.project_id AS hospital, daterange(NEW.since, NEW.until, '[]') AS span
      UNION
      SELECT later.project_id, led.span * daterange(later.since, later.until, '[]')
        FROM hospitals_hospitalrelation later JOIN led ON later.source_id = led.hospital
       WHERE later.id <> NEW.id AND led.span && daterange(later.since, later.until, '[]')
    )
    SELECT FROM led WHERE hospital = NEW.source_id
  ) THEN
    RAISE EXCEPTION 'a project hospital is a source of its own source'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'relation_no_ring';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER refuse_ring AFTER INSERT OR UPDATE ON hospitals_hospitalrelation
  FOR EACH ROW EXECUTE FUNCTION hospitals_refuse_ring();

CREATE FUNCTION hospitals_refuse_merger_ring() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(1919512167);
  IF EXISTS (
    WITH RECURSIVE chain AS (
      SELECT NEW.successor_id AS hospital
      UNION
      SELECT next.successor_id FROM hospitals_hospital next JOIN chain ON next.id = chain.hospital
       WHERE next.successor_id IS NOT NULL
    )
    SELECT FROM chain WHERE hospital = NEW.id
  ) THEN
    RAISE EXCEPTION 'a hospital is merged into itself'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'hospital_no_merger_ring';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER refuse_merger_ring AFTER INSERT OR UPDATE OF successor_id ON hospitals_hospital
  FOR EACH ROW WHEN (NEW.successor_id IS NOT NULL)
  EXECUTE FUNCTION hospitals_refuse_merger_ring();
"""
ALLOW_RINGS = """
DROP TRIGGER refuse_ring ON hospitals_hospitalrelation;
DROP FUNCTION hospitals_refuse_ring();
DROP TRIGGER refuse_merger_ring ON hospitals_hospital;
DROP FUNCTION hospitals_refuse_merger_ring();
"""


class Migration(migrations.Migration):

    replaces = [('hospitals', '0001_network'), ('hospitals', '0002_flow_grain'), ('hospitals', '0003_planned_projects_and_printed_dates'), ('hospitals', '0004_what_hospitals_are_recognised_for'), ('hospitals', '0005_working_calendar_and_duty_roster'), ('hospitals', '0006_people_of_departments'), ('hospitals', '0007_held_beds_and_clinic_slots'), ('hospitals', '0008_referral_routes'), ('hospitals', '0009_transfer_centre_in_memberships'), ('hospitals', '0010_note_changes_of_places'), ('hospitals', '0011_printed_figures'), ('hospitals', '0012_monthly_reports'), ('hospitals', '0013_names_and_governance'), ('hospitals', '0014_beds_over_time_and_equipment'), ('hospitals', '0015_abstract_files')]

    initial = True

    dependencies = [
        ('portal', '0012_everything_so_far'),
    ]

    operations = [
        Together(
            migrations.CreateModel(
                name='Region',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('code_system', models.CharField(default='GB/T 2260', max_length=32, verbose_name='代码体系')),
                    ('code', models.CharField(max_length=12, verbose_name='代码')),
                    ('name', models.CharField(max_length=64, verbose_name='名称')),
                    ('pinyin', models.CharField(blank=True, editable=False, max_length=200, verbose_name='拼音')),
                    ('level', models.CharField(choices=[('province', '省级'), ('city', '市级'), ('county', '县级')], max_length=10, verbose_name='级别')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='hospitals.region')),
                    ('valid_from', models.DateField(blank=True, null=True, verbose_name='启用')),
                    ('valid_to', models.DateField(blank=True, null=True, verbose_name='停用')),
                    ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='hospitals.region')),
                ],
                options={
                    'verbose_name': '行政区划',
                    'ordering': ['code_system', 'code'],
                    'indexes': [models.Index(fields=['code'], name='region_by_code')],
                    'constraints': [models.UniqueConstraint(fields=('code_system', 'code', 'valid_from'), name='region_code_once_per_start', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='region_dates_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('level', 'province'), ('parent__isnull', True)), models.Q(models.Q(('level', 'province'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='region_below_province_has_parent')],
                },
            ),
            migrations.CreateModel(
                name='Hospital',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('name', models.CharField(max_length=128, unique=True, verbose_name='名称')),
                    ('short_name', models.CharField(blank=True, max_length=64, verbose_name='简称')),
                    ('pinyin', models.CharField(blank=True, editable=False, max_length=400, verbose_name='拼音')),
                    ('org_code', models.CharField(blank=True, max_length=22, verbose_name='统一社会信用代码')),
                    ('level', models.CharField(choices=[('3A', '三级甲等'), ('3', '三级'), ('2A', '二级甲等'), ('2', '二级'), ('1', '一级'), ('0', '未定级')], default='0', max_length=2, verbose_name='等级')),
                    ('kind', models.CharField(choices=[('general', '综合医院'), ('specialist', '专科医院'), ('tcm', '中医医院'), ('community', '社区卫生服务中心'), ('township', '乡镇卫生院')], default='general', max_length=16, verbose_name='类别')),
                    ('ownership', models.CharField(choices=[('public', '公立'), ('private', '民营')], default='public', max_length=8, verbose_name='举办性质')),
                    ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hospitals', to='hospitals.region', verbose_name='所在地')),
                    ('phone', models.CharField(blank=True, max_length=32, verbose_name='转诊电话')),
                    ('opened_on', models.DateField(blank=True, null=True, verbose_name='开业日期')),
                    ('closed_on', models.DateField(blank=True, null=True, verbose_name='停业日期')),
                    ('successor', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='hospitals.hospital', verbose_name='并入机构')),
                    ('review_required', models.BooleanField(default=True, verbose_name='转出前须院内审核')),
                ],
                options={
                    'verbose_name': '医疗机构',
                    'ordering': ['pinyin', 'name'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('org_code', ''), _negated=True), fields=('org_code',), name='org_code_once'), models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('opened_on__isnull', True), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='hospital_dates_in_order'), models.CheckConstraint(condition=models.Q(('successor__isnull', True), models.Q(('closed_on__isnull', False), models.Q(('successor', models.F('pk')), _negated=True)), _connector='OR'), name='hospital_merged_into_another', violation_error_message='机构只能并入另一家机构，并须有停业日期。')],
                },
            ),
            migrations.CreateModel(
                name='Accreditation',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('hospital', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accreditations', to='hospitals.hospital', verbose_name='医疗机构')),
                    ('kind', models.CharField(choices=[('stroke', '卒中中心'), ('chest_pain', '胸痛中心'), ('trauma', '创伤中心'), ('maternal', '危重孕产妇救治中心'), ('neonatal', '危重新生儿救治中心'), ('key_specialty', '临床重点专科')], max_length=16, verbose_name='资质')),
                    ('specialty', models.CharField(blank=True, max_length=64, verbose_name='专科')),
                    ('level', models.CharField(blank=True, choices=[('national', '国家级'), ('province', '自治区（省）级'), ('city', '市级')], max_length=8, verbose_name='级别')),
                    ('issuer', models.CharField(blank=True, max_length=128, verbose_name='认定机构')),
                    ('certificate_number', models.CharField(blank=True, max_length=64, verbose_name='证书编号')),
                    ('since', models.DateField(verbose_name='开始')),
                    ('since_text', models.CharField(blank=True, max_length=64, verbose_name='开始（原文）')),
                    ('until', models.DateField(blank=True, null=True, verbose_name='有效期至')),
                ],
                options={
                    'verbose_name': '资质',
                    'ordering': ['kind', 'specialty', '-since'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='accreditation_dates_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'key_specialty'), models.Q(('specialty', ''), _negated=True)), models.Q(models.Q(('kind', 'key_specialty'), _negated=True), ('specialty', '')), _connector='OR'), name='accreditation_key_specialty_is_named'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('hospital', '='), ('kind', '='), ('specialty', '='), ('level', '='), (hospitals.models.network.Days('since', 'until', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='accreditation_no_overlap')],
                },
            ),
            migrations.CreateModel(
                name='CalendarDay',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('day', models.DateField(verbose_name='日期')),
                    ('is_workday', models.BooleanField(default=False, verbose_name='上班')),
                    ('name', models.CharField(max_length=64, verbose_name='名称')),
                    ('hospital', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calendar_days', to='hospitals.hospital', verbose_name='医疗机构')),
                ],
                options={
                    'verbose_name': '工作日历',
                    'ordering': ['day'],
                    'constraints': [models.UniqueConstraint(fields=('hospital', 'day'), name='calendar_day_once', nulls_distinct=False)],
                },
            ),
            migrations.CreateModel(
                name='Campus',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('hospital', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campuses', to='hospitals.hospital')),
                    ('name', models.CharField(max_length=64, verbose_name='院区')),
                    ('function', models.CharField(blank=True, max_length=128, verbose_name='功能定位')),
                    ('address', models.CharField(blank=True, max_length=200, verbose_name='地址')),
                    ('opened_on', models.DateField(blank=True, null=True, verbose_name='启用日期')),
                ],
                options={
                    'verbose_name': '院区',
                    'ordering': ['name'],
                    'constraints': [models.UniqueConstraint(fields=('hospital', 'name'), name='campus_once_per_hospital')],
                },
            ),
            migrations.CreateModel(
                name='Claim',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('code', models.CharField(max_length=16, unique=True, verbose_name='编号')),
                    ('source', models.CharField(max_length=16, verbose_name='来源')),
                    ('source_title', models.CharField(max_length=128, verbose_name='来源标题')),
                    ('entity', models.CharField(max_length=64, verbose_name='对象')),
                    ('hospital', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='hospitals.hospital', verbose_name='医疗机构')),
                    ('topic', models.CharField(max_length=16, verbose_name='分组')),
                    ('name', models.CharField(max_length=64, verbose_name='指标')),
                    ('measure', models.CharField(blank=True, max_length=32, verbose_name='归一指标')),
                    ('part_of', models.JSONField(blank=True, default=list, verbose_name='属于')),
                    ('covers', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='涵盖个数')),
                    ('listed', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='列名个数')),
                    ('printed', models.CharField(max_length=32, verbose_name='原文数值')),
                    ('qualifier', models.CharField(choices=[('=', '恰为'), ('>', '多于'), ('>=', '不少于'), ('<=', '不多于'), ('<~', '近'), ('~', '约')], max_length=2, verbose_name='限定')),
                    ('unit', models.CharField(max_length=16, verbose_name='单位')),
                    ('period', models.CharField(max_length=32, verbose_name='统计期（原文）')),
                    ('since', models.DateField(blank=True, null=True, verbose_name='开始')),
                    ('until', models.DateField(blank=True, null=True, verbose_name='结束')),
                    ('quality', models.CharField(choices=[('OK', '可用'), ('APPROX', '约数'), ('NOT_CORE', '非核心'), ('OCR_SUSPECT', '疑似识别错误'), ('OCR_LOSS', '识别有缺失'), ('CONFLICT', '相互矛盾'), ('CASE', '个案'), ('AMBIGUOUS', '含义不明'), ('INFERRED_YEAR', '年份为推断'), ('NO_VALUE', '没有数值'), ('UNIT_MIX', '单位混用')], max_length=16, verbose_name='质量标记')),
                    ('note', models.CharField(blank=True, max_length=255, verbose_name='说明')),
                    ('quote', models.CharField(max_length=255, verbose_name='原文')),
                ],
                options={
                    'verbose_name': '引用数据',
                    'ordering': ['code'],
                    'indexes': [models.Index(fields=['entity', 'measure'], name='claim_by_entity')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='claim_days_in_order')],
                },
            ),
            migrations.CreateModel(
                name='Equipment',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('hospital', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='equipment', to='hospitals.hospital', verbose_name='医疗机构')),
                    ('name', models.CharField(max_length=64, verbose_name='设备名称')),
                    ('kind', models.CharField(choices=[('imaging', '影像'), ('radio', '放疗'), ('surgery', '手术'), ('transport', '急救转运'), ('other', '其他设备')], max_length=10, verbose_name='设备类别')),
                    ('count', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='台数')),
                    ('commissioned_on', models.DateField(blank=True, null=True, verbose_name='启用日期')),
                    ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ],
                options={
                    'verbose_name': '设备',
                    'ordering': ['hospital__pinyin', 'kind', 'name'],
                    'constraints': [models.UniqueConstraint(fields=('hospital', 'name', 'commissioned_on'), name='equipment_once', nulls_distinct=False, violation_error_message='本院已登记同名设备。')],
                },
            ),
            migrations.CreateModel(
                name='HospitalName',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('hospital', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='names', to='hospitals.hospital', verbose_name='医疗机构')),
                    ('kind', models.CharField(choices=[('former', '曾用名'), ('plate', '挂牌名称')], editable=False, max_length=8, verbose_name='名称类别')),
                    ('name', models.CharField(max_length=128, verbose_name='名称')),
                    ('pinyin', models.CharField(blank=True, editable=False, max_length=400, verbose_name='拼音')),
                    ('reason', models.CharField(choices=[('renamed', '更名'), ('merged', '合并'), ('plate', '挂牌')], max_length=8, verbose_name='事由')),
                    ('since', models.DateField(blank=True, null=True, verbose_name='开始')),
                    ('since_text', models.CharField(blank=True, max_length=64, verbose_name='开始（原文）')),
                    ('until', models.DateField(blank=True, null=True, verbose_name='最后一天')),
                ],
                options={
                    'verbose_name': '名称沿革',
                    'ordering': ['kind', models.OrderBy(models.F('until'), descending=True, nulls_first=True)],
                    'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('since__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='hospital_name_dates_in_order', violation_error_message='名称的最后一天不能早于开始日期。'), models.CheckConstraint(condition=models.Q(('kind', 'plate'), ('until__isnull', False), _connector='OR'), name='former_name_has_ended', violation_error_message='曾用名须填写最后一天。'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'plate'), ('reason', 'plate')), models.Q(('kind', 'former'), models.Q(('reason', 'plate'), _negated=True)), _connector='OR'), name='plate_is_a_plate'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('hospital', '='), ('kind', '='), (hospitals.models.network.Days('since', 'until', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='hospital_name_no_overlap', violation_error_message='本院在这段时间内已有同类名称。')],
                },
            ),
            migrations.CreateModel(
                name='HospitalPlan',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('hospital', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='hospitals.hospital', verbose_name='医疗机构')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                    ('actions', models.TextField(max_length=2000, verbose_name='主要举措')),
                    ('owner_department', models.CharField(max_length=128, verbose_name='责任部门')),
                    ('status', models.CharField(choices=[('not_started', '未开始'), ('under_way', '推进中'), ('fulfilled', '已落实'), ('dropped', '已终止')], default='not_started', max_length=12, verbose_name='进展')),
                ],
                options={
                    'verbose_name': '一院一策',
                    'ordering': ['-year', 'hospital__pinyin'],
                    'constraints': [models.UniqueConstraint(fields=('hospital', 'year'), name='plan_once_a_year', violation_error_message='本院这一年度已有一院一策。'), models.CheckConstraint(condition=models.Q(('year__range', (2000, 2100))), name='plan_of_a_real_year', violation_error_message='年度须在 2000 至 2100 之间。')],
                },
            ),
            migrations.CreateModel(
                name='HospitalRelation',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations_as_source', to='hospitals.hospital', verbose_name='输出医院')),
                    ('host', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='relations_as_host', to='hospitals.hospital', verbose_name='依托医院')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations_as_project', to='hospitals.hospital', verbose_name='项目医院')),
                    ('since', models.DateField(verbose_name='开始')),
                    ('since_text', models.CharField(blank=True, max_length=64, verbose_name='开始（原文）')),
                    ('until', models.DateField(blank=True, null=True, verbose_name='结束')),
                ],
                options={
                    'verbose_name': '共建关系',
                    'constraints': [models.CheckConstraint(condition=models.Q(('source', models.F('project')), _negated=True), name='relation_source_not_project'), models.CheckConstraint(condition=models.Q(('host__isnull', True), models.Q(models.Q(('host', models.F('project')), _negated=True), models.Q(('host', models.F('source')), _negated=True)), _connector='OR'), name='relation_host_is_a_third'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='relation_dates_in_order'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('project', '='), (hospitals.models.network.Days('since', 'until', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='relation_one_source_per_project')],
                },
            ),
            migrations.CreateModel(
                name='ImportBatch',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('kind', models.CharField(choices=[('flows', '流向数据'), ('abstracts', '病案首页')], default='flows', max_length=10, verbose_name='内容')),
                    ('sender_region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='hospitals.region', verbose_name='报送地区')),
                    ('sender_hospital', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='hospitals.hospital', verbose_name='报送医院')),
                    ('source_system', models.CharField(choices=[('hqms', '国家病案首页系统'), ('insurer_settlement', '医保异地结算'), ('province_platform', '省级平台'), ('hospital_upload', '医院上报')], max_length=20, verbose_name='数据来源')),
                    ('file_name', models.CharField(max_length=200, verbose_name='文件名')),
                    ('sha256', models.CharField(max_length=64, verbose_name='文件摘要')),
                    ('encoding', models.CharField(blank=True, max_length=16, verbose_name='编码')),
                    ('code_system', models.CharField(default='GB/T 2260', max_length=32, verbose_name='代码体系')),
                    ('grain', models.CharField(choices=[('month', '月'), ('year', '年')], default='month', max_length=5, verbose_name='粒度')),
                    ('first_month', models.DateField(null=True, verbose_name='最早月份')),
                    ('last_month', models.DateField(null=True, verbose_name='最晚月份')),
                    ('row_count', models.PositiveIntegerField(default=0, verbose_name='行数')),
                    ('problem_count', models.PositiveIntegerField(default=0, verbose_name='问题数')),
                    ('warning_count', models.PositiveIntegerField(default=0, verbose_name='警告数')),
                    ('state', models.CharField(choices=[('mapping', '待对应列'), ('waiting', '排队中'), ('reading', '读取中'), ('ready', '待提交'), ('held', '待确认'), ('current', '有效'), ('replaced', '已被替换'), ('refused', '已退回'), ('failed', '处理失败'), ('dropped', '已放弃')], max_length=10, verbose_name='状态')),
                    ('header', models.JSONField(default=list, verbose_name='表头')),
                    ('mapping', models.JSONField(default=dict, verbose_name='列对应')),
                    ('asked_month', models.DateField(blank=True, null=True, verbose_name='统计月份')),
                    ('progress', models.PositiveSmallIntegerField(default=0, verbose_name='进度')),
                    ('stage', models.CharField(blank=True, max_length=12, verbose_name='步骤')),
                    ('findings', models.JSONField(default=list, verbose_name='整批核对')),
                    ('note', models.CharField(blank=True, max_length=300, verbose_name='确认说明')),
                    ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='次数')),
                    ('next_try_at', models.DateTimeField(null=True, verbose_name='下次处理')),
                ],
                options={
                    'verbose_name': '导入批次',
                    'ordering': ['-created_at'],
                    'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'reading'])), fields=['next_try_at'], name='batches_to_read')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['current', 'replaced'])), fields=('sender_region', 'source_system', 'sha256'), name='same_file_once')],
                },
            ),
            migrations.CreateModel(
                name='Network',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('name', models.CharField(max_length=128, unique=True, verbose_name='名称')),
                    ('kind', models.CharField(choices=[('nrmc', '国家区域医疗中心项目'), ('close', '紧密型医联体'), ('city', '城市医联体'), ('county', '县域医共体'), ('specialty', '专科联盟'), ('private', '民营帮扶'), ('mobile', '巡回医疗')], max_length=10, verbose_name='类型')),
                    ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='led_networks', to='hospitals.hospital', verbose_name='牵头医院')),
                    ('since', models.DateField(verbose_name='开始')),
                    ('since_text', models.CharField(blank=True, max_length=64, verbose_name='开始（原文）')),
                    ('until', models.DateField(blank=True, null=True, verbose_name='结束')),
                    ('routes_bind', models.BooleanField(default=True, verbose_name='按转诊关系限定接收机构')),
                ],
                options={
                    'verbose_name': '医联体',
                    'ordering': ['name'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='network_dates_in_order')],
                },
            ),
            migrations.CreateModel(
                name='SpecialtyCluster',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('hospital', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clusters', to='hospitals.hospital', verbose_name='牵头医院')),
                    ('name', models.CharField(max_length=64, verbose_name='学科群')),
                    ('specialties', models.CharField(blank=True, max_length=200, verbose_name='所含专科')),
                ],
                options={
                    'verbose_name': '学科群',
                    'ordering': ['hospital__pinyin', 'name'],
                    'constraints': [models.UniqueConstraint(fields=('hospital', 'name'), name='cluster_once_per_hospital', violation_error_message='本院已有同名学科群。')],
                },
            ),
            migrations.CreateModel(
                name='AbstractFile',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='abstract_files', to='hospitals.importbatch', verbose_name='导入批次')),
                    ('hospital', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='abstract_files', to='hospitals.hospital', verbose_name='医疗机构')),
                    ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.region', verbose_name='省份')),
                    ('month', models.DateField(verbose_name='月份')),
                    ('path', models.CharField(max_length=120, verbose_name='文件')),
                    ('sha256', models.CharField(max_length=64, verbose_name='文件摘要')),
                    ('rows', models.PositiveIntegerField(verbose_name='行数')),
                    ('replaced_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.importbatch', verbose_name='替换批次')),
                    ('counts', models.JSONField(default=dict, verbose_name='核对数')),
                ],
                options={
                    'verbose_name': '病案首页文件',
                    'ordering': ['month', 'hospital'],
                    'indexes': [models.Index(fields=['month'], name='abstracts_by_month')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('hospital__isnull', False), ('region__isnull', True)), models.Q(('hospital__isnull', True), ('region__isnull', False)), _connector='OR'), name='abstracts_of_hospital_or_region'), models.UniqueConstraint(condition=models.Q(('hospital__isnull', False), ('replaced_by__isnull', True)), fields=('hospital', 'month'), name='abstracts_of_hospital_once'), models.UniqueConstraint(condition=models.Q(('region__isnull', False), ('replaced_by__isnull', True)), fields=('region', 'month'), name='abstracts_of_region_once'), models.UniqueConstraint(fields=('batch', 'hospital', 'region', 'month'), name='abstracts_once_per_batch', nulls_distinct=False)],
                },
            ),
            migrations.CreateModel(
                name='Agreement',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='hospitals.network', verbose_name='医联体')),
                    ('title', models.CharField(max_length=128, verbose_name='协议名称')),
                    ('kind', models.CharField(choices=[('framework', '框架协议'), ('support', '合作帮扶协议'), ('cooperation', '共建协议')], max_length=12, verbose_name='协议类型')),
                    ('first_party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.hospital', verbose_name='签约医院')),
                    ('second_party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.hospital', verbose_name='对方医院')),
                    ('other_parties', models.CharField(blank=True, max_length=200, verbose_name='其他签约方')),
                    ('signed_on', models.DateField(blank=True, null=True, verbose_name='签订日期')),
                    ('signed_text', models.CharField(blank=True, max_length=64, verbose_name='签订日期（原文）')),
                    ('expires_on', models.DateField(blank=True, null=True, verbose_name='到期日')),
                ],
                options={
                    'verbose_name': '协议',
                    'ordering': ['network__name', '-signed_on', 'title'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('first_party', models.F('second_party')), _negated=True), name='agreement_between_two', violation_error_message='签约双方不能是同一家医院。'), models.CheckConstraint(condition=models.Q(('second_party__isnull', False), models.Q(('other_parties', ''), _negated=True), _connector='OR'), name='agreement_names_the_other', violation_error_message='请填写对方医院或其他签约方。'), models.CheckConstraint(condition=models.Q(('expires_on__isnull', True), ('signed_on__isnull', True), ('expires_on__gte', models.F('signed_on')), _connector='OR'), name='agreement_dates_in_order', violation_error_message='到期日不能早于签订日期。')],
                },
            ),
            migrations.CreateModel(
                name='BedCapacity',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('hospital', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bed_counts', to='hospitals.hospital', verbose_name='医疗机构')),
                    ('campus', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.campus', verbose_name='院区')),
                    ('kind', models.CharField(choices=[('established', '编制'), ('open', '开放'), ('occupied', '占用'), ('planned', '规划')], max_length=12, verbose_name='床位类型')),
                    ('count', models.PositiveIntegerField(verbose_name='床位数')),
                    ('as_of', models.DateField(verbose_name='截至日期')),
                    ('source', models.CharField(blank=True, max_length=200, verbose_name='来源')),
                ],
                options={
                    'verbose_name': '床位统计',
                    'ordering': ['hospital__pinyin', '-as_of', 'kind'],
                    'constraints': [models.UniqueConstraint(fields=('hospital', 'campus', 'kind', 'as_of'), name='beds_counted_once_a_day', nulls_distinct=False, violation_error_message='该日期已登记过同类床位。')],
                },
            ),
            migrations.CreateModel(
                name='BedTarget',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('hospital', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bed_targets', to='hospitals.hospital', verbose_name='医疗机构')),
                    ('campus', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.campus', verbose_name='院区')),
                    ('count', models.PositiveIntegerField(verbose_name='目标床位')),
                    ('due_on', models.DateField(verbose_name='目标期限')),
                    ('source', models.CharField(blank=True, max_length=200, verbose_name='来源')),
                ],
                options={
                    'verbose_name': '床位目标',
                    'ordering': ['hospital__pinyin', 'due_on'],
                    'constraints': [models.UniqueConstraint(fields=('hospital', 'campus', 'due_on'), name='bed_target_once_a_day', nulls_distinct=False, violation_error_message='该日期已登记过床位目标。')],
                },
            ),
            migrations.CreateModel(
                name='ClaimProposal',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='hospitals.claim', verbose_name='引用数据')),
                    ('proposed', models.CharField(max_length=32, verbose_name='建议值')),
                    ('unit', models.CharField(blank=True, max_length=16, verbose_name='单位')),
                    ('reason', models.CharField(max_length=255, verbose_name='理由')),
                    ('state', models.CharField(choices=[('proposed', '待核'), ('verified', '已核'), ('disputed', '存疑'), ('withdrawn', '已撤回')], default='proposed', editable=False, max_length=12, verbose_name='状态')),
                    ('decided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核定人')),
                    ('decided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='核定时间')),
                    ('decision_note', models.CharField(blank=True, editable=False, max_length=255, verbose_name='核定意见')),
                ],
                options={
                    'verbose_name': '建议值',
                    'ordering': ['created_at', 'pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('claim',), name='claim_one_open_proposal'), models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', True), ('state', 'proposed')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ['verified', 'disputed'])), ('state', 'withdrawn'), _connector='OR'), name='claim_proposal_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('state', 'withdrawn'), ('decided_by__isnull', True), ('created_by__isnull', True), models.Q(('decided_by', models.F('created_by')), _negated=True), _connector='OR'), name='claim_proposal_decided_by_another')],
                },
            ),
            migrations.CreateModel(
                name='Committee',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='committees', to='hospitals.network', verbose_name='医联体')),
                    ('name', models.CharField(max_length=128, verbose_name='小组名称')),
                    ('duty', models.CharField(blank=True, max_length=200, verbose_name='职责')),
                    ('since', models.DateField(blank=True, null=True, verbose_name='成立日期')),
                ],
                options={
                    'verbose_name': '协调小组',
                    'ordering': ['network__name', 'name'],
                    'constraints': [models.UniqueConstraint(fields=('network', 'name'), name='committee_once_per_network', violation_error_message='本医联体已有同名小组。')],
                },
            ),
            migrations.CreateModel(
                name='CooperationProject',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('relation', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cooperation_project', to='hospitals.hospitalrelation', verbose_name='共建关系')),
                    ('name', models.CharField(max_length=128, unique=True, verbose_name='项目名称')),
                    ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='hospitals.region', verbose_name='所在地')),
                    ('batch_number', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='批次')),
                    ('stage', models.CharField(choices=[('nurtured', '培育'), ('applying', '申报'), ('approved', '获批'), ('opened', '开诊'), ('full_operation', '全面运行'), ('accepted', '验收')], max_length=16, verbose_name='阶段')),
                    ('initial_beds', models.PositiveIntegerField(blank=True, null=True, verbose_name='初期床位')),
                    ('target_beds', models.PositiveIntegerField(blank=True, null=True, verbose_name='目标床位')),
                    ('target_due_on', models.DateField(blank=True, null=True, verbose_name='目标期限')),
                    ('target_text', models.CharField(blank=True, max_length=64, verbose_name='目标期限（原文）')),
                ],
                options={
                    'verbose_name': '共建项目',
                    'ordering': ['name'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('relation__isnull', False), models.Q(('region__isnull', False), ('stage__in', ['nurtured', 'applying'])), _connector='OR'), name='approved_project_has_relation')],
                },
            ),
            migrations.CreateModel(
                name='Department',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('hospital', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='departments', to='hospitals.hospital')),
                    ('campus', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='departments', to='hospitals.campus', verbose_name='院区')),
                    ('name', models.CharField(max_length=64, verbose_name='科室')),
                    ('code', models.CharField(blank=True, max_length=16, verbose_name='诊疗科目代码')),
                ],
                options={
                    'verbose_name': '科室',
                    'ordering': ['code', 'name'],
                    'constraints': [models.UniqueConstraint(fields=('hospital', 'campus', 'name'), name='department_once_per_campus', nulls_distinct=False)],
                },
            ),
            migrations.CreateModel(
                name='FlowReturn',
                fields=[
                    ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='hospitals.importbatch')),
                    ('replaced_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.importbatch')),
                    ('source_system', models.CharField(choices=[('hqms', '国家病案首页系统'), ('insurer_settlement', '医保异地结算'), ('province_platform', '省级平台'), ('hospital_upload', '医院上报')], max_length=20)),
                    ('grain', models.CharField(choices=[('month', '月'), ('year', '年')], default='month', max_length=5, verbose_name='粒度')),
                    ('month', models.DateField(verbose_name='月份')),
                    ('origin', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.region')),
                    ('origin_code', models.CharField(max_length=12, verbose_name='来源地代码（原值）')),
                    ('destination', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.region')),
                    ('destination_hospital', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.hospital')),
                    ('destination_code', models.CharField(max_length=22, verbose_name='去向代码（原值）')),
                    ('disease_system', models.CharField(choices=[('ALL', '全部病种'), ('ICD_CHAPTER', 'ICD-10 章'), ('MDC', 'MDC 主要诊断大类'), ('ADRG', 'ADRG'), ('SPECIALTY', '专科')], max_length=12)),
                    ('disease_code', models.CharField(max_length=32, verbose_name='病种')),
                    ('stays', models.PositiveIntegerField(null=True, verbose_name='住院人次')),
                    ('suppressed_below', models.PositiveSmallIntegerField(null=True, verbose_name='小于')),
                ],
                options={
                    'verbose_name': '流向数据',
                    'indexes': [models.Index(fields=['month', 'grain'], name='flow_by_month')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('stays__isnull', False), ('suppressed_below__isnull', True)), models.Q(('stays__isnull', True), ('suppressed_below__isnull', False)), _connector='OR'), name='flow_count_or_bound'), models.UniqueConstraint(condition=models.Q(('replaced_by__isnull', True)), fields=('month', 'origin_code', 'destination_code', 'disease_code', 'disease_system', 'source_system', 'grain'), name='flow_cell_once_in_force')],
                },
            ),
            migrations.CreateModel(
                name='ImportProblem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='problems', to='hospitals.importbatch')),
                    ('row', models.PositiveIntegerField(verbose_name='行')),
                    ('column', models.CharField(max_length=64, verbose_name='列')),
                    ('value', models.CharField(blank=True, max_length=200, verbose_name='值')),
                    ('rule', models.CharField(max_length=64, verbose_name='规则')),
                    ('hint', models.CharField(max_length=300, verbose_name='提示')),
                    ('is_warning', models.BooleanField(default=False, verbose_name='仅警告')),
                ],
                options={
                    'verbose_name': '导入问题',
                    'ordering': ['row', 'column'],
                },
            ),
            migrations.CreateModel(
                name='MonthlyReport',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('hospital', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='monthly_reports', to='hospitals.hospital', verbose_name='医疗机构')),
                    ('campus', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.campus', verbose_name='院区')),
                    ('month', models.DateField(verbose_name='月份')),
                    ('state', models.CharField(choices=[('draft', '草稿'), ('submitted', '已提交'), ('approved', '已批准'), ('locked', '已锁定')], default='draft', editable=False, max_length=10, verbose_name='状态')),
                    ('submitted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
                    ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='提交时间')),
                    ('approved_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人')),
                    ('approved_at', models.DateTimeField(editable=False, null=True, verbose_name='批准时间')),
                    ('note', models.CharField(blank=True, editable=False, max_length=200, verbose_name='意见或原因')),
                ],
                options={
                    'verbose_name': '月报',
                    'ordering': ['-month', 'hospital'],
                    'constraints': [models.UniqueConstraint(fields=('hospital', 'campus', 'month'), name='report_once_per_month', nulls_distinct=False, violation_error_message='该机构（院区）这个月已有月报。'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='report_month_is_its_first_day'), models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('submitted_at__isnull', False), ('submitted_by__isnull', False)), _connector='OR'), name='report_submitted_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'locked']), _negated=True), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='report_approved_by_somebody'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('submitted_by')), _negated=True), _connector='OR'), name='report_approved_by_another', violation_error_message='提交人不能批准自己的月报。')],
                },
            ),
            migrations.CreateModel(
                name='NetworkMembership',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='hospitals.network')),
                    ('hospital', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='network_memberships', to='hospitals.hospital')),
                    ('role', models.CharField(choices=[('lead', '牵头'), ('member', '成员'), ('branch', '分院挂牌')], max_length=8, verbose_name='角色')),
                    ('plate_name', models.CharField(blank=True, max_length=128, verbose_name='挂牌名称')),
                    ('since', models.DateField(verbose_name='加入')),
                    ('since_text', models.CharField(blank=True, max_length=64, verbose_name='加入（原文）')),
                    ('until', models.DateField(blank=True, null=True, verbose_name='退出')),
                ],
                options={
                    'verbose_name': '医联体成员',
                    'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='network_member_dates_in_order'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('network', '='), ('hospital', '='), (hospitals.models.network.Days('since', 'until', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='network_member_no_overlap')],
                },
            ),
            migrations.CreateModel(
                name='PolicyItem',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='policies', to='hospitals.network', verbose_name='医联体')),
                    ('document_number', models.CharField(blank=True, max_length=64, verbose_name='文号')),
                    ('title', models.CharField(max_length=200, verbose_name='政策事项')),
                    ('section', models.CharField(blank=True, max_length=64, verbose_name='分类')),
                    ('owner_department', models.CharField(max_length=128, verbose_name='责任部门')),
                    ('level', models.CharField(choices=[('national', '国家'), ('province', '自治区（省）'), ('city', '市'), ('hospital', '医院')], max_length=8, verbose_name='政策级别')),
                    ('status', models.CharField(choices=[('not_started', '未开始'), ('under_way', '推进中'), ('fulfilled', '已落实'), ('dropped', '已终止')], default='not_started', max_length=12, verbose_name='进展')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='完成期限')),
                ],
                options={
                    'verbose_name': '政策事项',
                    'ordering': ['network__name', 'section', 'title'],
                    'constraints': [models.UniqueConstraint(fields=('network', 'document_number', 'title'), name='policy_once_per_document', violation_error_message='该文号下已有同名事项。')],
                },
            ),
            migrations.CreateModel(
                name='ReferralRoute',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='routes', to='hospitals.network', verbose_name='医联体')),
                    ('origin', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='routes_out', to='hospitals.hospital', verbose_name='转出机构')),
                    ('destination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='routes_in', to='hospitals.hospital', verbose_name='接收机构')),
                    ('direction', models.CharField(choices=[('up', '上转'), ('down', '下转'), ('lateral', '平转')], max_length=8, verbose_name='方向')),
                    ('specialty', models.CharField(blank=True, max_length=64, verbose_name='专科')),
                    ('since', models.DateField(verbose_name='开始')),
                    ('until', models.DateField(blank=True, null=True, verbose_name='结束')),
                    ('is_generated', models.BooleanField(default=False, editable=False, verbose_name='自动生成')),
                    ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ],
                options={
                    'verbose_name': '转诊关系',
                    'ordering': ['network', 'origin', 'destination', 'direction', 'since'],
                    'indexes': [models.Index(fields=['origin', 'destination'], name='route_by_ends')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('origin', models.F('destination')), _negated=True), name='route_leaves_its_origin'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='route_dates_in_order'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('network', '='), ('origin', '='), ('destination', '='), ('direction', '='), ('specialty', '='), (hospitals.models.network.Days('since', 'until', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='route_no_overlap')],
                },
            ),
            migrations.CreateModel(
                name='BedPool',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('department', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='bed_pool', to='hospitals.department')),
                    ('established_beds', models.PositiveIntegerField(default=0, verbose_name='编制床位')),
                    ('open_beds', models.PositiveIntegerField(default=0, verbose_name='开放床位')),
                    ('occupied_beds', models.PositiveIntegerField(default=0, verbose_name='占用床位')),
                    ('held_beds', models.PositiveIntegerField(default=0, editable=False, verbose_name='预留床位')),
                    ('excess_beds', models.PositiveIntegerField(default=0, editable=False, verbose_name='超额床位')),
                    ('as_of', models.DateTimeField(default=django.utils.timezone.now, verbose_name='截至')),
                ],
                options={
                    'verbose_name': '床位',
                    'constraints': [models.CheckConstraint(condition=models.Q(('occupied_beds__lte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('open_beds'), '+', models.F('excess_beds')), '-', models.F('held_beds')))), name='no_more_taken_than_open')],
                },
            ),
            migrations.CreateModel(
                name='ClinicSlot',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='hospitals.department', verbose_name='科室')),
                    ('label', models.CharField(blank=True, max_length=64, verbose_name='门诊或医师')),
                    ('starts_at', models.DateTimeField(verbose_name='开始时间')),
                    ('ends_at', models.DateTimeField(verbose_name='结束时间')),
                    ('capacity', models.PositiveSmallIntegerField(verbose_name='号源数')),
                    ('quota', models.PositiveSmallIntegerField(default=0, verbose_name='网络内转诊预留')),
                    ('booked_quota', models.PositiveSmallIntegerField(default=0, editable=False)),
                    ('booked_outside', models.PositiveSmallIntegerField(default=0, editable=False)),
                    ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='停诊时间')),
                ],
                options={
                    'verbose_name': '号源',
                    'ordering': ['starts_at', 'department', 'label'],
                    'indexes': [models.Index(fields=['department', 'starts_at'], name='slot_by_department')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='slot_times_in_order'), models.CheckConstraint(condition=models.Q(('capacity__gte', 1), ('quota__lte', models.F('capacity'))), name='slot_quota_within_capacity'), models.CheckConstraint(condition=models.Q(('booked_quota__lte', models.F('quota'))), name='slot_quota_not_exceeded'), models.CheckConstraint(condition=models.Q(('booked_outside__lte', django.db.models.expressions.CombinedExpression(models.F('capacity'), '-', models.F('quota')))), name='slot_capacity_not_exceeded'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('closed_at__isnull', True)), expressions=[('department', '='), ('label', '='), (hospitals.models.slot.Span('starts_at', 'ends_at'), '&&')], name='slot_no_overlap')],
                },
            ),
            migrations.CreateModel(
                name='CommitteeSeat',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='hospitals.committee')),
                    ('role', models.CharField(choices=[('chair', '组长'), ('deputy', '副组长'), ('member', '成员'), ('secretary', '秘书')], max_length=10, verbose_name='席位')),
                    ('person', models.CharField(max_length=64, verbose_name='姓名')),
                    ('post', models.CharField(blank=True, max_length=64, verbose_name='职务')),
                    ('hospital', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.hospital', verbose_name='所在医院')),
                    ('since', models.DateField(verbose_name='开始')),
                    ('until', models.DateField(blank=True, null=True, verbose_name='最后一天')),
                ],
                options={
                    'verbose_name': '小组席位',
                    'ordering': ['role', 'since', 'person'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='seat_dates_in_order', violation_error_message='席位的最后一天不能早于开始日期。'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('role', 'chair')), expressions=[('committee', '='), (hospitals.models.network.Days('since', 'until', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='seat_one_chair', violation_error_message='这段时间内已有组长。'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('committee', '='), ('person', '='), (hospitals.models.network.Days('since', 'until', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='seat_once_per_person', violation_error_message='该成员在这段时间内已有席位。')],
                },
            ),
            migrations.CreateModel(
                name='DutyShift',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('hospital', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duty_shifts', to='hospitals.hospital')),
                    ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duty_shifts', to='hospitals.department', verbose_name='科室')),
                    ('weekday', models.PositiveSmallIntegerField(blank=True, choices=[(0, '星期一'), (1, '星期二'), (2, '星期三'), (3, '星期四'), (4, '星期五'), (5, '星期六'), (6, '星期日')], null=True, verbose_name='星期')),
                    ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='开始日期')),
                    ('until', models.DateField(blank=True, null=True, verbose_name='结束日期')),
                    ('begins', models.TimeField(verbose_name='上班时间')),
                    ('ends', models.TimeField(verbose_name='下班时间')),
                    ('person', models.CharField(max_length=64, verbose_name='值班人')),
                    ('phone', models.CharField(max_length=32, verbose_name='值班电话')),
                    ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='值班账号')),
                    ('is_deputy', models.BooleanField(default=False, verbose_name='二线值班')),
                ],
                options={
                    'verbose_name': '值班',
                    'ordering': ['is_deputy', 'weekday', 'begins'],
                    'indexes': [models.Index(fields=['hospital', 'is_deputy'], name='duty_of_hospital')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='duty_dates_in_order')],
                },
            ),
            migrations.CreateModel(
                name='Membership',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='用户')),
                    ('hospital', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='hospitals.hospital', verbose_name='机构')),
                    ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='hospitals.region', verbose_name='地区')),
                    ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.department', verbose_name='科室')),
                    ('role', models.CharField(choices=[('hospital_admin', '医院管理员'), ('referral_coordinator', '转诊专员'), ('referring_clinician', '临床医师'), ('reviewer', '院内审核人'), ('receiving_desk', '接诊登记'), ('department_head', '科室主任'), ('network_admin', '医联体管理员'), ('transfer_centre', '转诊中心'), ('commission_viewer', '卫健委'), ('it_admin', '信息科'), ('auditor', '审计员')], max_length=24, verbose_name='角色')),
                    ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='开始')),
                    ('until', models.DateField(blank=True, null=True, verbose_name='结束')),
                ],
                options={
                    'verbose_name': '任职',
                    'indexes': [models.Index(fields=['hospital', 'role'], name='members_of_hospital')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('hospital__isnull', False), ('region__isnull', True)), models.Q(('hospital__isnull', True), ('region__isnull', False)), _connector='OR'), name='membership_hospital_or_region'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='membership_dates_in_order'), models.UniqueConstraint(fields=('user', 'hospital', 'region', 'role', 'since'), name='membership_once', nulls_distinct=False)],
                },
            ),
            migrations.CreateModel(
                name='Milestone',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='hospitals.cooperationproject')),
                    ('kind', models.CharField(choices=[('agreement', '框架协议'), ('approval', '批复'), ('plate', '揭牌'), ('handover', '院区交付'), ('opening', '开诊'), ('full_operation', '全面运行'), ('acceptance', '验收')], max_length=16, verbose_name='里程碑')),
                    ('campus_name', models.CharField(blank=True, max_length=64, verbose_name='院区')),
                    ('planned_on', models.DateField(blank=True, null=True, verbose_name='计划日期')),
                    ('actual_on', models.DateField(blank=True, null=True, verbose_name='实际日期')),
                    ('actual_text', models.CharField(blank=True, max_length=64, verbose_name='实际日期（原文）')),
                    ('evidence', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                ],
                options={
                    'verbose_name': '里程碑',
                    'ordering': ['actual_on', 'planned_on'],
                    'constraints': [models.UniqueConstraint(fields=('project', 'kind', 'campus_name'), name='milestone_once_per_campus')],
                },
            ),
            migrations.CreateModel(
                name='MonthlyVolume',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='volumes', to='hospitals.monthlyreport', verbose_name='月报')),
                    ('measure', models.CharField(choices=[('outpatients', '门诊人次'), ('emergencies', '急诊人次'), ('discharges', '出院人次'), ('discharges_away', '其中省外患者出院人次'), ('open_bed_days', '实际开放总床日'), ('occupied_bed_days', '实际占用总床日'), ('surgeries', '住院手术台次'), ('surgeries_level_3', '其中三级手术台次'), ('surgeries_level_4', '其中四级手术台次'), ('remote_consultations', '远程会诊例数'), ('remote_diagnoses', '远程诊断例数')], max_length=24, verbose_name='指标')),
                    ('value', models.BigIntegerField(verbose_name='数值')),
                    ('reason', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ],
                options={
                    'verbose_name': '月度服务量',
                    'constraints': [models.UniqueConstraint(fields=('report', 'measure'), name='volume_once_per_measure'), models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='volume_not_negative', violation_error_message='数值不能为负。')],
                },
            ),
        ),
        *(migrations.RunSQL(WATCH.format(table=table), FORGET.format(table=table)) for table in TABLES),
        migrations.RunSQL(APPEND_ONLY, CHANGEABLE),
        migrations.RunSQL(REFUSE_RINGS, ALLOW_RINGS),
    ]
