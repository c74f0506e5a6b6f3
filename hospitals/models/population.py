"""How many people live where, by year, sex and age band: the base of rates per resident."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitals.enums import AGE_BAND, ALL_AGES, PopulationSex
from hospitals.models.region import Region
from portal.models import Record


class PopulationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Published statistics: everyone signed in sees all of them."""
        return self if user.is_authenticated else self.none()

    def whole(self):
        """Everybody of a place and year, of both sexes and all ages."""
        return self.filter(sex=PopulationSex.ALL, age_band=ALL_AGES)


class Population(Record):
    """The people of one region, year, sex and age band, from one source."""

    region = models.ForeignKey(
        Region, verbose_name=_("地区"), on_delete=models.PROTECT, related_name="population"
    )
    year = models.PositiveSmallIntegerField(_("年份"))
    sex = models.PositiveSmallIntegerField(
        _("性别"), choices=PopulationSex.choices, default=PopulationSex.ALL
    )
    age_band = models.CharField(
        _("年龄段"), max_length=8, default=ALL_AGES, validators=[RegexValidator(AGE_BAND)]
    )
    count = models.PositiveBigIntegerField(_("人数"))
    source = models.CharField(_("来源"), max_length=200, blank=True)

    objects = PopulationQuerySet.as_manager()

    class Meta:
        verbose_name = _("人口")
        ordering = ["-year", "region__code", "sex", "age_band"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "year", "sex", "age_band"], name="population_once"
            )
        ]

    def __str__(self):
        return f"{self.region_id} {self.year}"
