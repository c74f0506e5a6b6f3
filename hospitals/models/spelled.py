"""Rows that are found by the pinyin of their names, as hospitals and people are."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitals.pinyin import searchable
from portal.models import Record

LONGEST = 400


def spelling_of(row, names):
    """模拟 marks what is invented; nobody searches for it."""
    texts = (str(getattr(row, name)).removeprefix("模拟·") for name in names)
    return searchable(*texts, limit=LONGEST)


def named(text, *fields):
    """The condition that one of these fields holds the text, or that the row is spelled like it."""
    found = models.Q(pinyin__contains=text.lower())
    for field in fields:
        found |= models.Q(**{f"{field}__icontains": text})
    return found


def each_spelled(rows):
    """The rows with their spelling, for whoever makes many at once."""
    for row in rows:
        row.spell()
        yield row


class Spelled(Record):
    """Spelled anew whenever it is saved. A row that is made in bulk is spelled by whoever does."""

    SPELLED = ("name",)

    pinyin = models.CharField(_("拼音"), max_length=LONGEST, blank=True, editable=False)

    class Meta:
        abstract = True

    def spell(self):
        self.pinyin = spelling_of(self, self.SPELLED)

    def save(self, **options):
        self.spell()
        changed = options.get("update_fields")
        if changed is not None:
            options["update_fields"] = {*changed, "pinyin"}
        super().save(**options)
