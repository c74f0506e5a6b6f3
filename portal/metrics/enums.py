"""What figures and runs may be called: layers, grains, states, and the jobs that compute."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Layer(models.TextChoices):
    """The three layers of outflow. They are shown side by side and never added."""

    MEASURED = "measured", _("实测")
    KNOWN = "known", _("本网络知晓")
    CLAIMED = "claimed", _("已发表的说法")


class Grain(models.TextChoices):
    """How long a period one figure covers; the period is named by its first day."""

    MONTH = "month", _("月")
    QUARTER = "quarter", _("季度")
    YEAR = "year", _("年")


class Disclosure(models.TextChoices):
    SHOWN = "shown", _("可公开")
    SMALL = "small", _("人数过少")
    COMPLEMENT = "complement", _("为保护他格而隐去")


class RunState(models.TextChoices):
    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("进行中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("失败")
    STOPPED = "stopped", _("已取消")


OPEN_RUNS = [RunState.QUEUED, RunState.RUNNING]


class Job(models.TextChoices):
    FLOWS = "flows", _("流向（按月）")
    FLOWS_OF_YEAR = "flows_of_year", _("流向（按年）")
    CHANGE = "change", _("较基期变化")
    REFERRALS = "referrals", _("转诊时效")
    AVERTED = "averted", _("减少外转")
    SIGNALS = "signals", _("过程控制信号")
    UNUSUAL_OF_YEAR = "unusual_of_year", _("机构漏斗图（按年）")
    BALANCE = "balance", _("流入与流出")
    MIX = "mix", _("去向与病种构成")
    PER_RESIDENT_OF_YEAR = "per_resident_of_year", _("直接标化流出率（按年）")
    EXPERTS = "experts", _("专家在岗")
    EXPERTS_OF_QUARTER = "experts_of_quarter", _("专家派驻（按季度）")
    EXPERTS_OF_YEAR = "experts_of_year", _("专家派驻（按年）")
    TECHNOLOGIES = "technologies", _("新技术")
    TECHNOLOGIES_OF_QUARTER = "technologies_of_quarter", _("新技术（按季度）")
    TECHNOLOGIES_OF_YEAR = "technologies_of_year", _("新技术（按年）")
    TRAINING_OF_YEAR = "training_of_year", _("进修（按年）")
    RECONCILED = "reconciled", _("与病案首页对账")
    TRANSFERS = "transfers", _("转诊结果")
    TRANSFERS_OF_QUARTER = "transfers_of_quarter", _("转诊结果（按季度）")
    CHANNELS_OF_QUARTER = "channels_of_quarter", _("绿色通道（按季度）")
    RETURNS = "returns", _("月报")
    RETURNS_OF_QUARTER = "returns_of_quarter", _("床位达成（按季度）")
    RETURNS_OF_YEAR = "returns_of_year", _("月报（按年）")
    INSPECTIONS_OF_QUARTER = "inspections_of_quarter", _("同质化检查（按季度）")
    INSPECTIONS_OF_YEAR = "inspections_of_year", _("同质化检查（按年）")
    ABSTRACTS = "abstracts", _("病案首页（按月、按省）")
    ABSTRACTS_OF_YEAR = "abstracts_of_year", _("病案首页（按年、按省）")
    RESIDENTS_OF_YEAR = "residents_of_year", _("居民就医（按年）")


# Those that wait in a queue for a process of their own.
QUEUED_JOBS = (Job.ABSTRACTS, Job.ABSTRACTS_OF_YEAR, Job.RESIDENTS_OF_YEAR)
