"""The tables as they stand, in one step; an installation of before goes the steps it replaces."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import hospitals.models.network
import portal.core.sealing
import portal.models.base
import referrals.models.follow_up
from django.conf import settings
from django.db import migrations, models


import datetime as dt
from portal.models import new_id

from portal.core.migrating import Together

NUMBERS = """
CREATE SEQUENCE referrals_number;
CREATE SEQUENCE referrals_service_number;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON referrals_referralevent
  FOR EACH ROW EXECUTE FUNCTION portal_append_only();
CREATE TRIGGER service_event_append_only BEFORE UPDATE OR DELETE ON referrals_serviceevent
  FOR EACH ROW EXECUTE FUNCTION portal_append_only();
"""
NO_NUMBERS = """
DROP TRIGGER service_event_append_only ON referrals_serviceevent;
DROP TRIGGER event_append_only ON referrals_referralevent;
DROP SEQUENCE referrals_number;
DROP SEQUENCE referrals_service_number;
"""
# The edges are those of referrals/states.py; tests/referrals/test_state_edges.py compares the two.
EDGES = {
    "draft": "pending_review submitted arrived cancelled deceased entered_in_error",
    "pending_review": "returned submitted cancelled deceased entered_in_error",
    "returned": "pending_review submitted cancelled deceased entered_in_error",
    "submitted": "received accepted in_transit unplaced cancelled expired deceased "
    "entered_in_error",
    "received": "submitted info_requested waitlisted accepted in_transit treated declined "
    "cancel_requested unplaced cancelled deceased entered_in_error",
    "info_requested": "submitted received treated declined cancel_requested unplaced cancelled "
    "deceased entered_in_error",
    "waitlisted": "submitted received info_requested accepted declined cancel_requested unplaced "
    "cancelled expired deceased entered_in_error",
    "accepted": "scheduled in_transit arrived no_show declined cancel_requested unplaced cancelled "
    "expired deceased entered_in_error",
    "scheduled": "accepted in_transit arrived no_show declined cancel_requested unplaced cancelled "
    "deceased entered_in_error",
    "in_transit": "submitted received accepted scheduled arrived no_show deceased entered_in_error",
    "arrived": "admitted declined unplaced deceased entered_in_error",
    "no_show": "accepted scheduled declined cancel_requested unplaced cancelled deceased "
    "entered_in_error",
    "admitted": "treated entered_in_error",
    "treated": "completed entered_in_error",
    "declined": "submitted unplaced cancelled deceased entered_in_error",
    "cancel_requested": "received info_requested waitlisted accepted scheduled arrived no_show "
    "cancelled deceased entered_in_error",
    "completed": "treated entered_in_error",
    "unplaced": "submitted received info_requested waitlisted accepted scheduled arrived no_show "
    "declined entered_in_error",
    "cancelled": "draft pending_review returned submitted received info_requested waitlisted "
    "accepted scheduled no_show declined entered_in_error",
    "expired": "submitted waitlisted accepted entered_in_error",
    "deceased": "entered_in_error",
}
ROWS = ", ".join(f"('{here}', '{there}')" for here, ends in EDGES.items() for there in ends.split())

ALONG_EDGES = f"""
CREATE FUNCTION referrals_state_edges() RETURNS TABLE (came_from text, goes_to text)
LANGUAGE sql IMMUTABLE AS $$ VALUES {ROWS} $$;

CREATE FUNCTION referrals_only_along_edges() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM referrals_state_edges() WHERE came_from = OLD.state AND goes_to = NEW.state
  ) THEN
    RAISE EXCEPTION 'no move leads from % to %', OLD.state, NEW.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_moves_along_the_table';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER referral_moves_along_the_table BEFORE UPDATE OF state ON referrals_referral
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
  EXECUTE FUNCTION referrals_only_along_edges();
"""

ANYWHERE = """
DROP TRIGGER referral_moves_along_the_table ON referrals_referral;
DROP FUNCTION referrals_only_along_edges();
DROP FUNCTION referrals_state_edges();
"""
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
BOTH, THERE, HERE, SYSTEM = ["destination", "origin"], ["destination"], ["origin"], ["system"]
FROM_THE_BEGINNING = dt.date(2000, 1, 1)
# code, label, sides, counts_as, comment_required
START = (
    ("no_bed", "无空床", THERE, "provider", False),
    ("no_specialty", "无相应专科", THERE, "provider", False),
    ("equipment_down", "设备故障", THERE, "provider", False),
    ("outside_scope", "超出诊疗范围", THERE, "provider", False),
    ("needs_higher_level", "建议转往上级医院", THERE, "provider", True),
    ("incomplete_documents", "资料不全", THERE, "provider", True),
    ("infection_control", "感染防控", THERE, "provider", False),
    ("payment", "费用或医保原因", BOTH, "patient", False),
    ("patient_refused", "患者拒绝", BOTH, "patient", False),
    ("patient_left", "患者自行外出就医", HERE, "patient", False),
    ("patient_chose_other", "患者选择其他医院", HERE, "patient", False),
    ("improved", "病情好转", HERE, "patient", False),
    ("not_transportable", "病情加重不宜转运", HERE, "patient", False),
    ("died", "患者死亡", SYSTEM, "patient", False),
    ("duplicate", "重复转诊", BOTH, "system", False),
    ("raised_in_error", "填写错误", HERE, "system", False),
    ("other", "其他", BOTH, "system", True),
)

KEEP = """
CREATE FUNCTION referrals_keep_reasons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a reason is ended, never deleted'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'reason_is_kept';
END $$;
CREATE TRIGGER reason_is_kept BEFORE DELETE ON referrals_reasoncode
  FOR EACH ROW EXECUTE FUNCTION referrals_keep_reasons();
"""
FORGET_REASONS = """
DROP TRIGGER reason_is_kept ON referrals_reasoncode;
DROP FUNCTION referrals_keep_reasons();
"""


def load(apps, schema_editor):
    rows = apps.get_model("referrals", "ReasonCode")
    names = ("code", "label", "sides", "counts_as", "comment_required")
    for rank, said in enumerate(START, start=1):
        fields = dict(zip(names, said, strict=True))
        rows.objects.create(id=new_id(), rank=rank, since=FROM_THE_BEGINNING, **fields)


class Migration(migrations.Migration):

    replaces = [('referrals', '0001_referrals'), ('referrals', '0002_numbers_and_immutable_events'), ('referrals', '0003_count_events'), ('referrals', '0004_several_people_may_revise'), ('referrals', '0005_index_closed_offers_only'), ('referrals', '0006_forget_closed_offers_index'), ('referrals', '0007_room_for_sealed_names_and_search'), ('referrals', '0008_seal_names_and_fill_search'), ('referrals', '0009_forget_plain_names'), ('referrals', '0010_service_requests'), ('referrals', '0011_clocks_rules_and_levels'), ('referrals', '0012_print_jobs'), ('referrals', '0013_reservations_with_history_and_expiry'), ('referrals', '0014_the_whole_data_set'), ('referrals', '0015_find_four_digits_of_a_number'), ('referrals', '0016_every_state_and_move'), ('referrals', '0017_fill_persons_and_states_left'), ('referrals', '0018_refuse_moves_that_the_table_lacks'), ('referrals', '0019_green_channel_milestones'), ('referrals', '0020_after_the_journey'), ('referrals', '0021_find_what_changed_lately'), ('referrals', '0022_tell_overdue_and_recognise_results'), ('referrals', '0023_coded_reasons_as_rows'), ('referrals', '0024_load_the_start_list_of_reasons'), ('referrals', '0025_note_changes_of_rules'), ('referrals', '0026_files_and_working_time_of_services'), ('referrals', '0027_withdrawals_places_and_purges')]

    initial = True

    dependencies = [
        ('hospitals', '0016_everything_so_far'),
        ('portal', '0012_everything_so_far'),
    ]

    operations = [
        Together(
            migrations.CreateModel(
                name='ArrivalAttempt',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ],
                options={
                    'verbose_name': '到诊码误输',
                    'indexes': [models.Index(fields=['user', 'at'], name='arrival_attempts')],
                },
            ),
            migrations.CreateModel(
                name='DiagnosisCode',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code_system', models.CharField(max_length=32, verbose_name='编码体系')),
                    ('edition', models.CharField(max_length=16, verbose_name='版本')),
                    ('code', models.CharField(max_length=20, verbose_name='诊断编码')),
                    ('name', models.CharField(max_length=200, verbose_name='诊断名称')),
                    ('initials', models.CharField(blank=True, max_length=200, verbose_name='拼音首字母')),
                    ('pairs', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), default=list, editable=False, size=None)),
                    ('valid_from', models.DateField(verbose_name='生效日期')),
                    ('valid_until', models.DateField(blank=True, null=True, verbose_name='失效日期')),
                ],
                options={
                    'verbose_name': '诊断编码表',
                    'ordering': ['code'],
                    'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['pairs'], name='diagnosis_by_pairs'), models.Index(fields=['code'], name='diagnosis_by_code', opclasses=['varchar_pattern_ops'])],
                    'constraints': [models.UniqueConstraint(fields=('code_system', 'edition', 'code'), name='diagnosis_code_once')],
                },
            ),
            migrations.CreateModel(
                name='GreenTarget',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('hospital', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.hospital', verbose_name='医疗机构')),
                    ('kind', models.CharField(choices=[('stroke', '卒中'), ('chest_pain', '胸痛'), ('trauma', '创伤'), ('maternal', '孕产妇'), ('neonatal', '新生儿')], max_length=12, verbose_name='绿色通道')),
                    ('code', models.CharField(max_length=16, verbose_name='目标')),
                    ('minutes', models.PositiveSmallIntegerField(verbose_name='不超过（分钟）')),
                    ('since', models.DateField(verbose_name='生效日期')),
                    ('note', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                ],
                options={
                    'verbose_name': '绿色通道目标',
                    'ordering': ['hospital', 'kind', 'code', '-since'],
                    'constraints': [models.UniqueConstraint(fields=('hospital', 'kind', 'code', 'since'), name='green_target_once_per_day'), models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('minutes__lte', 1440)), name='green_target_in_a_day')],
                },
            ),
            migrations.CreateModel(
                name='Patient',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('hospital', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.hospital')),
                    ('name', portal.core.sealing.SealedTextField(verbose_name='姓名')),
                    ('sex', models.CharField(blank=True, choices=[('1', '男'), ('2', '女'), ('0', '未知'), ('9', '未说明')], max_length=1, verbose_name='性别')),
                    ('birth_date', models.DateField(blank=True, null=True, verbose_name='出生日期')),
                    ('id_type', models.CharField(choices=[('resident', '居民身份证'), ('residence_permit', '港澳台居民居住证'), ('passport', '护照'), ('mother', '母亲身份证（新生儿）'), ('unknown', '身份不明')], default='resident', max_length=16, verbose_name='证件类型')),
                    ('id_number', portal.core.sealing.SealedTextField(blank=True, verbose_name='证件号码')),
                    ('id_hash', models.CharField(blank=True, editable=False, max_length=64)),
                    ('phone', portal.core.sealing.SealedTextField(blank=True, verbose_name='联系电话')),
                    ('residence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.region', verbose_name='现住址区划')),
                    ('address', portal.core.sealing.SealedTextField(blank=True, verbose_name='详细住址')),
                    ('insurance', models.CharField(blank=True, choices=[('employee', '职工医保'), ('resident', '居民医保'), ('other', '其他保险'), ('self_pay', '自费')], max_length=10, verbose_name='医保类型')),
                    ('insurance_other', models.CharField(blank=True, max_length=80, verbose_name='其他保险')),
                    ('contact_name', portal.core.sealing.SealedTextField(blank=True, verbose_name='联系人')),
                    ('contact_relation', models.CharField(blank=True, max_length=32, verbose_name='与患者关系')),
                    ('contact_phone', portal.core.sealing.SealedTextField(blank=True, verbose_name='联系人电话')),
                    ('contact_is_guardian', models.BooleanField(default=False, verbose_name='联系人是监护人')),
                    ('birth_time', models.TimeField(blank=True, null=True, verbose_name='出生时间')),
                    ('home_province', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.region', verbose_name='户籍或常住省')),
                    ('insurance_region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.region', verbose_name='参保地')),
                    ('nationality', models.CharField(blank=True, max_length=32, verbose_name='国籍')),
                    ('ethnicity', models.CharField(blank=True, max_length=32, verbose_name='民族')),
                    ('marital_status', models.CharField(blank=True, choices=[('10', '未婚'), ('20', '已婚'), ('30', '丧偶'), ('40', '离婚'), ('90', '未说明')], max_length=2, verbose_name='婚姻')),
                    ('occupation', models.CharField(blank=True, max_length=64, verbose_name='职业')),
                ],
                options={
                    'verbose_name': '患者',
                    'indexes': [models.Index(fields=['id_hash'], name='patient_by_id_hash')],
                },
            ),
            migrations.CreateModel(
                name='ReasonCode',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('code', models.CharField(max_length=24, verbose_name='代码')),
                    ('label', models.CharField(max_length=64, verbose_name='名称')),
                    ('sides', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('origin', '转出方'), ('destination', '接收方'), ('network', '牵头医院'), ('system', '系统')], max_length=12), size=None, verbose_name='适用方')),
                    ('counts_as', models.CharField(choices=[('provider', '医院'), ('patient', '患者'), ('system', '系统')], max_length=8, verbose_name='归因')),
                    ('comment_required', models.BooleanField(default=False, verbose_name='须写说明')),
                    ('rank', models.PositiveSmallIntegerField(default=500, verbose_name='次序')),
                    ('since', models.DateField(verbose_name='生效日期')),
                    ('until', models.DateField(blank=True, null=True, verbose_name='失效日期')),
                ],
                options={
                    'verbose_name': '转诊原因代码',
                    'ordering': ['rank', 'code', 'since'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='reason_dates_in_order'), models.CheckConstraint(condition=models.Q(('sides', []), _negated=True), name='reason_has_a_side'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('code', '='), (hospitals.models.network.Days('since', 'until', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='reason_no_overlap')],
                },
            ),
            migrations.CreateModel(
                name='TimerRule',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('network', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='timer_rules', to='hospitals.network', verbose_name='医联体')),
                    ('kind', models.CharField(choices=[('received', '签收时限'), ('decided', '答复时限'), ('supplied', '补充资料时限'), ('accept_total', '总答复时限'), ('first_contact', '门诊首诊时限'), ('scheduled', '预约时限'), ('hold', '号源床位保留'), ('expected_arrival', '到诊时限'), ('records', '完整病历时限'), ('replied', '回执时限'), ('auto_close', '自动闭环'), ('follow_up', '首次随访时限'), ('draft_purge', '草稿保留'), ('confirmed', '补录确认时限'), ('cancel_silence', '撤销申请默认同意'), ('expiry', '转诊单有效期'), ('break_glass', '紧急查阅')], max_length=20, verbose_name='时限')),
                    ('priority', models.CharField(choices=[('emergency', '急危重'), ('urgent', '紧急'), ('routine', '常规')], max_length=10, verbose_name='紧急程度')),
                    ('minutes', models.PositiveIntegerField(blank=True, null=True, verbose_name='分钟')),
                    ('workdays', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='工作日')),
                    ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='生效日期')),
                    ('until', models.DateField(blank=True, null=True, verbose_name='失效日期')),
                    ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                ],
                options={
                    'verbose_name': '时限规则',
                    'ordering': ['kind', 'priority', '-since'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('minutes__gte', 1), ('workdays__isnull', True)), models.Q(('minutes__isnull', True), ('workdays__gte', 1)), _connector='OR'), name='timer_rule_one_limit'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='timer_rule_dates_in_order'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('is_active', True)), expressions=[(django.db.models.functions.comparison.Coalesce('network', models.Value('00000000-0000-0000-0000-000000000000', output_field=models.UUIDField())), '='), ('kind', '='), ('priority', '='), (hospitals.models.network.Days('since', 'until', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='timer_rule_no_overlap')],
                },
            ),
            migrations.CreateModel(
                name='Referral',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('priority', models.CharField(choices=[('emergency', '急危重'), ('urgent', '紧急'), ('routine', '常规')], default='routine', max_length=10, verbose_name='紧急程度')),
                    ('green_channel', models.CharField(blank=True, choices=[('stroke', '卒中'), ('chest_pain', '胸痛'), ('trauma', '创伤'), ('maternal', '孕产妇'), ('neonatal', '新生儿')], max_length=12, verbose_name='绿色通道')),
                    ('encounter_class', models.CharField(blank=True, choices=[('outpatient', '门诊'), ('emergency', '急诊'), ('inpatient', '住院'), ('other', '其他')], max_length=10, verbose_name='病人类型')),
                    ('encounter_class_other', models.CharField(blank=True, max_length=80, verbose_name='其他病人类型')),
                    ('reason', models.CharField(blank=True, choices=[('beyond_capability', '超出本院诊治能力'), ('specialist_care', '需专科诊治'), ('diagnosis_unclear', '诊断不明'), ('rehabilitation', '康复治疗'), ('continued_care', '延续治疗'), ('patient_wish', '患者要求')], max_length=20, verbose_name='转诊原因')),
                    ('purpose', models.CharField(blank=True, choices=[('consultation', '会诊'), ('surgery', '手术'), ('examination', '检查'), ('continued_treatment', '继续治疗'), ('rehabilitation', '康复'), ('follow_up', '随访')], max_length=20, verbose_name='转诊目的')),
                    ('main_diagnosis_code', models.CharField(blank=True, max_length=20, verbose_name='主要诊断编码')),
                    ('main_diagnosis', models.CharField(blank=True, max_length=128, verbose_name='主要诊断')),
                    ('no_other_diagnoses', models.BooleanField(default=False, verbose_name='无其他诊断')),
                    ('diagnosis_basis', models.TextField(blank=True, max_length=1000, verbose_name='诊断依据')),
                    ('tcm_diagnosis', models.CharField(blank=True, max_length=200, verbose_name='中医诊断')),
                    ('summary', models.TextField(blank=True, max_length=4000, verbose_name='病情摘要')),
                    ('past_history', models.TextField(blank=True, max_length=1000, verbose_name='既往史')),
                    ('allergies', models.CharField(blank=True, max_length=200, verbose_name='过敏史')),
                    ('infection_status', models.CharField(blank=True, choices=[('none', '无'), ('suspected', '疑似，待排查'), ('confirmed', '确诊'), ('unknown', '未检查')], max_length=10, verbose_name='感染防控')),
                    ('infection_note', models.CharField(blank=True, max_length=200, verbose_name='感染说明')),
                    ('temperature', models.DecimalField(blank=True, decimal_places=1, max_digits=3, null=True, verbose_name='体温')),
                    ('pulse', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='脉搏')),
                    ('respiration', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='呼吸')),
                    ('systolic', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='收缩压')),
                    ('diastolic', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='舒张压')),
                    ('oxygen_saturation', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='血氧饱和度')),
                    ('consciousness', models.CharField(blank=True, choices=[('alert', '清醒'), ('drowsy', '嗜睡'), ('confused', '意识模糊'), ('stupor', '昏睡'), ('coma', '昏迷')], max_length=10, verbose_name='意识')),
                    ('vital_signs_at', models.DateTimeField(blank=True, null=True, verbose_name='测量时间')),
                    ('vital_signs', models.CharField(blank=True, max_length=200, verbose_name='生命体征')),
                    ('treatment_so_far', models.TextField(blank=True, max_length=4000, verbose_name='治疗经过')),
                    ('medicines', models.TextField(blank=True, max_length=2000, verbose_name='用药')),
                    ('not_local_reason', models.CharField(blank=True, choices=[('technique', '缺技术'), ('equipment', '缺设备'), ('bed', '缺床位'), ('patient', '患者要求')], max_length=12, verbose_name='不能本地解决的原因')),
                    ('down_condition', models.CharField(blank=True, max_length=400, verbose_name='下转条件说明')),
                    ('care_instructions', models.TextField(blank=True, max_length=2000, verbose_name='康复护理用药指导')),
                    ('follow_up_plan', models.TextField(blank=True, max_length=1000, verbose_name='后续计划')),
                    ('follow_up_on', models.DateField(blank=True, null=True, verbose_name='随访日期')),
                    ('wanted_specialty', models.CharField(blank=True, max_length=64, verbose_name='期望专科')),
                    ('wanted_expert', models.CharField(blank=True, max_length=64, verbose_name='期望医师')),
                    ('wanted_from', models.DateField(blank=True, null=True, verbose_name='期望转入日期')),
                    ('wanted_until', models.DateField(blank=True, null=True, verbose_name='最迟转入日期')),
                    ('transport_mode', models.CharField(blank=True, choices=[('own', '自行前往'), ('ambulance', '救护车'), ('air', '航空'), ('rail', '铁路')], max_length=10, verbose_name='转运方式')),
                    ('escort', models.CharField(blank=True, max_length=128, verbose_name='随行医护')),
                    ('equipment', models.CharField(blank=True, max_length=200, verbose_name='随行设备')),
                    ('oxygen', models.CharField(blank=True, choices=[('none', '不需要'), ('cannula', '鼻导管'), ('mask', '面罩'), ('ventilator', '呼吸机')], max_length=12, verbose_name='吸氧')),
                    ('origin_coordinator', models.CharField(blank=True, max_length=80, verbose_name='转出方转诊专员')),
                    ('destination_coordinator', models.CharField(blank=True, max_length=80, verbose_name='接收方转诊专员')),
                    ('insurance_filing_number', models.CharField(blank=True, max_length=40, verbose_name='异地就医备案号')),
                    ('consent_method', models.CharField(blank=True, choices=[('written', '书面同意'), ('oral', '口头同意并记录'), ('emergency', '急救免签')], max_length=10, verbose_name='知情同意')),
                    ('patient_choice', models.CharField(blank=True, max_length=200, verbose_name='患者/家属意愿')),
                    ('receiving_organisation', models.CharField(blank=True, max_length=128, verbose_name='拟接收机构')),
                    ('discharge_other', models.CharField(blank=True, max_length=200, verbose_name='其他离院方式')),
                    ('filler_number', models.CharField(blank=True, max_length=40, verbose_name='接收方编号')),
                    ('agreed_with', models.CharField(blank=True, max_length=80, verbose_name='电话同意人')),
                    ('agreed_at', models.DateTimeField(blank=True, null=True, verbose_name='电话同意时间')),
                    ('actual_arrival_at', models.DateTimeField(blank=True, null=True, verbose_name='实际到达时间')),
                    ('number', models.CharField(max_length=20, unique=True, verbose_name='转诊单号')),
                    ('chain_id', models.UUIDField(default=portal.models.base.new_id, editable=False, verbose_name='转诊链号')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='referrals.referral')),
                    ('patient', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='referral', to='referrals.patient')),
                    ('state', models.CharField(choices=[('draft', '草稿'), ('pending_review', '待本院审核'), ('returned', '退回修改'), ('submitted', '已提交待签收'), ('received', '已签收评估中'), ('info_requested', '待补充资料'), ('waitlisted', '排队等待'), ('accepted', '同意接收'), ('scheduled', '已预约'), ('in_transit', '转运途中'), ('arrived', '已到诊'), ('no_show', '未到诊'), ('admitted', '已收治'), ('treated', '诊疗完成待回执'), ('declined', '被拒待改派'), ('cancel_requested', '申请撤销中'), ('completed', '已闭环'), ('unplaced', '未落实'), ('cancelled', '已撤销'), ('expired', '超时失效'), ('deceased', '患者死亡'), ('entered_in_error', '录入错误')], default='draft', editable=False, max_length=16, verbose_name='状态')),
                    ('state_since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='进入状态时间')),
                    ('state_before', models.CharField(blank=True, choices=[('draft', '草稿'), ('pending_review', '待本院审核'), ('returned', '退回修改'), ('submitted', '已提交待签收'), ('received', '已签收评估中'), ('info_requested', '待补充资料'), ('waitlisted', '排队等待'), ('accepted', '同意接收'), ('scheduled', '已预约'), ('in_transit', '转运途中'), ('arrived', '已到诊'), ('no_show', '未到诊'), ('admitted', '已收治'), ('treated', '诊疗完成待回执'), ('declined', '被拒待改派'), ('cancel_requested', '申请撤销中'), ('completed', '已闭环'), ('unplaced', '未落实'), ('cancelled', '已撤销'), ('expired', '超时失效'), ('deceased', '患者死亡'), ('entered_in_error', '录入错误')], editable=False, max_length=16)),
                    ('due_at', models.DateTimeField(editable=False, null=True, verbose_name='时限')),
                    ('event_count', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='事件数')),
                    ('direction', models.CharField(choices=[('up', '上转'), ('down', '下转'), ('lateral', '平转')], max_length=8, verbose_name='方向')),
                    ('cross_level', models.CharField(choices=[('none', '县内'), ('county', '跨县'), ('city', '跨市'), ('province', '跨省'), ('unknown', '省内，去向待核')], max_length=8, verbose_name='跨区域')),
                    ('planned_relay', models.BooleanField(default=False, verbose_name='接力转诊')),
                    ('person_hash', models.CharField(blank=True, editable=False, max_length=64)),
                    ('superseded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded', to='referrals.referral', verbose_name='替代它的新单')),
                    ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='责任人')),
                    ('is_retrospective', models.BooleanField(default=False, editable=False, verbose_name='补录')),
                    ('is_advice', models.BooleanField(default=False, editable=False, verbose_name='以建议代替转诊')),
                    ('reschedule_count', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='改约次数')),
                    ('rebook_count', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='重新约定次数')),
                    ('origin', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.hospital', verbose_name='转出机构')),
                    ('origin_department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.department', verbose_name='转出科室')),
                    ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发起医师')),
                    ('destination', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.hospital', verbose_name='接收机构')),
                    ('destination_department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.department', verbose_name='接收科室')),
                    ('pool', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.network', verbose_name='接收池')),
                    ('also_asked', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, editable=False, size=None, verbose_name='同时询问')),
                    ('external_name', models.CharField(blank=True, max_length=128, verbose_name='网络外机构')),
                    ('external_province', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.region', verbose_name='网络外机构所在省')),
                    ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='提交时间')),
                    ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='答复时间')),
                    ('arrived_at', models.DateTimeField(editable=False, null=True, verbose_name='到诊时间')),
                    ('admitted_at', models.DateTimeField(editable=False, null=True, verbose_name='收治时间')),
                    ('treated_at', models.DateTimeField(editable=False, null=True, verbose_name='诊疗完成时间')),
                    ('replied_at', models.DateTimeField(editable=False, null=True, verbose_name='回执时间')),
                    ('purged_at', models.DateTimeField(editable=False, null=True, verbose_name='清除时间')),
                    ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='结束时间')),
                    ('scheduled_for', models.DateTimeField(editable=False, null=True, verbose_name='预约时间')),
                    ('admission_kind', models.CharField(blank=True, choices=[('outpatient', '门诊'), ('emergency', '急诊'), ('observation', '留观'), ('inpatient', '住院'), ('registered', '承接建档')], max_length=12, verbose_name='收治类型')),
                    ('encounter_number', models.CharField(blank=True, max_length=50, verbose_name='门诊号/住院号')),
                    ('discharge_mode', models.CharField(blank=True, choices=[('1', '医嘱离院'), ('2', '医嘱转院'), ('3', '医嘱转社区卫生服务机构/乡镇卫生院'), ('4', '非医嘱离院'), ('5', '死亡'), ('9', '其他')], max_length=1, verbose_name='离院方式')),
                    ('final_diagnosis', models.CharField(blank=True, max_length=128, verbose_name='出院诊断')),
                ],
                options={
                    'verbose_name': '转诊单',
                    'ordering': ['-created_at'],
                    'indexes': [models.Index(fields=['origin', '-created_at'], name='referral_by_origin'), models.Index(fields=['destination', '-created_at'], name='referral_by_destination'), models.Index(fields=['origin', 'state', '-created_at'], name='referral_origin_state'), models.Index(fields=['destination', 'state', '-created_at'], name='referral_dest_state'), models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='referral_alarm'), models.Index(fields=['-created_at'], name='referral_newest'), models.Index(fields=['updated_at'], name='referral_by_change'), models.Index(fields=['submitted_at'], name='referral_by_submission'), django.contrib.postgres.indexes.GinIndex(condition=models.Q(('also_asked', []), _negated=True), fields=['also_asked'], name='referral_also_asked'), models.Index(condition=models.Q(('destination__isnull', True), ('pool__isnull', False)), fields=['pool'], name='referral_in_pool'), models.Index(condition=models.Q(('person_hash', ''), _negated=True), fields=['person_hash'], name='referral_by_person'), django.contrib.postgres.indexes.GinIndex(fields=['number'], name='referral_number_search', opclasses=['gin_trgm_ops'])],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'pending_review', 'returned', 'submitted', 'received', 'info_requested', 'waitlisted', 'accepted', 'scheduled', 'in_transit', 'arrived', 'no_show', 'admitted', 'treated', 'declined', 'cancel_requested', 'completed', 'unplaced', 'cancelled', 'expired', 'deceased', 'entered_in_error'])), name='referral_known_state'), models.CheckConstraint(condition=models.Q(('destination__isnull', True), models.Q(('origin', models.F('destination')), _negated=True), _connector='OR'), name='referral_leaves_its_origin'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'returned', 'pending_review', 'cancelled', 'entered_in_error', 'deceased']), ('submitted_at__isnull', False), _connector='OR'), name='referral_sent_has_time'), models.CheckConstraint(condition=models.Q(('external_name', ''), ('destination__isnull', True), _connector='OR'), name='referral_external_or_inside'), models.CheckConstraint(condition=models.Q(('rebook_count__lte', 3)), name='referral_rebooked_thrice_at_most'), models.UniqueConstraint(condition=models.Q(('state__in', ['submitted', 'received', 'info_requested', 'waitlisted', 'accepted', 'scheduled', 'in_transit']), models.Q(('person_hash', ''), _negated=True)), fields=('origin', 'person_hash'), name='one_open_request_per_person')],
                },
            ),
            migrations.CreateModel(
                name='ArrivalCode',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='arrival_codes', to='referrals.referral')),
                    ('hospital', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.hospital')),
                    ('code', portal.core.sealing.SealedTextField(verbose_name='到诊码')),
                    ('code_hash', models.CharField(editable=False, max_length=64)),
                    ('valid_until', models.DateTimeField(verbose_name='有效期至')),
                    ('used_at', models.DateTimeField(null=True, verbose_name='使用时间')),
                    ('used_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_at', models.DateTimeField(null=True, verbose_name='作废时间')),
                ],
                options={
                    'verbose_name': '到诊码',
                    'constraints': [models.UniqueConstraint(condition=models.Q(('used_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('hospital', 'code_hash'), name='arrival_code_once'), models.UniqueConstraint(condition=models.Q(('used_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('referral',), name='one_live_arrival_code')],
                },
            ),
            migrations.CreateModel(
                name='BedReservation',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reservations', to='referrals.referral')),
                    ('pool', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reservations', to='hospitals.bedpool')),
                    ('slot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reservations', to='hospitals.clinicslot')),
                    ('from_quota', models.BooleanField(default=False, verbose_name='占网络预留')),
                    ('held_at', models.DateTimeField(verbose_name='占用时间')),
                    ('expires_at', models.DateTimeField(null=True, verbose_name='保留至')),
                    ('occupied_at', models.DateTimeField(null=True, verbose_name='入住时间')),
                    ('released_at', models.DateTimeField(null=True, verbose_name='释放时间')),
                    ('end', models.CharField(blank=True, choices=[('released', '已释放'), ('expired', '超时释放'), ('moved', '改约'), ('finished', '诊疗结束'), ('attended', '已就诊')], max_length=8, verbose_name='结束方式')),
                    ('override', models.CharField(blank=True, max_length=400, verbose_name='超额说明')),
                ],
                options={
                    'verbose_name': '床位预约',
                    'ordering': ['held_at'],
                    'indexes': [models.Index(condition=models.Q(('occupied_at__isnull', True), ('released_at__isnull', True)), fields=['expires_at'], name='reservation_to_expire')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('released_at__isnull', True)), fields=('referral',), name='one_active_reservation'), models.CheckConstraint(condition=models.Q(models.Q(('pool__isnull', False), ('slot__isnull', True)), models.Q(('occupied_at__isnull', True), ('pool__isnull', True), ('slot__isnull', False)), _connector='OR'), name='reservation_of_bed_or_slot'), models.CheckConstraint(condition=models.Q(models.Q(('end', ''), ('released_at__isnull', True)), models.Q(('released_at__isnull', False), models.Q(('end', ''), _negated=True)), _connector='OR'), name='reservation_ends_somehow')],
                },
            ),
            migrations.CreateModel(
                name='CarePlan',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('referral', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='care_plan', to='referrals.referral')),
                    ('days', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=referrals.models.follow_up.usual_days, size=None, verbose_name='随访时间')),
                    ('warning_signs', models.TextField(blank=True, max_length=1000, verbose_name='需立即就医的情况')),
                ],
                options={
                    'verbose_name': '随访计划',
                },
            ),
            migrations.CreateModel(
                name='CatchUpTask',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='catch_ups', to='referrals.referral')),
                    ('kind', models.CharField(choices=[('review', '急诊转出事后审核'), ('identity', '补全患者身份')], max_length=10, verbose_name='事项')),
                    ('due_at', models.DateTimeField(verbose_name='时限')),
                    ('looked_at', models.DateTimeField(null=True, verbose_name='首次查看时间')),
                    ('told_at', models.DateTimeField(editable=False, null=True, verbose_name='逾期提醒时间')),
                    ('done_at', models.DateTimeField(null=True, verbose_name='完成时间')),
                    ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='完成人')),
                    ('outcome', models.CharField(blank=True, choices=[('confirmed', '认可'), ('objected', '有异议')], max_length=10, verbose_name='审核意见')),
                    ('note', models.CharField(blank=True, max_length=1000, verbose_name='说明')),
                ],
                options={
                    'verbose_name': '补办事项',
                    'ordering': ['due_at'],
                    'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['due_at'], name='catch_up_open')],
                    'constraints': [models.UniqueConstraint(fields=('referral', 'kind'), name='catch_up_once'), models.CheckConstraint(condition=models.Q(('done_at__isnull', True), ('done_by__isnull', False), _connector='OR'), name='catch_up_done_by_somebody')],
                },
            ),
            migrations.CreateModel(
                name='Consent',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='referrals.referral')),
                    ('method', models.CharField(choices=[('written', '书面同意'), ('oral', '口头同意并记录'), ('emergency', '急救免签')], max_length=10, verbose_name='知情同意')),
                    ('given_by', portal.core.sealing.SealedTextField(blank=True, verbose_name='同意人')),
                    ('relation', models.CharField(blank=True, choices=[('self', '本人'), ('spouse', '配偶'), ('child', '子女'), ('parent', '父母'), ('guardian', '其他监护人'), ('other', '其他')], max_length=10, verbose_name='同意人与患者关系')),
                    ('relation_other', models.CharField(blank=True, max_length=40, verbose_name='其他关系')),
                    ('given_at', models.DateTimeField(blank=True, null=True, verbose_name='同意时间')),
                    ('is_complete', models.BooleanField(default=False, editable=False)),
                    ('waiver_reason', models.CharField(blank=True, max_length=200, verbose_name='急救免签理由')),
                    ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='撤回时间')),
                    ('withdrawn_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                    ('withdrawn_reason', models.CharField(blank=True, max_length=400, verbose_name='撤回原因')),
                ],
                options={
                    'verbose_name': '知情同意',
                    'ordering': ['created_at', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('is_complete', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='consent_withdrawn_is_not_in_force')],
                },
            ),
            migrations.CreateModel(
                name='FilingDraft',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='filing_drafts', to=settings.AUTH_USER_MODEL)),
                    ('hospital', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.hospital')),
                    ('referral', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='filing_drafts', to='referrals.referral')),
                    ('typed', portal.core.sealing.SealedTextField(verbose_name='内容')),
                ],
                options={
                    'verbose_name': '未完成的转诊单',
                    'ordering': ['-updated_at'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('referral__isnull', True)), fields=('user', 'hospital'), name='one_unfiled_draft_per_desk'), models.UniqueConstraint(condition=models.Q(('referral__isnull', False)), fields=('user', 'referral'), name='one_draft_per_reviser')],
                },
            ),
            migrations.CreateModel(
                name='FollowUpTask',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='referrals.referral')),
                    ('seq', models.PositiveSmallIntegerField(verbose_name='序号')),
                    ('kind', models.CharField(choices=[('phone', '电话随访'), ('visit', '上门随访'), ('clinic', '门诊复查')], max_length=8, verbose_name='随访方式')),
                    ('due_on', models.DateField(verbose_name='应随访日期')),
                    ('state', models.CharField(choices=[('open', '待随访'), ('done', '已随访'), ('cancelled', '已取消')], default='open', editable=False, max_length=10, verbose_name='状态')),
                    ('done_at', models.DateTimeField(editable=False, null=True, verbose_name='随访时间')),
                    ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='随访人')),
                    ('told_at', models.DateTimeField(editable=False, null=True, verbose_name='逾期提醒时间')),
                    ('findings', models.TextField(blank=True, max_length=2000, verbose_name='随访情况')),
                    ('readmitted', models.BooleanField(null=True, verbose_name='已再次住院')),
                    ('needs_referral', models.BooleanField(default=False, verbose_name='需再次上转')),
                    ('sent_up', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referrals.referral', verbose_name='再次上转')),
                ],
                options={
                    'verbose_name': '随访任务',
                    'ordering': ['due_on', 'seq'],
                    'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['due_on'], name='follow_up_open')],
                    'constraints': [models.UniqueConstraint(fields=('referral', 'seq'), name='follow_up_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('done_at__isnull', False), ('done_by__isnull', False), ('readmitted__isnull', False)), _connector='OR'), name='follow_up_done_is_whole')],
                },
            ),
            migrations.CreateModel(
                name='GreenMilestone',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='green_milestones', to='referrals.referral')),
                    ('code', models.CharField(max_length=16, verbose_name='节点')),
                    ('at', models.DateTimeField(verbose_name='时间')),
                    ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ],
                options={
                    'verbose_name': '绿色通道节点',
                    'ordering': ['at'],
                    'constraints': [models.UniqueConstraint(fields=('referral', 'code'), name='green_milestone_once')],
                },
            ),
            migrations.CreateModel(
                name='KeyResult',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='key_results', to='referrals.referral')),
                    ('rank', models.PositiveSmallIntegerField(verbose_name='序号')),
                    ('done_on', models.DateField(blank=True, null=True, verbose_name='检查日期')),
                    ('name', models.CharField(max_length=80, verbose_name='项目')),
                    ('finding', models.CharField(blank=True, max_length=400, verbose_name='结果')),
                    ('may_be_recognised', models.BooleanField(default=False, verbose_name='可互认')),
                ],
                options={
                    'verbose_name': '检查检验结果',
                    'ordering': ['rank'],
                    'constraints': [models.UniqueConstraint(fields=('referral', 'rank'), name='key_result_rank_once')],
                },
            ),
            migrations.CreateModel(
                name='OutflowRecord',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('referral', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='outflow', to='referrals.referral')),
                    ('origin', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.hospital')),
                    ('outcome', models.CharField(choices=[('left', '患者自行外出'), ('elsewhere', '系统外安置'), ('treated_here', '改本院治疗'), ('gave_up', '放弃')], max_length=12, verbose_name='去向')),
                    ('province', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.region', verbose_name='去往省份')),
                    ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.hospital', verbose_name='去往机构')),
                    ('place_name', models.CharField(blank=True, max_length=128, verbose_name='去往机构')),
                    ('noted_at', models.DateTimeField(verbose_name='登记时间')),
                    ('state', models.CharField(choices=[('candidate', '待核实'), ('confirmed', '已核实'), ('dismissed', '不是外流')], default='candidate', max_length=10, verbose_name='核实状态')),
                    ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核实人')),
                    ('reviewed_at', models.DateTimeField(blank=True, null=True, verbose_name='核实时间')),
                ],
                options={
                    'verbose_name': '外流线索',
                    'ordering': ['-noted_at'],
                },
            ),
            migrations.CreateModel(
                name='PrintJob',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='print_jobs', to='referrals.referral')),
                    ('referral_version', models.PositiveIntegerField(verbose_name='转诊单版本')),
                    ('in_full', models.BooleanField(verbose_name='完整身份')),
                    ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('requested_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='申请时间')),
                    ('state', models.CharField(choices=[('queued', '排队中'), ('printing', '正在生成'), ('ready', '可下载'), ('failed', '生成失败'), ('expired', '已过期')], default='queued', max_length=8, verbose_name='状态')),
                    ('problem', models.CharField(blank=True, choices=[('changed', '转诊单已有新内容，请重新生成。'), ('forbidden', '您已无权打印此转诊单。'), ('slow', '生成超时，请稍后重试。'), ('broken', '排版失败，请联系信息科。'), ('missing', 'PDF 服务未安装，请联系信息科；浏览器打印仍可使用。')], max_length=9, verbose_name='原因')),
                    ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='次数')),
                    ('next_try_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='下次时间')),
                    ('finished_at', models.DateTimeField(null=True, verbose_name='完成时间')),
                    ('expires_at', models.DateTimeField(verbose_name='到期')),
                    ('sha256', models.CharField(blank=True, max_length=64, verbose_name='文件摘要')),
                    ('size', models.PositiveIntegerField(default=0, verbose_name='字节数')),
                ],
                options={
                    'verbose_name': '打印任务',
                    'ordering': ['-requested_at'],
                    'indexes': [models.Index(condition=models.Q(('state__in', ['queued', 'printing'])), fields=['next_try_at'], name='print_job_to_do'), models.Index(condition=models.Q(('state', 'expired'), _negated=True), fields=['expires_at'], name='print_job_to_purge')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'printing', 'ready'])), fields=('referral', 'referral_version', 'in_full', 'requested_by'), name='print_once_per_version')],
                },
            ),
            migrations.CreateModel(
                name='Readmission',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('referral', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='readmission', to='referrals.referral')),
                    ('earlier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readmissions', to='referrals.referral')),
                    ('days', models.PositiveSmallIntegerField(verbose_name='距上次出院天数')),
                    ('same_chapter', models.BooleanField(verbose_name='同类诊断')),
                    ('verdict', models.CharField(choices=[('pending', '待判定'), ('planned', '计划内'), ('unplanned', '非计划')], default='pending', max_length=10, verbose_name='判定')),
                    ('judged_at', models.DateTimeField(null=True, verbose_name='判定时间')),
                    ('judged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='判定人')),
                    ('note', models.CharField(blank=True, max_length=400, verbose_name='说明')),
                ],
                options={
                    'verbose_name': '再入院核查',
                    'ordering': ['-created_at'],
                },
            ),
            migrations.CreateModel(
                name='ReferralDiagnosis',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='other_diagnoses', to='referrals.referral')),
                    ('rank', models.PositiveSmallIntegerField(verbose_name='顺位')),
                    ('code', models.CharField(blank=True, max_length=20, verbose_name='诊断编码')),
                    ('name', models.CharField(max_length=128, verbose_name='诊断名称')),
                ],
                options={
                    'verbose_name': '其他诊断',
                    'ordering': ['rank'],
                    'constraints': [models.UniqueConstraint(fields=('referral', 'rank'), name='diagnosis_rank_once')],
                },
            ),
            migrations.CreateModel(
                name='ReferralEvent',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='referrals.referral')),
                    ('seq', models.PositiveSmallIntegerField(verbose_name='序号')),
                    ('action', models.CharField(max_length=32, verbose_name='动作')),
                    ('from_state', models.CharField(blank=True, choices=[('draft', '草稿'), ('pending_review', '待本院审核'), ('returned', '退回修改'), ('submitted', '已提交待签收'), ('received', '已签收评估中'), ('info_requested', '待补充资料'), ('waitlisted', '排队等待'), ('accepted', '同意接收'), ('scheduled', '已预约'), ('in_transit', '转运途中'), ('arrived', '已到诊'), ('no_show', '未到诊'), ('admitted', '已收治'), ('treated', '诊疗完成待回执'), ('declined', '被拒待改派'), ('cancel_requested', '申请撤销中'), ('completed', '已闭环'), ('unplaced', '未落实'), ('cancelled', '已撤销'), ('expired', '超时失效'), ('deceased', '患者死亡'), ('entered_in_error', '录入错误')], max_length=16)),
                    ('to_state', models.CharField(choices=[('draft', '草稿'), ('pending_review', '待本院审核'), ('returned', '退回修改'), ('submitted', '已提交待签收'), ('received', '已签收评估中'), ('info_requested', '待补充资料'), ('waitlisted', '排队等待'), ('accepted', '同意接收'), ('scheduled', '已预约'), ('in_transit', '转运途中'), ('arrived', '已到诊'), ('no_show', '未到诊'), ('admitted', '已收治'), ('treated', '诊疗完成待回执'), ('declined', '被拒待改派'), ('cancel_requested', '申请撤销中'), ('completed', '已闭环'), ('unplaced', '未落实'), ('cancelled', '已撤销'), ('expired', '超时失效'), ('deceased', '患者死亡'), ('entered_in_error', '录入错误')], max_length=16)),
                    ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
                    ('side', models.CharField(choices=[('origin', '转出方'), ('destination', '接收方'), ('network', '牵头医院'), ('system', '系统')], max_length=12, verbose_name='方')),
                    ('hospital', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.hospital')),
                    ('at', models.DateTimeField(verbose_name='发生时间')),
                    ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='登记时间')),
                    ('note', models.CharField(blank=True, max_length=1000, verbose_name='说明')),
                    ('payload', models.JSONField(default=dict, verbose_name='内容')),
                ],
                options={
                    'verbose_name': '转诊事件',
                    'ordering': ['seq'],
                    'indexes': [models.Index(fields=['action', 'at'], name='event_by_action'), models.Index(fields=['at'], name='event_by_time')],
                    'constraints': [models.UniqueConstraint(fields=('referral', 'seq'), name='event_number_once')],
                },
            ),
            migrations.CreateModel(
                name='ReferralOffer',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='referrals.referral')),
                    ('seq', models.PositiveSmallIntegerField(verbose_name='序号')),
                    ('hospital', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.hospital', verbose_name='接收机构')),
                    ('external_name', models.CharField(blank=True, max_length=128, verbose_name='网络外机构')),
                    ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.department', verbose_name='接收科室')),
                    ('state', models.CharField(choices=[('open', '待答复'), ('accepted', '已同意'), ('declined', '已拒绝'), ('withdrawn', '已撤回'), ('expired', '已失效'), ('advised', '已给出建议')], default='open', max_length=10, verbose_name='状态')),
                    ('opened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='发出时间')),
                    ('first_seen_at', models.DateTimeField(null=True, verbose_name='签收时间')),
                    ('seen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='答复时间')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('admission_kind', models.CharField(blank=True, choices=[('outpatient', '门诊'), ('emergency', '急诊'), ('observation', '留观'), ('inpatient', '住院'), ('registered', '承接建档')], max_length=12, verbose_name='接收方式')),
                    ('valid_until', models.DateField(null=True, verbose_name='有效期至')),
                    ('expected_on', models.DateField(blank=True, null=True, verbose_name='预计可收治日期')),
                    ('reason_code', models.CharField(blank=True, max_length=24, verbose_name='原因')),
                    ('reason_label', models.CharField(blank=True, max_length=64, verbose_name='原因名称')),
                    ('comment', models.CharField(blank=True, max_length=400, verbose_name='说明')),
                ],
                options={
                    'verbose_name': '接收方',
                    'ordering': ['seq'],
                    'constraints': [models.UniqueConstraint(fields=('referral', 'seq'), name='offer_number_once'), models.UniqueConstraint(condition=models.Q(('state', 'accepted')), fields=('referral',), name='one_accepted_offer'), models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'accepted'])), fields=('referral', 'hospital'), name='one_live_offer_per_hospital')],
                },
            ),
            migrations.CreateModel(
                name='Reply',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='referrals.referral')),
                    ('kind', models.CharField(choices=[('final', '最终回执'), ('interim', '阶段回复'), ('advice', '诊疗建议')], max_length=8, verbose_name='类型')),
                    ('findings', models.TextField(max_length=4000, verbose_name='检查与诊断')),
                    ('treatment', models.TextField(max_length=4000, verbose_name='治疗经过')),
                    ('medicines', models.TextField(blank=True, max_length=2000, verbose_name='带药')),
                    ('plan', models.TextField(max_length=2000, verbose_name='后续计划')),
                    ('down_referral', models.BooleanField(default=False, verbose_name='建议下转')),
                    ('down_reason', models.CharField(blank=True, max_length=400, verbose_name='下转说明')),
                    ('sent_at', models.DateTimeField(verbose_name='发送时间')),
                ],
                options={
                    'verbose_name': '回执',
                    'constraints': [models.UniqueConstraint(condition=models.Q(('kind__in', ['final', 'advice'])), fields=('referral',), name='one_final_reply')],
                },
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
            migrations.CreateModel(
                name='ServiceRequest',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('number', models.CharField(max_length=20, unique=True, verbose_name='申请单号')),
                    ('kind', models.CharField(choices=[('consultation', '远程会诊'), ('pathology', '远程病理'), ('imaging', '远程影像')], max_length=16, verbose_name='服务类型')),
                    ('state', models.CharField(choices=[('requested', '已申请待签收'), ('received', '已签收'), ('in_progress', '处理中'), ('reported', '已出报告待确认'), ('acknowledged', '已确认'), ('declined', '不予受理'), ('cancelled', '已撤销')], editable=False, max_length=16, verbose_name='状态')),
                    ('state_since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='进入状态时间')),
                    ('due_at', models.DateTimeField(editable=False, null=True, verbose_name='报告时限')),
                    ('breached_at', models.DateTimeField(editable=False, null=True, verbose_name='超时')),
                    ('event_count', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='事件数')),
                    ('priority', models.CharField(choices=[('emergency', '急危重'), ('urgent', '紧急'), ('routine', '常规')], default='routine', max_length=10, verbose_name='紧急程度')),
                    ('origin', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.hospital', verbose_name='申请机构')),
                    ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请医师')),
                    ('destination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.hospital', verbose_name='受邀机构')),
                    ('destination_department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.department', verbose_name='受邀科室')),
                    ('patient', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='service', to='referrals.patient')),
                    ('referral', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='services', to='referrals.referral', verbose_name='相关转诊单')),
                    ('converted_to', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='converted_from', to='referrals.referral', verbose_name='转为转诊单')),
                    ('diagnosis', models.CharField(max_length=128, verbose_name='初步诊断')),
                    ('summary', models.TextField(max_length=4000, verbose_name='病情摘要')),
                    ('question', models.TextField(max_length=2000, verbose_name='申请目的与问题')),
                    ('materials', models.TextField(blank=True, max_length=1000, verbose_name='标本或影像说明')),
                    ('requested_at', models.DateTimeField(verbose_name='申请时间')),
                    ('reported_at', models.DateTimeField(editable=False, null=True, verbose_name='报告时间')),
                    ('took', models.DurationField(editable=False, null=True, verbose_name='周转用时')),
                    ('reporter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='报告医师')),
                    ('report', models.TextField(blank=True, max_length=4000, verbose_name='所见')),
                    ('conclusion', models.TextField(blank=True, max_length=2000, verbose_name='结论与建议')),
                ],
                options={
                    'verbose_name': '远程服务申请',
                    'ordering': ['-requested_at'],
                    'indexes': [models.Index(fields=['origin', 'state', '-requested_at'], name='service_by_origin'), models.Index(fields=['destination', 'state', '-requested_at'], name='service_by_destination'), models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='service_alarm')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'received', 'in_progress', 'reported', 'acknowledged', 'declined', 'cancelled'])), name='service_known_state'), models.CheckConstraint(condition=models.Q(('origin', models.F('destination')), _negated=True), name='service_leaves_its_origin'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['reported', 'acknowledged']), _negated=True), models.Q(('reported_at__isnull', False), ('reporter__isnull', False)), _connector='OR'), name='service_report_has_author')],
                },
            ),
            migrations.CreateModel(
                name='Timer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='timers', to='referrals.referral')),
                    ('kind', models.CharField(choices=[('received', '签收时限'), ('decided', '答复时限'), ('supplied', '补充资料时限'), ('accept_total', '总答复时限'), ('first_contact', '门诊首诊时限'), ('scheduled', '预约时限'), ('hold', '号源床位保留'), ('expected_arrival', '到诊时限'), ('records', '完整病历时限'), ('replied', '回执时限'), ('auto_close', '自动闭环'), ('follow_up', '首次随访时限'), ('draft_purge', '草稿保留'), ('confirmed', '补录确认时限'), ('cancel_silence', '撤销申请默认同意'), ('expiry', '转诊单有效期'), ('break_glass', '紧急查阅')], max_length=20, verbose_name='时限')),
                    ('attempt', models.PositiveSmallIntegerField(default=1, verbose_name='第几次')),
                    ('priority', models.CharField(blank=True, choices=[('emergency', '急危重'), ('urgent', '紧急'), ('routine', '常规')], max_length=10, verbose_name='紧急程度')),
                    ('rule', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='timers', to='referrals.timerrule')),
                    ('started_at', models.DateTimeField(verbose_name='开始')),
                    ('counts_from', models.DateTimeField(null=True, verbose_name='起算')),
                    ('due_at', models.DateTimeField(verbose_name='到期')),
                    ('level', models.PositiveSmallIntegerField(default=0, verbose_name='已提醒级别')),
                    ('next_at', models.DateTimeField(null=True, verbose_name='下次提醒')),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='结束')),
                    ('stopped', models.BooleanField(default=False, verbose_name='停表')),
                    ('breached_at', models.DateTimeField(null=True, verbose_name='超时')),
                ],
                options={
                    'verbose_name': '时限',
                    'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True), ('next_at__isnull', False)), fields=['next_at'], name='timer_to_sweep'), models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['due_at'], name='timer_running')],
                    'constraints': [models.UniqueConstraint(fields=('referral', 'kind', 'attempt'), name='timer_once'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('referral', 'kind'), name='timer_runs_once')],
                },
            ),
            migrations.CreateModel(
                name='Transport',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transports', to='referrals.referral')),
                    ('mode', models.CharField(choices=[('own', '自行前往'), ('ambulance', '救护车'), ('air', '航空'), ('rail', '铁路')], max_length=10, verbose_name='转运方式')),
                    ('vehicle', models.CharField(blank=True, max_length=64, verbose_name='车牌或班次')),
                    ('driver', models.CharField(blank=True, max_length=64, verbose_name='司机')),
                    ('escort', models.CharField(blank=True, max_length=128, verbose_name='随行医护')),
                    ('phone', models.CharField(blank=True, max_length=32, verbose_name='随车电话')),
                    ('handover', models.CharField(blank=True, max_length=1000, verbose_name='交接清单')),
                    ('vital_signs', models.CharField(blank=True, max_length=200, verbose_name='出发时生命体征')),
                    ('vital_signs_at', models.DateTimeField(null=True, verbose_name='测量时间')),
                    ('departed_at', models.DateTimeField(verbose_name='出发时间')),
                    ('expected_at', models.DateTimeField(null=True, verbose_name='预计到达')),
                    ('arrived_at', models.DateTimeField(null=True, verbose_name='到达时间')),
                    ('turned_back_at', models.DateTimeField(null=True, verbose_name='返回时间')),
                ],
                options={
                    'verbose_name': '转运',
                    'ordering': ['departed_at'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('arrived_at__isnull', True), ('turned_back_at__isnull', True)), fields=('referral',), name='one_journey_at_a_time')],
                },
            ),
            migrations.CreateModel(
                name='Attachment',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('referral', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='referrals.referral')),
                    ('service', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='referrals.servicerequest')),
                    ('hospital', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.hospital')),
                    ('kind', models.CharField(choices=[('summary', '病历摘要'), ('laboratory', '检验报告'), ('imaging', '检查报告'), ('pathology', '病理报告'), ('consent', '知情同意书'), ('other', '其他资料')], max_length=12, verbose_name='类别')),
                    ('kind_other', models.CharField(blank=True, max_length=80, verbose_name='资料说明')),
                    ('name', portal.core.sealing.SealedTextField(verbose_name='文件名')),
                    ('media_type', models.CharField(choices=[('application/pdf', 'PDF'), ('image/jpeg', 'JPEG'), ('image/png', 'PNG')], max_length=16, verbose_name='格式')),
                    ('size', models.PositiveIntegerField(verbose_name='大小')),
                    ('sha256', models.CharField(max_length=64)),
                    ('state', models.CharField(choices=[('pending', '待检查'), ('clean', '已检查'), ('blocked', '已拦截')], default='pending', editable=False, max_length=8, verbose_name='检查状态')),
                    ('blocked_for', models.CharField(blank=True, max_length=20, verbose_name='拦截原因')),
                    ('inspected_at', models.DateTimeField(editable=False, null=True, verbose_name='检查时间')),
                ],
                options={
                    'verbose_name': '附件',
                    'ordering': ['created_at', 'id'],
                    'indexes': [models.Index(condition=models.Q(('state', 'pending')), fields=['created_at'], name='attachment_to_inspect'), models.Index(fields=['sha256'], name='attachment_by_content')],
                    'constraints': [models.UniqueConstraint(fields=('referral', 'sha256'), name='attachment_once'), models.UniqueConstraint(fields=('service', 'sha256'), name='service_attachment_once'), models.CheckConstraint(condition=models.Q(models.Q(('referral__isnull', False), ('service__isnull', True)), models.Q(('referral__isnull', True), ('service__isnull', False)), _connector='OR'), name='attachment_of_one_thing')],
                },
            ),
            migrations.CreateModel(
                name='ResultRecognition',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recognitions', to='referrals.referral')),
                    ('result', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='recognition', to='referrals.keyresult', verbose_name='转诊单上的结果')),
                    ('item', models.CharField(max_length=80, verbose_name='检查检验项目')),
                    ('verdict', models.CharField(choices=[('recognised', '互认'), ('repeated', '重复检查')], max_length=12, verbose_name='互认情况')),
                    ('reason_code', models.CharField(blank=True, choices=[('changed', '病情变化，结果与临床表现不符'), ('changes_fast', '该项目在疾病发展中变化较快'), ('treatment', '手术、输血等重大医疗措施前'), ('emergency', '急诊急救状态'), ('forensic', '司法、伤残或病退鉴定'), ('quality', '结果质量不符合要求'), ('other', '其他')], max_length=16, verbose_name='不予互认原因')),
                    ('comment', models.CharField(blank=True, max_length=400, verbose_name='说明')),
                ],
                options={
                    'verbose_name': '检查检验结果互认',
                    'ordering': ['created_at'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'repeated'), _negated=True), models.Q(('reason_code', ''), _negated=True), _connector='OR'), name='repeated_for_a_reason')],
                },
            ),
            migrations.CreateModel(
                name='ServiceEvent',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='referrals.servicerequest')),
                    ('seq', models.PositiveSmallIntegerField(verbose_name='序号')),
                    ('action', models.CharField(max_length=12, verbose_name='动作')),
                    ('from_state', models.CharField(blank=True, choices=[('requested', '已申请待签收'), ('received', '已签收'), ('in_progress', '处理中'), ('reported', '已出报告待确认'), ('acknowledged', '已确认'), ('declined', '不予受理'), ('cancelled', '已撤销')], max_length=16)),
                    ('to_state', models.CharField(choices=[('requested', '已申请待签收'), ('received', '已签收'), ('in_progress', '处理中'), ('reported', '已出报告待确认'), ('acknowledged', '已确认'), ('declined', '不予受理'), ('cancelled', '已撤销')], max_length=16)),
                    ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
                    ('side', models.CharField(choices=[('origin', '转出方'), ('destination', '接收方'), ('network', '牵头医院'), ('system', '系统')], max_length=12, verbose_name='方')),
                    ('hospital', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hospitals.hospital')),
                    ('at', models.DateTimeField(verbose_name='发生时间')),
                    ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='登记时间')),
                    ('reason_code', models.CharField(blank=True, choices=[('materials', '资料、标本或影像不合格'), ('no_specialist', '无相应专科'), ('equipment', '设备或系统故障'), ('outside_scope', '超出诊疗范围'), ('in_person', '须当面诊治，建议转诊'), ('other', '其他')], max_length=16, verbose_name='原因')),
                    ('note', models.CharField(blank=True, max_length=1000, verbose_name='说明')),
                ],
                options={
                    'verbose_name': '远程服务事件',
                    'ordering': ['seq'],
                    'constraints': [models.UniqueConstraint(fields=('service', 'seq'), name='service_event_once')],
                },
            ),
        ),
        migrations.RunSQL(NUMBERS, NO_NUMBERS),
        migrations.RunSQL(ALONG_EDGES, ANYWHERE),
        *(migrations.RunSQL(WATCH.format(table=table), FORGET.format(table=table)) for table in TABLES),
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL(KEEP, FORGET_REASONS),
    ]
