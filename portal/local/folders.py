"""Private folders for server files, and the sentences for when the disk refuses them."""

import errno
import os
import shutil
import stat
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from portal.local.errors import StartError

NEEDED_MEGABYTES = 500


def private(folder: Path) -> Path:
    """Make the folder for our own user only; refuse one that somebody else laid there."""
    with told(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        if os.getuid() not in {0, found.st_uid} or not stat.S_ISDIR(found.st_mode):
            raise StartError(_("文件夹 %(folder)s 属于其他用户。") % {"folder": folder})
        if stat.S_IMODE(found.st_mode) != 0o700:
            folder.chmod(0o700)
    return folder


def check_room(folder: Path, megabytes: int = NEEDED_MEGABYTES) -> None:
    """Refuse a folder that cannot be written or has too little free space."""
    private(folder)
    probe = folder / ".probe"
    with told(folder):
        probe.write_bytes(b"0" * 4096)
        probe.unlink()
        free = shutil.disk_usage(folder).free // 1_000_000
    if free < megabytes:
        raise StartError(
            _("文件夹 %(folder)s 所在磁盘只剩 %(free)d MB，至少需要 %(needed)d MB。")
            % {"folder": folder, "free": free, "needed": megabytes}
        )


@contextmanager
def told(folder: Path):
    """Turn what the operating system refuses into one sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            message = _("文件夹 %(folder)s 所在磁盘已满。")
        elif error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            message = _("没有权限写入文件夹 %(folder)s。")
        else:
            message = _("无法使用文件夹 %(folder)s（%(reason)s）。")
        raise StartError(message % {"folder": folder, "reason": error.strerror}) from None
