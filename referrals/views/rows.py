"""A row of the worklist in words, made in one pass: the template only sets them in their places.

Fifty rows of look-ups and translations inside a template would cost more than all queries.
"""

from dataclasses import dataclass

from django.urls import reverse

from portal.templatetags.ui import DASH, pill_colour, short_time
from referrals import enums
from referrals.templatetags.referral_words import age_words, priority_colour, wait_words


@dataclass(frozen=True, slots=True)
class Row:
    url: str
    number: str
    patient: str
    about: str
    priority: str
    priority_colour: str
    diagnosis: str
    way: str
    state: str
    state_colour: str
    wait: str
    late: bool
    distance: str
    submitted: str


def rows_of(referrals):
    """The rows of one page; the labels are translated once for all of them."""
    words = {
        "sex": _labels(enums.Sex.choices),
        "state": _labels(enums.STATE_CHOICES),
        "priority": _labels(enums.Priority.choices),
        "distance": _labels(enums.CrossLevel.choices),
    }
    return [_row(referral, words) for referral in referrals]


def _labels(choices):
    return {code: str(label) for code, label in choices}


def _row(referral, words):
    patient, sent = referral.patient, referral.submitted_at
    return Row(
        url=reverse("referrals:referral-detail", args=[referral.pk]),
        number=referral.number,
        patient=patient.masked_name,
        about=f"{words['sex'].get(patient.sex, '')} {age_words(patient)}",
        priority=words["priority"].get(referral.priority, ""),
        priority_colour=pill_colour(priority_colour(referral.priority)),
        diagnosis=referral.main_diagnosis or DASH,
        way=f"{_short(referral.origin)} → {_short(referral.destination)}",
        state=words["state"][referral.state],
        state_colour=pill_colour(referral.state),
        wait=wait_words(referral),
        late=referral.is_late(),
        distance=words["distance"].get(referral.cross_level, ""),
        submitted=short_time(sent),
    )


def _short(hospital):
    return (hospital.short_name or hospital.name) if hospital else DASH
