"""One start at a time per state folder: the lock goes with the process, even when it is killed."""

import fcntl
from pathlib import Path

from django.utils.translation import gettext as _

from portal.local import folders
from portal.local.errors import StartError


class Claim:
    """The hold of this process on a state folder."""

    def __init__(self, state: Path, address: str):
        with folders.told(state):
            self.file = (state / "up.lock").open("a+", encoding="utf-8")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.file.seek(0)
            other = self.file.read()
            self.file.close()
            message = _("本文件夹中的门户已在运行：%(address)s")
            raise StartError(message % {"address": other}) from None
        self.file.truncate(0)
        self.file.write(address)
        self.file.flush()

    def release(self) -> None:
        self.file.close()
