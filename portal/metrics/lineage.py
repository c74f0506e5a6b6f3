"""The facts behind a figure, as far as this person may see them, with names masked.

One table for each source that its definition names. Every row comes through its own visible_to; a
figure that is hidden shows none, because the rows of a small cell are the cell. What a job read
beside rows (batches, runs) stands in its run's inputs.
"""

from dataclasses import dataclass, field
from itertools import zip_longest

from django.utils.translation import gettext as _

from portal.metrics import plans
from portal.metrics.models import Disclosure
from portal.metrics.rows import figures, flows, people, places, referrals, stays, technologies
from portal.metrics.rows.kind import Kind

SHOWN = 100


@dataclass(frozen=True)
class Sample:
    """What kind of rows, how many there are, and the first of them in words; or why there are none.

    links: for each row where it is opened, for kinds that have pages.
    """

    title: str
    columns: list[str]
    count: int
    rows: list[list]
    links: list[str] = field(default_factory=list)
    why: str = ""

    @property
    def opened(self) -> list[tuple[str, list]]:
        """Each row with where it is opened, if anywhere."""
        return list(zip_longest(self.links, self.rows, fillvalue=""))


# By the source of the catalogue that holds them.
KINDS: dict[str, Kind] = {
    "flow_agg": flows.FLOWS,
    "case_abstract": stays.STAYS,
    "metric_value": figures.FIGURES,
    "population": places.POPULATION,
    "service_monthly": places.REPORTS,
    "build_target": places.BED_TARGETS,
    "accreditation": places.ACCREDITATIONS,
    "inspection": places.INSPECTIONS,
    "rectification": places.INSPECTIONS,
    "import_batch": places.FILES,
    "referral": referrals.REFERRALS,
    "referral_event": referrals.REFERRALS,
    "green_channel": referrals.REFERRALS,
    "service_request": referrals.SERVICES,
    "recognition": referrals.RECOGNITIONS,
    "expert": people.POSTINGS,
    "expert_posting": people.POSTINGS,
    "posting_plan": people.POSTINGS,
    "expert_activity": people.ACTIVITIES,
    "mentorship": people.MENTORSHIPS,
    "training": people.TRAININGS,
    "tech_record": technologies.TECHNOLOGIES,
    "tech_case": technologies.CASES,
}


def samples(value, user, limit=SHOWN) -> list[Sample]:
    return [_sample(kind, value, user, limit) for kind in kinds(value)]


def kinds(value) -> list[Kind]:
    """Which rows a figure rests on; never none."""
    if value.run.job in plans.PLANS:
        return [stays.STAYS]
    if figures.is_of_figures(value):
        return [figures.FIGURES]
    found = [KINDS[name] for name in value.indicator.sources if _is_read(name, value)]
    return list(dict.fromkeys(found))


def _is_read(source, value):
    """Of two sources that an indicator is told by, one figure rests on one."""
    if value.code == "D03":
        return (source == "import_batch") == (value.item == "abstracts")
    if value.code == "R05" and source != "referral":
        return (source == "case_abstract") == bool(value.source_system)
    return source != "case_abstract" or "flow_agg" not in value.indicator.sources


def _sample(kind, value, user, limit):
    columns = [_(name) for name in kind.columns]
    if value.disclosure != Disclosure.SHOWN:
        hidden = _("人数过少的数值不列明细，明细就是它本身。")
        return Sample(str(kind.title), columns, 0, [], why=hidden)
    rows = kind.select(value, user)
    shown = rows[:limit]
    told = kind.told(shown, rows, value)
    links = [kind.link(row) for row in shown] if kind.link else []
    nothing = kind.unseen or _("没有登记的记录。")
    why = "" if told else _("没有您可以查看的行。%(why)s") % {"why": nothing}
    return Sample(str(kind.title), columns, rows.count(), told, links, why)
