"""The tables as they stand, in one step; an installation of before goes the steps it replaces."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
import portal.models.base
import portal.models.listing
from django.conf import settings
from django.db import migrations, models


import django.contrib.postgres.operations

from portal.core.migrating import Together

FUNCTIONS = """
CREATE FUNCTION portal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON portal_auditevent
  FOR EACH ROW EXECUTE FUNCTION portal_append_only();

CREATE FUNCTION portal_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO portal_referenceversion (name, version) VALUES (TG_TABLE_NAME, gen_random_uuid())
  ON CONFLICT (name) DO UPDATE SET version = excluded.version;
  RETURN NULL;
END $$;
"""
NO_FUNCTIONS = """
DROP TRIGGER audit_append_only ON portal_auditevent;
DROP FUNCTION portal_append_only();
DROP FUNCTION portal_note_change();
"""


class Migration(migrations.Migration):

    replaces = [('portal', '0001_ground'), ('portal', '0002_append_only_audit'), ('portal', '0003_index_audit_by_hospital'), ('portal', '0004_views_settings_and_exports'), ('portal', '0005_when_to_write_an_export'), ('portal', '0006_how_people_like_the_pages'), ('portal', '0007_what_trail_and_attempts_keep'), ('portal', '0008_heartbeats'), ('portal', '0009_versions_of_reference_data'), ('portal', '0010_how_files_are_headed'), ('portal', '0011_passwords_to_be_changed')]

    initial = True

    dependencies = [
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        django.contrib.postgres.operations.TrigramExtension(),
        Together(
            migrations.CreateModel(
                name='AuditEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                    ('verb', models.CharField(max_length=64, verbose_name='动作')),
                    ('actor_id', models.UUIDField(null=True, verbose_name='操作人编号')),
                    ('actor_name', models.CharField(blank=True, max_length=64, verbose_name='操作人')),
                    ('target_label', models.CharField(max_length=64, verbose_name='对象类型')),
                    ('target_id', models.CharField(max_length=64, verbose_name='对象编号')),
                    ('target_name', models.CharField(blank=True, max_length=128, verbose_name='对象')),
                    ('hospital_ids', models.JSONField(default=list, verbose_name='相关机构')),
                    ('detail', models.JSONField(default=dict, verbose_name='内容')),
                    ('request_id', models.CharField(blank=True, max_length=36, verbose_name='请求编号')),
                    ('address', models.GenericIPAddressField(null=True, verbose_name='地址')),
                ],
                options={
                    'verbose_name': '审计记录',
                    'indexes': [models.Index(fields=['target_label', 'target_id'], name='audit_by_target'), models.Index(fields=['-at'], name='audit_by_time'), django.contrib.postgres.indexes.GinIndex(fields=['hospital_ids'], name='audit_by_hospital')],
                },
            ),
            migrations.CreateModel(
                name='Heartbeat',
                fields=[
                    ('name', models.CharField(max_length=16, primary_key=True, serialize=False, verbose_name='名称')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ],
                options={
                    'verbose_name': '心跳',
                },
            ),
            migrations.CreateModel(
                name='OutboxMessage',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('key', models.CharField(max_length=128, unique=True, verbose_name='唯一键')),
                    ('kind', models.CharField(max_length=64, verbose_name='类型')),
                    ('payload', models.JSONField(default=dict, verbose_name='内容')),
                    ('recipient_ids', models.JSONField(default=list, verbose_name='收件人')),
                    ('url', models.CharField(blank=True, max_length=200, verbose_name='链接')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='创建时间')),
                    ('next_try_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='下次投递')),
                    ('tries', models.PositiveIntegerField(default=0, verbose_name='次数')),
                    ('delivered_at', models.DateTimeField(null=True, verbose_name='已投递')),
                ],
                options={
                    'verbose_name': '待发消息',
                    'indexes': [models.Index(condition=models.Q(('delivered_at__isnull', True)), fields=['next_try_at'], name='outbox_due')],
                },
            ),
            migrations.CreateModel(
                name='ReferenceVersion',
                fields=[
                    ('name', models.CharField(max_length=63, primary_key=True, serialize=False, verbose_name='数据表')),
                    ('version', models.UUIDField(verbose_name='版本')),
                ],
                options={
                    'verbose_name': '基础数据版本',
                },
            ),
            migrations.CreateModel(
                name='SignInAttempt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('username', models.CharField(max_length=64)),
                    ('address', models.GenericIPAddressField(null=True)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('counts', models.BooleanField(default=True)),
                ],
                options={
                    'verbose_name': '失败登录',
                    'indexes': [models.Index(fields=['username', 'at'], name='attempt_by_username'), models.Index(fields=['address', 'at'], name='attempt_by_address')],
                },
            ),
            migrations.CreateModel(
                name='User',
                fields=[
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('username', models.CharField(max_length=64, unique=True, verbose_name='账号')),
                    ('display_name', models.CharField(max_length=64, verbose_name='姓名')),
                    ('title', models.CharField(blank=True, max_length=64, verbose_name='职称')),
                    ('phone', models.CharField(blank=True, max_length=32, verbose_name='联系电话')),
                    ('language', models.CharField(default='zh-hans', max_length=10, verbose_name='语言')),
                    ('text_size', models.CharField(choices=[('100', '标准'), ('112', '大字'), ('125', '特大字')], default='100', max_length=3, verbose_name='字号')),
                    ('has_sound', models.BooleanField(default=False, verbose_name='新转入时响提示音')),
                    ('has_shortcuts', models.BooleanField(default=True, verbose_name='启用快捷键')),
                    ('page_size', models.PositiveSmallIntegerField(choices=[(20, '20 条'), (50, '50 条'), (100, '100 条')], default=50, verbose_name='每页行数')),
                    ('default_hospital_id', models.UUIDField(blank=True, null=True, verbose_name='默认工作机构')),
                    ('must_change_password', models.BooleanField(default=False, editable=False, verbose_name='须修改密码')),
                    ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                    ('is_synthetic', models.BooleanField(default=False, verbose_name='模拟数据')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='创建时间')),
                ],
                options={
                    'verbose_name': '用户',
                    'verbose_name_plural': '用户',
                },
            ),
            migrations.CreateModel(
                name='ExportJob',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('owner', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人')),
                    ('kind', models.CharField(max_length=32, verbose_name='列表')),
                    ('query', models.JSONField(default=dict, verbose_name='筛选条件')),
                    ('columns', models.JSONField(default=list, verbose_name='列')),
                    ('hospital', models.UUIDField(null=True)),
                    ('file_type', models.CharField(choices=[('xlsx', 'XLSX'), ('csv', 'CSV')], default='xlsx', max_length=4, verbose_name='格式')),
                    ('state', models.CharField(choices=[('waiting', '等待生成'), ('done', '可下载'), ('failed', '生成失败'), ('expired', '已过期')], default='waiting', max_length=8, verbose_name='状态')),
                    ('row_count', models.PositiveIntegerField(null=True, verbose_name='行数')),
                    ('sha256', models.CharField(blank=True, max_length=64, verbose_name='文件摘要')),
                    ('expires_at', models.DateTimeField(verbose_name='到期时间')),
                    ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='次数')),
                    ('next_try_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='下次生成')),
                ],
                options={
                    'verbose_name': '导出任务',
                    'ordering': ['-created_at'],
                    'indexes': [models.Index(fields=['state', 'created_at'], name='export_by_state')],
                },
            ),
            migrations.CreateModel(
                name='ImportMapping',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='用户')),
                    ('kind', models.CharField(max_length=32, verbose_name='列表')),
                    ('columns', models.JSONField(default=dict, verbose_name='列对应')),
                ],
                options={
                    'verbose_name': '列映射',
                    'constraints': [models.UniqueConstraint(fields=('user', 'kind'), name='one_mapping_per_kind')],
                },
            ),
            migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='portal.outboxmessage')),
                    ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL)),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                    ('read_at', models.DateTimeField(null=True, verbose_name='已读时间')),
                ],
                options={
                    'verbose_name': '通知',
                    'indexes': [models.Index(fields=['recipient', '-created_at'], name='notice_inbox'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['recipient'], name='notice_unread')],
                    'constraints': [models.UniqueConstraint(fields=('message', 'recipient'), name='one_notice_each')],
                },
            ),
            migrations.CreateModel(
                name='RequestKey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                    ('key', models.CharField(max_length=128)),
                    ('fingerprint', models.CharField(max_length=64)),
                    ('status', models.PositiveSmallIntegerField(null=True)),
                    ('body', models.JSONField(null=True)),
                    ('headers', models.JSONField(default=dict)),
                    ('created_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ],
                options={
                    'verbose_name': '请求键',
                    'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='one_use_of_a_key')],
                },
            ),
            migrations.CreateModel(
                name='SavedView',
                fields=[
                    ('id', models.UUIDField(default=portal.models.base.new_id, editable=False, primary_key=True, serialize=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='创建人')),
                    ('updated_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                    ('is_synthetic', models.BooleanField(default=False, editable=False, verbose_name='模拟数据')),
                    ('slug', models.CharField(default=portal.models.listing.new_slug, editable=False, max_length=16, unique=True, verbose_name='短名')),
                    ('kind', models.CharField(editable=False, max_length=32, verbose_name='列表')),
                    ('name', models.CharField(max_length=64, verbose_name='名称')),
                    ('owner', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='所有人')),
                    ('scope', models.CharField(choices=[('me', '仅自己'), ('department', '本科室'), ('hospital', '本院'), ('network', '全网')], default='me', max_length=10, verbose_name='共享范围')),
                    ('circle', models.UUIDField(editable=False, null=True)),
                    ('query', models.JSONField(default=dict, verbose_name='筛选条件')),
                    ('columns', models.JSONField(default=list, verbose_name='列')),
                    ('weight', models.PositiveSmallIntegerField(default=100, verbose_name='排序')),
                ],
                options={
                    'verbose_name': '保存的视图',
                    'indexes': [models.Index(fields=['circle', 'kind'], name='view_by_circle')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('circle__isnull', True), ('scope', 'me')), models.Q(models.Q(('scope', 'me'), _negated=True), ('circle__isnull', False)), _connector='OR'), name='view_shared_with_a_circle')],
                },
            ),
            migrations.CreateModel(
                name='ListSetting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('kind', models.CharField(max_length=32, verbose_name='列表')),
                    ('columns', models.JSONField(default=list, verbose_name='列')),
                    ('page_size', models.PositiveSmallIntegerField(default=50, verbose_name='每页行数')),
                    ('default_view', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.savedview')),
                ],
                options={
                    'verbose_name': '列表设置',
                    'constraints': [models.UniqueConstraint(fields=('user', 'kind'), name='one_setting_a_list')],
                },
            ),
        ),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
    ]
