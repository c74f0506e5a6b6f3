"""Figures that we computed, the runs that computed them, and the targets they are held to.

Everything here but Target is derived: it may be emptied and computed again from facts.
"""

from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from hospitals.enums import DiseaseSystem, SourceSystem
from hospitals.models import Hospital, Network, Region
from hospitals.models.membership import Membership
from portal.metrics import catalogue, diseases, formats
from portal.metrics.definitions import words
from portal.metrics.definitions.base import Shown
from portal.metrics.enums import OPEN_RUNS, QUEUED_JOBS, Disclosure, Grain, Job, Layer, RunState
from portal.models import Record, new_id
from portal.roles import Permission


def jobs():
    """A new job is a new line among the names and no migration."""
    return Job.choices


# What a run says whose process went away.
INTERRUPTED = "interrupted"


class ComputeRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Runs carry no rows of anyone: whoever is signed in may see them."""
        return self if user.is_authenticated else self.none()

    def last_good(self, job):
        """The latest finished run of each period."""
        done = self.filter(job=job, state=RunState.DONE)
        return done.order_by("period", "-started_at").distinct("period")

    def last_good_units(self, job):
        """The latest finished run of each period and province."""
        done = self.filter(job=job, state=RunState.DONE)
        return done.order_by("period", "region_id", "-started_at").distinct("period", "region_id")

    def open(self):
        return self.filter(state__in=OPEN_RUNS)

    def after(self, run):
        """Those that would have replaced the figures of this one, the last first."""
        same = self.filter(job=run.job, period=run.period, region=run.region_id)
        return same.filter(started_at__gt=run.started_at).order_by("-started_at")


class ComputeRun(models.Model):
    """One computation of one job for one period, or a province's part; only one may be under way.

    The figures are those of the last one that was done: one that failed changed none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    job = models.CharField(_("任务"), max_length=32, choices=jobs)
    period = models.DateField(_("期间"))
    region = models.ForeignKey(
        Region,
        verbose_name=_("省份"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("触发人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    state = models.CharField(
        _("状态"), max_length=8, choices=RunState.choices, default=RunState.RUNNING
    )
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)
    is_cancel_asked = models.BooleanField(_("要求取消"), default=False)
    progress = models.PositiveSmallIntegerField(_("进度"), default=0)
    started_at = models.DateTimeField(_("开始"), db_default=Now())
    finished_at = models.DateTimeField(_("结束"), null=True)
    code_version = models.CharField(_("代码版本"), max_length=40, blank=True)
    inputs = models.JSONField(_("所用批次"), default=list)
    row_count = models.PositiveIntegerField(_("数值个数"), default=0)
    error = models.TextField(_("失败原因"), blank=True)

    objects = ComputeRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("计算任务")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["job", "period", "region"],
                condition=models.Q(state__in=OPEN_RUNS),
                nulls_distinct=False,
                name="one_run_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["job", "period", "-started_at"], name="runs_of_period")]

    def __str__(self):
        return f"{self.job} {self.period:%Y-%m}"

    @property
    def seconds(self):
        return (self.finished_at - self.started_at).total_seconds() if self.finished_at else None

    @property
    def is_open(self):
        return self.state in OPEN_RUNS

    @property
    def error_text(self):
        """Why it failed, as people read it."""
        if self.error == INTERRUPTED:
            return _("进程中断；会自动重新计算，原有数值不变。")
        return self.error

    @property
    def is_resumable(self):
        """Whether it may be queued again; the other jobs start by themselves."""
        return self.job in QUEUED_JOBS and self.state in {RunState.STOPPED, RunState.FAILED}

    @property
    def may_be_cancelled(self):
        return self.job in QUEUED_JOBS and self.is_open and not self.is_cancel_asked


class Watermark(models.Model):
    """Until when the changes of a job's facts were looked at, and all that were found computed.

    It holds for the formulas and the number of computed periods that it names; for no others.
    """

    job = models.CharField(_("任务"), max_length=32, choices=jobs, unique=True)
    until = models.DateTimeField(_("已检查至"))
    code_version = models.CharField(_("代码版本"), max_length=40)
    periods = models.PositiveIntegerField(_("期间个数"))

    class Meta:
        verbose_name = _("检查进度")

    def __str__(self):
        return f"{self.job} {self.until:%Y-%m-%d %H:%M}"

    def keep(self):
        """Instead of the one that the job had."""
        type(self).objects.bulk_create(
            [self],
            update_conflicts=True,
            unique_fields=["job"],
            update_fields=["until", "code_version", "periods"],
        )


def _personal():
    """Figures of one person: an expert, somebody who is taught, what one was sent to do."""
    starts = (models.Q(item__startswith=f"{kind}:") for kind in words.PERSONAL)
    return reduce(or_, starts)


class IndicatorValueQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Figures of one's regions, hospital and networks, and of where the hospital lies.

        A pair of hospitals belongs to both. A person's figure is for those who keep the experts of
        the hospital that sent or has them; nobody else sees it, not even the commission.
        """
        keepers = Membership.objects.hospital_ids_of(user, permission=Permission.EXPERT_EDIT)
        own = models.Q(hospital__in=keepers) | models.Q(counterpart_hospital__in=keepers)
        regions = Membership.objects.region_ids_of(user)
        mine = Membership.objects.hospital_ids_of(user)
        inside = Region.objects.inside(regions).values("pk")
        homes = Region.objects.filter(hospitals__in=mine)
        around = (
            models.Q(region__in=homes.values("pk"))
            | models.Q(region__in=homes.values("parent"))
            | models.Q(region__in=homes.values("parent__parent"))
        )
        return self.filter(
            models.Q(region__in=inside)
            | around
            | models.Q(hospital__in=mine)
            | models.Q(hospital__region__in=inside)
            | models.Q(hospital__isnull=False, counterpart_hospital__in=mine)
            | models.Q(network__in=Network.objects.visible_to(user))
        ).filter(own | ~_personal())

    def told(self):
        """All that each figure says, apart from the run that said it: for comparing digits."""
        names = [field.attname for field in self.model._meta.concrete_fields]
        names.remove("run_id")
        rows = self.order_by().values_list(*names)
        return {
            tuple(str(cell) if isinstance(cell, dict) else cell for cell in row) for row in rows
        }


SCOPES = ("region", "hospital", "network", "counterpart_hospital")


def _index_where_it_is(scope):
    """A figure has one or two of them: the others' indexes need not know it."""
    return models.Index(
        fields=[scope, "code", "period"],
        condition=models.Q(**{f"{scope}__isnull": False}),
        name=f"values_of_{scope.removesuffix('_hospital')}",
    )


class IndicatorValue(models.Model):
    """One figure: an indicator of one place, period, disease and source, by count and base.

    A pair, such as origin and destination, names its other half as the counterpart. What else a
    figure may be about (a specialty, technology, department, posting, batch) is its item.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(
        ComputeRun, on_delete=models.PROTECT, related_name="values", db_index=False
    )
    code = models.CharField(_("指标"), max_length=8)
    version = models.PositiveSmallIntegerField(_("口径版本"), default=1)
    layer = models.CharField(_("层次"), max_length=8, choices=Layer.choices)
    grain = models.CharField(_("粒度"), max_length=8, choices=Grain.choices)
    period = models.DateField(_("期间"))
    region = models.ForeignKey(
        Region, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    hospital = models.ForeignKey(
        Hospital, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    network = models.ForeignKey(
        Network, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    counterpart_region = models.ForeignKey(
        Region, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    counterpart_hospital = models.ForeignKey(
        Hospital, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    item = models.CharField(_("对象"), max_length=64, blank=True)
    source_system = models.CharField(
        _("数据来源"), max_length=20, choices=SourceSystem.choices, blank=True
    )
    disease_system = models.CharField(_("病种体系"), max_length=12, choices=DiseaseSystem.choices)
    disease_code = models.CharField(_("病种"), max_length=32)
    numerator = models.BigIntegerField(_("分子"), null=True)
    denominator = models.BigIntegerField(_("分母"), null=True)
    base_numerator = models.BigIntegerField(_("基期分子"), null=True)
    base_denominator = models.BigIntegerField(_("基期分母"), null=True)
    measure = models.FloatField(_("度量值"), null=True)
    low = models.FloatField(_("区间下限"), null=True)
    high = models.FloatField(_("区间上限"), null=True)
    drg_version = models.CharField(_("DRG 分组器版本"), max_length=32, blank=True)
    code_versions = models.JSONField(_("编码表版本"), default=dict, blank=True)
    hidden_cells = models.PositiveIntegerField(_("来源已隐去的单元格"), default=0)
    hidden_stays_max = models.PositiveIntegerField(_("隐去人次上限"), default=0)
    unplaced = models.PositiveIntegerField(_("去向不明人次"), default=0)
    disclosure = models.CharField(
        _("公开状态"), max_length=10, choices=Disclosure.choices, default=Disclosure.SHOWN
    )
    as_of = models.DateTimeField(_("数据截至"))
    is_synthetic = models.BooleanField(_("模拟数据"), default=False)

    objects = IndicatorValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("指标值")
        ordering = ["code", "period"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(region__isnull=False, hospital=None, network=None)
                | models.Q(region=None, hospital__isnull=False, network=None)
                | models.Q(region=None, hospital=None, network__isnull=False),
                name="value_of_one_scope",
            )
        ]
        indexes = [
            *(_index_where_it_is(scope) for scope in SCOPES),
            models.Index(fields=["period", "grain"], name="values_of_period"),
        ]

    def __str__(self):
        return f"{self.code} {self.period:%Y-%m}"

    @property
    def indicator(self):
        return catalogue.BY_CODE[self.code]

    @property
    def scope(self):
        return self.region or self.hospital or self.network

    @property
    def counterpart(self):
        return self.counterpart_region or self.counterpart_hospital

    @cached_property
    def shown(self):
        """The figure as anyone may see it; every page, table, chart and reply prints this."""
        return Shown.of(
            self.indicator,
            numerator=self.numerator,
            denominator=self.denominator,
            base=(self.base_numerator, self.base_denominator),
            measure=self.measure,
            limits=(self.low, self.high),
            is_hidden=self.disclosure != Disclosure.SHOWN,
        )

    @property
    def period_text(self):
        """The month, quarter or year that it covers; its first day alone would not say which."""
        if self.grain == Grain.YEAR:
            return f"{self.period:%Y}"
        if self.grain == Grain.QUARTER:
            return f"{self.period:%Y}Q{(self.period.month + 2) // 3}"
        return f"{self.period:%Y-%m}"

    @property
    def item_text(self):
        """What the item is called: a word of a closed list, or whom people.name() told it."""
        return words.item(self.item, getattr(self, "who", ""))

    @property
    def text(self):
        return formats.value(self.indicator, self.shown)

    @property
    def limits_text(self):
        return formats.limits(self.indicator, self.shown)

    @property
    def disease_text(self):
        return diseases.name(self.disease_system, self.disease_code)


class TargetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Targets are published: whoever is signed in may see them."""
        return self if user.is_authenticated else self.none()

    def of(self, code, region_ids, on):
        """The target in force for each region on a day, latest first."""
        return self.filter(code=code, region__in=region_ids, since__lte=on).order_by("-since")


class Target(Record):
    """What an indicator of a region shall reach from a date on."""

    code = models.CharField(_("指标"), max_length=8)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(_("开始"))
    value = models.FloatField(_("目标值"))

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("目标值")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "region", "since"], name="target_once_per_start"
            )
        ]

    def __str__(self):
        return f"{self.code} {self.value}"
