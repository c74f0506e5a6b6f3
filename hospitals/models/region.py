"""Administrative divisions. Levels come from parent links, never from the digits of a code."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitals.enums import RegionLevel
from portal.models import new_id


def _last_of_chain(row, by_id):
    """Follow the successors; None when the last one is itself retired, or they run in a ring."""
    seen = set()
    while row.successor_id is not None:
        if row.pk in seen:
            return None
        seen.add(row.pk)
        row = by_id.get(row.successor_id) or row.successor
    return row if row.valid_to is None else None


class RegionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Divisions are public knowledge: everyone signed in sees all of them."""
        return self if user.is_authenticated else self.none()

    def current(self):
        return self.filter(successor__isnull=True, valid_to__isnull=True)

    def inside(self, region_ids):
        """The given regions with everything below them (province, city, county)."""
        chosen = models.Q(pk__in=region_ids)
        below = models.Q(parent__in=region_ids) | models.Q(parent__parent__in=region_ids)
        return self.filter(chosen | below)

    def current_by_code(self, system="GB/T 2260"):
        """Every code that a system ever had → today's region; codes that lead nowhere are left out.

        Importers call it once per file: one query, then a look-up per row.
        """
        rows = list(self.filter(code_system=system))
        by_id = {row.pk: row for row in rows}
        for row in rows:
            row.parent = by_id.get(row.parent_id)
        found = {}
        for row in sorted(rows, key=lambda row: row.valid_to or date.max):
            last = _last_of_chain(row, by_id)
            if last is not None:
                found[row.code] = last
        return found

    def current_for(self, code, system="GB/T 2260"):
        """Today's region for a current or retired code; None when there is none."""
        rows = self.filter(code_system=system, code=code).select_related("parent__parent")
        for row in sorted(rows, key=lambda row: row.valid_to or date.max, reverse=True):
            last = _last_of_chain(row, {})
            if last is not None:
                return last
        return None

    def with_hospitals(self, hospitals):
        """The divisions where the given hospitals are and those above, each below its parent."""
        places = self.filter(pk__in=hospitals.values("region"))
        places = list(places.select_related("parent__parent"))
        found = {}
        for place in places:
            for region in place.line():
                found[region.pk] = region
        return sorted(found.values(), key=lambda row: [above.code for above in row.line()])

    def named(self, text):
        """Search by code, part of the name, or pinyin."""
        return self.filter(
            models.Q(code=text)
            | models.Q(name__icontains=text)
            | models.Q(pinyin__contains=text.lower())
        )


class Region(models.Model):
    """A province, city or county of one code system, valid for some years."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code_system = models.CharField(_("代码体系"), max_length=32, default="GB/T 2260")
    code = models.CharField(_("代码"), max_length=12)
    name = models.CharField(_("名称"), max_length=64)
    pinyin = models.CharField(_("拼音"), max_length=200, blank=True, editable=False)
    level = models.CharField(_("级别"), max_length=10, choices=RegionLevel.choices)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    valid_from = models.DateField(_("启用"), null=True, blank=True)
    valid_to = models.DateField(_("停用"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("行政区划")
        ordering = ["code_system", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["code_system", "code", "valid_from"],
                nulls_distinct=False,
                name="region_code_once_per_start",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="region_dates_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(level=RegionLevel.PROVINCE, parent__isnull=True)
                | (~models.Q(level=RegionLevel.PROVINCE) & models.Q(parent__isnull=False)),
                name="region_below_province_has_parent",
            ),
        ]
        indexes = [models.Index(fields=["code"], name="region_by_code")]

    def __str__(self):
        return self.name

    def at(self, level):
        """This region's ancestor (or itself) at a level; None when it lies above that level."""
        region = self
        while region is not None and region.level != level:
            region = region.parent
        return region

    def border_to(self, other):
        """The widest border between two regions as its RegionLevel; "" inside one county."""
        for level in (RegionLevel.PROVINCE, RegionLevel.CITY, RegionLevel.COUNTY):
            here, there = self.at(level), other.at(level)
            if here is not None and there is not None and here.pk != there.pk:
                return level.value
        return ""

    def line(self):
        """From the province down to this region."""
        above = self.parent.line() if self.parent_id else []
        return [*above, self]

    @property
    def full_name(self) -> str:
        """广西壮族自治区桂林市平乐县; a municipality is named once."""
        return "".join(dict.fromkeys(region.name for region in self.line()))

    @property
    def indented_name(self):
        """The name behind one ideographic space per level, for a list to choose from."""
        return "\u3000" * (len(self.line()) - 1) + self.name
