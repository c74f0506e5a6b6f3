"""What an operator checks first when something is wrong: one line per thing, and an exit code."""

import shutil
import subprocess
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import redis
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from hospitals.models import CalendarDay
from portal.local import folders, site
from referrals.paper import libraries

# The State Council publishes the holidays of the next year in November.
NEXT_YEAR_IS_PUBLISHED = 11


class Command(BaseCommand):
    help = "Check database, Redis, migrations, static files, fonts, disk and clock."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--only", help="names of checks, with commas between them")

    def handle(self, *, only, **options):
        wanted = set(only.split(",")) if only else None
        with override(site.speech()):
            results = [
                (name, *check())
                for name, check in checks()
                if wanted is None or check.__name__ in wanted
            ]
            for name, good, detail in results:
                word, style = self.verdict(good)
                line = _("%(word)s  %(name)s  %(detail)s")
                self.stdout.write(style(line % {"word": word, "name": name, "detail": detail}))
        if any(good is False for name, good, detail in results):
            sys.exit(1)

    def verdict(self, good):
        """None is a reminder: something will be missing soon, but nothing is wrong yet."""
        if good is None:
            return _("提醒"), self.style.WARNING
        return (_("正常"), self.style.SUCCESS) if good else (_("异常"), self.style.ERROR)


def checks():
    return [
        (_("数据库"), database),
        (_("消息服务"), broker),
        (_("数据库结构"), migrations),
        (_("静态文件"), static_files),
        (_("中文字体"), fonts),
        (_("PDF 打印"), printing),
        (_("磁盘"), disk),
        (_("时区"), clock),
        (_("节假日"), holidays),
    ]


def database() -> tuple[bool, str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            return True, f"PostgreSQL {cursor.fetchone()[0]}"
    except DatabaseError as error:
        return False, first_line(error)


def broker() -> tuple[bool, str]:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=5) as client:
            return True, f"Redis {client.info('server')['redis_version']}"
    except redis.RedisError as error:
        return False, first_line(error)


def migrations() -> tuple[bool, str]:
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        return False, first_line(error)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return not plan, _("待执行 %(count)d 项") % {"count": len(plan)}


def static_files() -> tuple[bool, str]:
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    return manifest.exists(), str(manifest)


def fonts() -> tuple[bool, str]:
    if not shutil.which("fc-list"):
        return False, _("没有 fc-list，无法查询字体")
    command = ["fc-list", ":lang=zh-cn", "family"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    families = sorted(set(done.stdout.split("\n")) - {""})
    return bool(families), families[0] if families else _("没有中文字体")


def printing() -> tuple[bool, str]:
    """What the worker of the pdf queue loads from the machine; the rest runs without it."""
    if packages := libraries.missing():
        return False, _("请安装：%(packages)s") % {"packages": " ".join(packages)}
    return True, _("%(count)d 种中文字体") % {"count": libraries.chinese_fonts()}


def disk() -> tuple[bool, str]:
    folders.private(settings.STATE_DIR)
    free = shutil.disk_usage(settings.STATE_DIR).free // 1_000_000
    return free >= folders.NEEDED_MEGABYTES, _("剩余 %(free)d MB") % {"free": free}


def clock() -> tuple[bool, str]:
    offset = datetime.now(ZoneInfo(settings.TIME_ZONE)).strftime("%z")
    return offset == "+0800", f"{settings.TIME_ZONE} {offset}"


def holidays() -> tuple[bool | None, str]:
    """Deadlines in workdays need this year's arrangement, and from November the next one's."""
    try:
        known = CalendarDay.objects.years()
    except DatabaseError as error:
        return False, first_line(error)
    today = timezone.localdate()
    wanted = {today.year, today.year + (today.month >= NEXT_YEAR_IS_PUBLISHED)}
    if missing := sorted(wanted - known):
        text = _("缺 %(years)s 年的安排，请用 load_calendar 导入")
        return None, text % {"years": "、".join(map(str, missing))}
    return True, "、".join(map(str, sorted(known)))


def first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
