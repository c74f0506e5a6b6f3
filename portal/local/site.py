"""The processes of a whole site: web, worker, printer, calculator, beat: how each is started."""

import os
import socket
import sys

from django.utils.translation import gettext as _

from portal.local.errors import StartError
from portal.local.supervisor import Child

WEB_WORKERS = 2
JOB_WORKERS = 2
# Kilobytes after which the one process that prints is replaced by a fresh one.
PRINTER_KILOBYTES = 700_000
RUN = (sys.executable, "-m")


def web(host: str, port: int) -> Child:
    command = [*RUN, "gunicorn", "portal.wsgi:application", "--bind", f"{_bracketed(host)}:{port}"]
    command += ["--workers", str(WEB_WORKERS), "--timeout", "60", "--graceful-timeout", "10"]
    # One import for all workers makes the start a second shorter.
    command += ["--no-control-socket", "--preload"]
    return Child("web", lambda: command)


def worker() -> Child:
    command = [*RUN, "celery", "--app", "portal", "worker", "--pool", "prefork"]
    command += ["--concurrency", str(JOB_WORKERS), "--loglevel", "INFO"]
    command += ["--without-mingle", "--without-gossip"]
    return Child("worker", lambda: command)


def printer() -> Child:
    """The worker of the pdf queue: one sheet at a time, so that memory for one is enough."""
    command = [*RUN, "celery", "--app", "portal", "worker", "--pool", "prefork"]
    command += ["--queues", "pdf", "--concurrency", "1", "--loglevel", "INFO"]
    command += ["--max-memory-per-child", str(PRINTER_KILOBYTES), "--hostname", "printer@%h"]
    command += ["--without-mingle", "--without-gossip"]
    return Child("printer", lambda: command)


def calculator() -> Child:
    """The worker of the figures queue: one process per core, each with one thread."""
    command = [*RUN, "celery", "--app", "portal", "worker", "--pool", "prefork"]
    command += ["--queues", "figures", "--concurrency", str(os.cpu_count() or 1)]
    command += ["--loglevel", "INFO", "--hostname", "calculator@%h"]
    command += ["--without-mingle", "--without-gossip"]
    return Child("calculator", lambda: command)


def beat() -> Child:
    command = [*RUN, "celery", "--app", "portal", "beat", "--loglevel", "INFO", "--pidfile="]
    return Child("beat", lambda: command)


def check_port(host: str, port: int) -> None:
    """Refuse a port that somebody else listens on, or that we may not use."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise StartError(
                _("端口 %(port)d 不可用（%(reason)s），请用 PORT=… 指定其他端口。")
                % {"port": port, "reason": getattr(error, "strerror", None) or error}
            ) from None


def address(host: str, port: int) -> str:
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else _bracketed(host)
    return f"http://{shown}:{port}"


def speech() -> str:
    """The language of the terminal: Chinese where the operator's locale says so, or English."""
    names = (os.environ.get(key) for key in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh-hans" if next(filter(None, names), "").startswith("zh") else "en"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
