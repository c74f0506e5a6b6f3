"""The whole site in one command: servers, tables, demo, web, worker and beat, until Ctrl-C."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connections
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.demo import demo_accounts
from portal.local import assets, catalogues, folders, processes, servers, site
from portal.local.claim import Claim
from portal.local.errors import StartError
from portal.local.probe import well
from portal.local.progress import Progress
from portal.local.supervisor import Supervisor


class Command(BaseCommand):
    help = "Run the whole site: embedded or given servers, migrations, demo, web, worker, beat."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--host", default=os.environ.get("HOST_ADDRESS", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"))
        parser.add_argument("--no-demo", action="store_true", help="load no demo data")

    def handle(self, *, host, port, no_demo, **options):
        # A second process group member asks the same way as Ctrl-C.
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.default_int_handler)
        compile_catalogues()
        with override(site.speech()):
            try:
                Start(host, port, demo=not no_demo and not settings.PRODUCTION).run()
            except StartError as error:
                self.stderr.write(self.style.ERROR(str(error)))
                sys.exit(1)


class Start:
    """One start, from the first check to the last process stopped."""

    def __init__(self, host: str, port: int, *, demo: bool):
        self.host, self.port, self.demo = host, port, demo
        self.state = Path(settings.STATE_DIR)
        self.address = site.address(host, port)
        self.progress = Progress()
        self.supervisor = Supervisor(self.state, say=self.progress.say)
        self.loader = None

    def run(self) -> None:
        folders.check_room(self.state)
        claim = Claim(self.state, self.address)
        os.environ.setdefault("PUBLIC_URL", self.address)
        try:
            self.bring_up()
            while True:
                self.supervisor.look()
                time.sleep(0.3)
        except KeyboardInterrupt:
            self.progress.say(_("正在停止……"))
        finally:
            self.stop()
            claim.release()

    def bring_up(self) -> None:
        started = time.monotonic()
        processes.end(processes.left_behind(self.state))
        site.check_port(self.host, self.port)
        with self.progress.step(_("启动数据库和消息服务")):
            waits = servers.start(self.supervisor)
            self.prepare_assets()
            servers.wait(self.supervisor, waits, settled=False)
        # Loading its code takes as long as the migrations, and needs no database.
        web = site.web(self.host, self.port)
        self.supervisor.start(web)
        with self.progress.step(_("更新数据库结构")):
            self.migrate()
        self.load_base()
        with self.progress.step(_("启动网站和后台任务")):
            hosts = ",".join(settings.ALLOWED_HOSTS)
            self.supervisor.wait_until(web, lambda: well(self.address, hosts))
            self.supervisor.start(site.worker())
            self.supervisor.start(site.printer())
            self.supervisor.start(site.calculator())
            self.supervisor.start(site.beat())
            servers.settle(waits)
        self.greet(time.monotonic() - started)
        self.load_rest()

    def prepare_assets(self) -> None:
        with folders.told(settings.STATIC_ROOT):
            assets.vendor(settings.BASE_DIR)
            assets.collect(settings.STATIC_ROOT)

    def migrate(self) -> None:
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except DatabaseError as error:
            reason = str(error).strip().splitlines()[0]
            raise StartError(_("数据库无法使用（%(reason)s）。") % {"reason": reason}) from error
        finally:
            connections.close_all()

    def load_base(self) -> None:
        if self.demo:
            with self.progress.step(_("载入区划、代码和模拟机构")):
                call_command("demo", "--base")
            connections.close_all()

    def load_rest(self) -> None:
        """The many rows come while the site is already up; a stopped load goes on next time."""
        if not self.demo:
            return
        self.loader = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--rest"],
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **processes.mark(self.state)},
            start_new_session=True,
        )
        threading.Thread(target=self.tell_loading, daemon=True).start()

    def tell_loading(self) -> None:
        for line in self.loader.stdout:
            self.progress.say(line.rstrip())
        if code := self.loader.wait():
            message = _("模拟数据没有载完（代码 %(code)d），下次启动时继续。")
            self.progress.say(message % {"code": code})

    def greet(self, seconds: float) -> None:
        self.progress.say(
            _("门户已就绪（%(seconds).1f 秒）：%(address)s")
            % {"seconds": seconds, "address": self.address},
            style="bold green",
        )
        for role, name, password in demo_accounts() if self.demo else []:
            self.progress.say(f"  {role}  {name}  {password}")
        self.progress.say(_("按 Ctrl-C 停止。日志在 %(folder)s。") % {"folder": self.state / "log"})

    def stop(self) -> None:
        """Stop everything; a second Ctrl-C must not leave half of it running."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if self.loader is not None and self.loader.poll() is None:
            processes.end([self.loader.pid], patience=5)
        self.supervisor.stop()


def compile_catalogues() -> None:
    """The lines of this start are translated too; where they cannot be, they stay Chinese."""
    try:
        catalogues.compile_all(settings.BASE_DIR)
    except OSError:
        return
