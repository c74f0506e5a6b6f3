"""The embedded PostgreSQL and Valkey that development, demo and tests run on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Addresses:
    database_url: str
    redis_url: str


def addresses(state: Path) -> Addresses:
    """Where the embedded servers of this state folder listen."""
    sockets = state / "run"
    return Addresses(
        database_url=f"postgresql://banyan@/banyan?host={sockets}",
        redis_url=f"unix://{sockets / 'valkey.sock'}",
    )
