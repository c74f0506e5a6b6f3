"""Who teaches whom, which stages were reached in their order, and the directors of departments."""

from django.db import transaction
from django.utils.translation import gettext as _

from experts.models import CoDirectorPost, Expert, Mentorship, SkillMilestone
from experts.naming import normalised
from hospitals.actions import changes
from portal.errors import Refusal
from portal.roles import Permission

EDIT = Permission.TRAINING_EDIT
# Who they are is in the row; the trail says only that it changed.
PEOPLE = ("apprentice", "witness", "person")


@transaction.atomic
def pair(*, mentor, details, by):
    """The hospital is the apprentice's; more than two apprentices are shown, not refused."""
    apprentice = details["apprentice"]
    hospital = apprentice.home_hospital
    changes.require(EDIT, hospital, by=by)
    row = Mentorship(
        mentor=mentor, hospital=hospital, is_synthetic=apprentice.is_synthetic, **details
    )
    return changes.add(row, verb="mentorship.pair", by=by, hospitals=_places(row))


@transaction.atomic
def revise(*, mentorship, details, by, version=None):
    """Also how one ends: by its last day. Nobody becomes another person afterwards."""
    changes.require(EDIT, mentorship, by=by)
    row = changes.lock(mentorship, version=version)
    told = {name: value for name, value in details.items() if name != "apprentice"}
    return changes.update(
        row, told, verb="mentorship.revise", by=by, hospitals=_places(row), silent=PEOPLE
    )


@transaction.atomic
def reach(*, mentorship, details, by):
    """The next stage of the technique, witnessed by somebody else."""
    changes.require(EDIT, mentorship, by=by)
    row = SkillMilestone(
        mentorship=mentorship,
        staff=mentorship.apprentice,
        technique_key=normalised(details["technique"]),
        is_synthetic=mentorship.is_synthetic,
        **details,
    )
    _in_order(row)
    return changes.add(row, verb="milestone.reach", by=by, hospitals=_places(mentorship))


@transaction.atomic
def correct(*, milestone, details, by, version=None):
    """Another day or another witness; its technique and its stage stay."""
    changes.require(EDIT, milestone, by=by)
    row = changes.lock(milestone, version=version)
    told = {name: details[name] for name in ("reached_on", "witness")}
    row.reached_on, before = told["reached_on"], row.reached_on
    _in_order(row)
    row.reached_on = before
    hospitals = _places(row.mentorship)
    return changes.update(
        row, told, verb="milestone.correct", by=by, hospitals=hospitals, silent=PEOPLE
    )


@transaction.atomic
def appoint(*, hospital, details, by):
    """Somebody leads one side of a department."""
    changes.require(EDIT, hospital, by=by)
    if details["department"].hospital_id != hospital.pk:
        raise Refusal(_("该科室不属于这家医院。"), code="other_hospital")
    row = CoDirectorPost(is_synthetic=hospital.is_synthetic, **details)
    return changes.add(row, verb="director.appoint", by=by, hospitals=[hospital.pk])


@transaction.atomic
def revise_director(*, director, details, by, version=None):
    """Other days; also how it ends."""
    changes.require(EDIT, director, by=by)
    row = changes.lock(director, version=version)
    told = {name: details[name] for name in ("since", "until")}
    hospitals = [row.hospital.pk]
    return changes.update(row, told, verb="director.revise", by=by, hospitals=hospitals)


def _in_order(milestone):
    """The stage before is there, and no day runs against the stages; one at a time per person."""
    Expert.objects.select_for_update().get(pk=milestone.staff_id)
    there = dict(
        SkillMilestone.objects.filter(
            staff=milestone.staff, technique_key=milestone.technique_key
        ).values_list("stage", "reached_on")
    )
    stage, day = milestone.stage, milestone.reached_on
    if stage > 1 and stage - 1 not in there:
        raise Refusal(
            _("请先登记前一阶段。观摩、助手、主刀、独立依次达到。"), code="no_stage_before"
        )
    earlier = [on for other, on in there.items() if other < stage]
    later = [on for other, on in there.items() if other > stage]
    if (earlier and day < max(earlier)) or (later and day > min(later)):
        raise Refusal(_("达到日期须与各阶段的先后一致。"), code="out_of_order")


def _places(mentorship):
    return [mentorship.hospital_id, mentorship.mentor.home_hospital_id]
