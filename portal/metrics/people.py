"""The names of the people whose figures somebody may see; figures themselves hold only ids."""

from collections import defaultdict
from collections.abc import Iterable

from experts.models import Expert, Posting
from portal.metrics.definitions import words


def key(item: str) -> tuple[str, str]:
    """(kind, id) of an item that is one person or posting; two empty texts of any other."""
    kind, _colon, rest = item.partition(":")
    return (kind, rest.partition(":")[0]) if kind in words.PERSONAL else ("", "")


def name(rows: Iterable) -> None:
    """Tell each figure who it is about; no query where it is about nobody."""
    asked = defaultdict(set)
    for row in rows:
        kind, pk = key(row.item)
        asked["posting" if kind == "posting" else kind and "expert"].add(pk)
    names = {}
    if asked["expert"]:
        names |= dict(Expert.objects.filter(pk__in=asked["expert"]).values_list("pk", "name"))
    if asked["posting"]:
        postings = Posting.objects.filter(pk__in=asked["posting"]).order_by()
        for pk, person, since in postings.values_list("pk", "expert__name", "since"):
            names[pk] = f"{person} {since:%Y-%m-%d}"
    told = {str(pk): text for pk, text in names.items()}
    for row in rows:
        row.who = told.get(key(row.item)[1], "")
