"""A file between its dry run and its confirmation: kept a day on disk, for its sender only."""

import hashlib
import re
import time
from pathlib import Path

from django.conf import settings

KEPT_SECONDS = 24 * 60 * 60
TOKEN = re.compile(r"[0-9a-f]{64}")


def keep(content: bytes, owner: object) -> str:
    """Put the file aside and return the token that finds it again."""
    token = hashlib.sha256(content).hexdigest()
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.stat().st_mtime < time.time() - KEPT_SECONDS:
            path.unlink(missing_ok=True)
    (folder / f"{owner}-{token}").write_bytes(content)
    return token


def has(token: str, owner: object) -> bool:
    """Whether find() would find it."""
    return bool(TOKEN.fullmatch(token)) and (_folder() / f"{owner}-{token}").exists()


def find(token: str, owner: object) -> bytes | None:
    """The content, or None when it was never kept for this owner or its day is over."""
    if not TOKEN.fullmatch(token):
        return None
    path = _folder() / f"{owner}-{token}"
    return path.read_bytes() if path.exists() else None


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "incoming"
