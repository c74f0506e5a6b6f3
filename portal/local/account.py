"""PostgreSQL refuses to run as root, so a root start lends it an unprivileged account."""

import functools
import os
import pwd
import shutil
import subprocess
from pathlib import Path

from django.utils.translation import gettext as _

from portal.local.errors import StartError

# Never "nobody": every service without an account of its own would then pass as our server.
NAMES = ("daemon", "bin", "games", "nobody")
USER_NAMESPACE = ("--user", "--map-user=1", "--map-group=1")


def prefix() -> list[str]:
    """The command that the server's own command is appended to; empty for an ordinary user."""
    return [] if os.geteuid() else list(_root_prefix())


def hand_over(folder: Path) -> None:
    """Give the folder to the account that the server runs under, where that is another one."""
    if os.geteuid() or _namespace_works():
        return
    user = _spare_user()
    for path in [folder, *folder.rglob("*")]:
        os.lchown(path, user.pw_uid, user.pw_gid)


@functools.cache
def _root_prefix() -> tuple[str, ...]:
    if _namespace_works():
        return ("unshare", *USER_NAMESPACE)
    user = _spare_user()
    if not shutil.which("setpriv"):
        raise StartError(_("以 root 启动时需要 unshare 或 setpriv，请改用普通用户启动。"))
    # The one capability lets the account pass folders such as /root on the way to its files.
    return (
        "setpriv",
        f"--reuid={user.pw_uid}",
        f"--regid={user.pw_gid}",
        "--clear-groups",
        "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override",
    )


@functools.cache
def _namespace_works() -> bool:
    if not shutil.which("unshare"):
        return False
    command = ["unshare", *USER_NAMESPACE, "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _spare_user() -> pwd.struct_passwd:
    for name in NAMES:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise StartError(_("找不到可供数据库使用的普通账户，请改用普通用户启动。"))
