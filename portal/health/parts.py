"""How each part of the installation does, measured when asked: figures, and what to do next."""

import datetime as dt
import platform
import shutil
from dataclasses import dataclass

import django
import redis
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Count, Max, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.core import heartbeats
from portal.core.signin import locked_names
from portal.metrics.models import ComputeRun, RunState
from portal.models import ExportJob, ExportState, OutboxMessage, SignInAttempt
from referrals.enums import PrintState
from referrals.models import Attachment, PrintJob

GOOD, WARN, BAD = "good", "warn", "bad"
SLOW, DEAD = dt.timedelta(seconds=90), dt.timedelta(minutes=5)
A_DAY, A_WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
# Of the free share of a disk.
LOW, FULL = 0.15, 0.05
RETRIED = 5


@dataclass(frozen=True)
class Part:
    """facts: pairs of label and value; advice: what to do, when something is to be done."""

    code: str
    name: str
    state: str
    facts: tuple
    advice: str = ""
    url: str = ""

    @property
    def told(self):
        """The facts as the API tells them."""
        return [{"label": str(label), "value": str(value)} for label, value in self.facts]

    @property
    def word(self):
        return {GOOD: _("正常"), WARN: _("注意"), BAD: _("异常")}[self.state]


def everything():
    """One part after the other; what fails says so and hides nothing else."""
    queues = _queues()
    return [
        database(),
        broker(queues),
        worker("worker", _("后台任务"), queues.get("celery")),
        worker("pdf", _("PDF 打印任务"), queues.get("pdf")),
        outbox(),
        jobs(),
        disk(),
        keys(),
        sign_in(),
        version(),
    ]


def database():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), pg_size_pretty(pg_database_size("
            "current_database())), (SELECT count(*) FROM pg_stat_activity WHERE datname = "
            "current_database()), current_setting('max_connections')::int"
        )
        release, size, used, most = cursor.fetchone()
    facts = (
        (_("版本"), f"PostgreSQL {release}"),
        (_("数据库大小"), size),
        (_("连接"), f"{used} / {most}"),
    )
    is_tight = used > most * 0.8
    advice = _("连接将用尽，请核对网站进程数。") if is_tight else ""
    return Part("database", _("数据库"), WARN if is_tight else GOOD, facts, advice)


def _queues():
    """queue → how many messages wait in it; empty when the broker cannot be asked."""
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2) as client:
            return {name: client.llen(name) for name in ("celery", "pdf")}
    except redis.RedisError:
        return {}


def broker(queues):
    if not queues:
        return Part(
            "broker",
            _("消息服务"),
            BAD,
            ((_("连接"), _("连不上")),),
            _("转诊照常办理，通知与后台任务会晚到。请启动消息服务。"),
        )
    facts = ((_("待办消息"), queues["celery"]), (_("待打印"), queues["pdf"]))
    return Part("broker", _("消息服务"), GOOD, facts)


def worker(name, label, waiting):
    """Beat's message every 20 s: when it stops, the queue tells which of the two stands still."""
    at = heartbeats.last_at(name)
    age = timezone.now() - at if at else None
    state = BAD if age is None or age > DEAD else WARN if age > SLOW else GOOD
    advice = ""
    if state != GOOD:
        advice = (
            _("任务在排队而没有人处理：请查任务进程。")
            if waiting
            else _("没有新任务发出：请查定时进程。")
        )
    return Part(name, label, state, ((_("最近心跳"), _moment(at)),), advice)


def outbox():
    waiting = OutboxMessage.objects.filter(delivered_at__isnull=True)
    now = timezone.now()
    found = waiting.aggregate(
        count=Count("pk"),
        oldest=Min("created_at"),
        retried=Count("pk", filter=Q(tries__gte=RETRIED)),
    )
    last = OutboxMessage.objects.aggregate(at=Max("delivered_at"))["at"]
    age = now - found["oldest"] if found["oldest"] else dt.timedelta()
    state = BAD if age > DEAD else WARN if age > SLOW else GOOD
    facts = (
        (_("待投递"), found["count"]),
        (_("最早一条"), _moment(found["oldest"])),
        (_("多次重试"), found["retried"]),
        (_("最近投递"), _moment(last)),
    )
    advice = _("通知没有丢，恢复任务进程后会自动补发。") if state != GOOD else ""
    return Part("outbox", _("通知发件箱"), state, facts, advice)


def jobs():
    since = timezone.now() - A_WEEK
    runs = ComputeRun.objects.filter(state=RunState.FAILED, started_at__gte=since).count()
    files = ExportJob.objects.filter(state=ExportState.FAILED, created_at__gte=since).count()
    sheets = PrintJob.objects.filter(state=PrintState.FAILED, requested_at__gte=since).count()
    facts = (
        (_("近 7 天失败的计算"), runs),
        (_("近 7 天失败的导出"), files),
        (_("近 7 天失败的打印"), sheets),
        (_("待检查的附件"), Attachment.objects.waiting().count()),
    )
    is_wrong = runs or files or sheets
    advice = _("点开计算任务可看失败原因；导出和打印可由本人重做。") if is_wrong else ""
    url = f"{reverse('metrics:run-list')}?state=failed"
    return Part("jobs", _("失败的任务"), WARN if is_wrong else GOOD, facts, advice, url)


def disk():
    place = settings.STATE_DIR if settings.STATE_DIR.exists() else settings.BASE_DIR
    found = shutil.disk_usage(place)
    share = found.free / found.total
    state = BAD if share < FULL else WARN if share < LOW else GOOD
    facts = (
        (_("可用"), f"{found.free / 2**30:.1f} GB"),
        (_("总量"), f"{found.total / 2**30:.1f} GB"),
        (_("可用比例"), f"{share * 100:.0f}%"),
    )
    advice = _("请清理磁盘或扩容；写满后数据库会停止写入。") if state != GOOD else ""
    return Part("disk", _("磁盘"), state, facts, advice)


def keys():
    """Ids only: a key itself is shown nowhere."""
    current, *older = settings.SEAL_KEYS
    facts = ((_("当前密钥"), current), (_("仍可解密的旧密钥"), "、".join(older)))
    return Part("keys", _("加密密钥"), GOOD, facts)


def sign_in():
    now = timezone.now()
    failures = SignInAttempt.objects.filter(at__gte=now - A_DAY).count()
    locked = len(locked_names())
    facts = (
        (_("24 小时内登录失败"), failures),
        (_("此刻锁定的账号"), locked),
        (_("有效会话"), Session.objects.filter(expire_date__gt=now).count()),
    )
    advice = _("请核实是否有人猜测密码。") if locked else ""
    return Part("sign_in", _("登录"), WARN if locked else GOOD, facts, advice)


def version():
    facts = (
        (_("榕树"), settings.VERSION),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
    )
    return Part("version", _("版本"), GOOD, facts)


def _moment(at):
    return date_format(timezone.localtime(at), "Y-m-d H:i:s") if at else ""
