"""Where the embedded servers of a state folder keep their files and listen."""

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

# A unix socket path holds 107 bytes at most, and PostgreSQL adds "/.s.PGSQL.5432" to the folder.
LONGEST_FOLDER = 90
# What may stand in a socket address unquoted, for every client library.
PLAIN = re.compile(r"[A-Za-z0-9/._-]+")


@dataclass(frozen=True)
class Addresses:
    database_url: str
    redis_url: str


def socket_folder(state: Path) -> Path:
    """The private folder of the sockets: in the state folder, or a short one for a long path."""
    folder = Path(state).resolve() / "run"
    if len(os.fsencode(folder)) <= LONGEST_FOLDER and PLAIN.fullmatch(str(folder)):
        return folder
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path("/tmp") / f"banyan-{os.getuid()}-{digest}"


def addresses(state: Path) -> Addresses:
    """Where the embedded servers of this state folder listen."""
    folder = socket_folder(state)
    return Addresses(
        database_url=f"postgresql://banyan@/banyan?host={folder}",
        redis_url=f"unix://{folder}/valkey.sock",
    )
