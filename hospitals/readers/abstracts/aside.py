"""Where files of facts lie on their way in. Only this program may read there."""

from pathlib import Path

from django.conf import settings


def incoming(pk: object) -> Path:
    """What was sent, until its batch is in force, refused or dropped."""
    return _folder("incoming") / str(pk)


def problems_of(pk: object) -> Path:
    """What is wrong with which cell of it, for the sender to take away."""
    return _folder("problems") / f"{pk}.csv"


def rows_of(pk: object) -> Path:
    """The checked rows of it, as they will be stored, until somebody commits or drops them."""
    return _folder("checked") / f"{pk}.csv"


def work() -> Path:
    """Below here each reading has a folder of its own, which goes with it."""
    return _folder("work")


def _folder(name):
    folder = Path(settings.FACTS_DIR) / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
