"""A row of the worklist in words, made in one pass: the template only sets them in their places.

Fifty rows of look-ups and translations inside a template would cost more than all queries.
"""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from hospitals.models.hospital import short_names
from hospitals.models.network import names_of_networks
from portal.templatetags.ui import DASH, pill_colour, short_time
from referrals import enums
from referrals.templatetags.referral_words import age_words, priority_colour, wait_words

# Stands in the one address that is asked for, and is replaced by each row's own.
NOBODY = str(UUID(int=0))


class Cell(NamedTuple):
    """css: its classes; label: said before it on a narrow screen; colour: of its pill, if any."""

    text: str
    css: str = ""
    label: str = ""
    colour: str = ""
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    pk: str
    number: str
    version: int
    late: bool
    cells: tuple


def rows_of(referrals, codes):
    """The rows of one page with the cells of these columns."""
    words = Words()
    return [
        Row(
            pk=str(referral.pk),
            number=referral.number,
            version=referral.version,
            late=referral.is_late(),
            cells=tuple(CELLS[code](referral, words) for code in codes),
        )
        for referral in referrals
    ]


def texts_of(referrals, codes):
    """The same rows as plain texts, for files."""
    words = Words()
    for referral in referrals:
        cells = (CELLS[code](referral, words) for code in codes)
        yield [f"{cell.text} {cell.note}".strip() for cell in cells]


class Words:
    """What all rows share: the labels of closed lists, translated once, and one address."""

    def __init__(self):
        self.detail = reverse("referrals:referral-detail", args=[NOBODY])
        self.sex = _labels(enums.Sex.choices)
        self.state = _labels(enums.STATE_CHOICES)
        self.priority = _labels(enums.Priority.choices)
        self.direction = _labels(enums.Direction.choices)
        self.cross_level = _labels(enums.CrossLevel.choices)
        self.green_channel = _labels(enums.GreenChannel.choices)
        self.reach = _labels(enums.Reach.choices)
        self.label = {
            "reach": _("去向类型"),
            "assignee": _("责任人"),
            "green_channel": _("绿色通道"),
            "cross_level": _("跨区域"),
            "submitted_at": _("提交时间"),
            "created_at": _("新建时间"),
            "state_since": _("进入状态"),
            "direction": _("方向"),
            "origin_department": _("转出科室"),
            "destination_department": _("接收科室"),
        }

    def about(self, patient):
        return f"{self.sex.get(patient.sex, '')} {age_words(patient)}".strip()

    def address_of(self, referral):
        return self.detail.replace(NOBODY, str(referral.pk))

    @cached_property
    def hospitals(self):
        return short_names()

    @cached_property
    def networks(self):
        return names_of_networks()

    def way(self, referral):
        return f"{self.hospitals.get(referral.origin_id, DASH)} → {self.goal_of(referral)}"

    def goal_of(self, referral):
        """The hospital, or the pool, or what is said of a hospital outside."""
        if referral.destination_id:
            return self.hospitals.get(referral.destination_id, DASH)
        return referral.external_name or self.networks.get(referral.pool_id, DASH)


def _labels(choices):
    return {code: str(label) for code, label in choices}


def _number(referral, words):
    return Cell(referral.number, "row-number", url=words.address_of(referral))


def _patient(referral, words):
    patient = referral.patient
    return Cell(patient.masked_name, "row-short", note=words.about(patient))


def _priority(referral, words):
    colour = pill_colour(priority_colour(referral.priority))
    return Cell(words.priority.get(referral.priority, ""), colour=colour)


def _state(referral, words):
    return Cell(words.state[referral.state], colour=pill_colour(referral.state))


def _wait(referral, words):
    css = "row-short late-words" if referral.is_late() else "row-short"
    return Cell(wait_words(referral), css)


def _reach(referral, words):
    return Cell(words.reach.get(referral.reach, ""), label=words.label["reach"])


def _choice(name):
    def cell(referral, words):
        text = getattr(words, name).get(getattr(referral, name), "")
        return Cell(text, label=words.label[name])

    return cell


def _moment(name):
    def cell(referral, words):
        return Cell(short_time(getattr(referral, name)), "row-short", label=words.label[name])

    return cell


def _department(name):
    def cell(referral, words):
        return Cell(str(getattr(referral, name) or DASH), label=words.label[name])

    return cell


def _assignee(referral, words):
    return Cell(str(referral.assignee or DASH), "row-short", label=words.label["assignee"])


CELLS = {
    "number": _number,
    "patient": _patient,
    "priority": _priority,
    "diagnosis": lambda referral, _words: Cell(referral.main_diagnosis or DASH, "row-diagnosis"),
    "way": lambda referral, words: Cell(words.way(referral), "row-wide"),
    "state": _state,
    "wait": _wait,
    "reach": _reach,
    "assignee": _assignee,
    "green_channel": _choice("green_channel"),
    "submitted_at": _moment("submitted_at"),
    "cross_level": _choice("cross_level"),
    "direction": _choice("direction"),
    "origin_department": _department("origin_department"),
    "destination_department": _department("destination_department"),
    "created_at": _moment("created_at"),
    "state_since": _moment("state_since"),
}
