"""Files that only the portal reads: sealed, named by the hash of their content, written whole.

A file is written before its row, so what a crash leaves behind has no row and is never shown;
sweep() removes it. Both sides of that take one lock of the database: a file that is just being
given again is not swept away.
"""

import hashlib
import os
import re
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from portal.core.sealing import seal_bytes, unseal_bytes

LOCK = 0x7661756C
ABANDONED_AFTER = 60 * 60
NAME = re.compile(r"[0-9a-f]{64}")


def put(content: bytes) -> str:
    """Keep the content and return its name. Call it inside the transaction that writes the row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])
    name = hashlib.sha256(content).hexdigest()
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
        try:
            file.write(seal_bytes(content, about=name))
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    _settle(path.parent)
    return name


def get(name: str) -> bytes:
    """The content. Raises FileNotFoundError, or InvalidTag when the file was changed."""
    return unseal_bytes(_path(name).read_bytes(), about=name)


def sweep(is_wanted) -> int:
    """Remove what is an hour old and wanted by no row; returns how many files."""
    removed = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        limit = time.time() - ABANDONED_AFTER
        for path in sorted(Path(settings.ATTACHMENT_ROOT).glob("??/*")):
            is_kept = NAME.fullmatch(path.name) and is_wanted(path.name)
            if path.stat().st_mtime < limit and not is_kept:
                path.unlink(missing_ok=True)
                removed += 1
    return removed


def _path(name):
    if not NAME.fullmatch(name):
        raise FileNotFoundError(name)
    return Path(settings.ATTACHMENT_ROOT) / name[:2] / name


def _settle(folder):
    """The name of a new file survives a power cut only when its folder was synced too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
