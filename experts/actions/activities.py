"""Write down what experts did, and where campaigns went."""

from django.db import transaction
from django.utils.translation import gettext as _

from experts.models import Activity, OutreachCampaign, OutreachStop
from hospitals.actions import changes
from portal.core import audit
from portal.core.locking import atomic
from portal.errors import Refusal
from portal.roles import Permission

EDIT = Permission.ACTIVITY_EDIT


@transaction.atomic
def log(*, hospital, details, by):
    """details: the fields, and experts, of whom there is at least one."""
    changes.require(EDIT, hospital, by=by)
    told = dict(details)
    experts = told.pop("experts")
    row = Activity(hospital=hospital, is_synthetic=hospital.is_synthetic, **told)
    many = {"experts": len(experts)}
    changes.add(row, verb="activity.log", by=by, hospitals=[hospital.pk], told=many)
    row.experts.set(experts)
    return row


@transaction.atomic
def revise(*, activity, details, by, version=None):
    changes.require(EDIT, activity, by=by)
    row = changes.lock(activity, version=version)
    told = dict(details)
    experts = told.pop("experts")
    hospitals, before = [row.hospital_id], row.version
    changes.update(row, told, verb="activity.revise", by=by, hospitals=hospitals)
    if set(experts) != set(row.experts.all()):
        row.experts.set(experts)
        row.version = before + 1
        row.save(update_fields=["version", "updated_at"])
        many = {"experts": len(experts), "version": row.version}
        audit.record("activity.experts", row, by=by, hospitals=hospitals, **many)
    return row


@transaction.atomic
def open_campaign(*, hospital, details, by):
    changes.require(EDIT, hospital, by=by)
    row = OutreachCampaign(hospital=hospital, is_synthetic=hospital.is_synthetic, **details)
    return changes.add(row, verb="campaign.open", by=by, hospitals=[hospital.pk])


@transaction.atomic
def revise_campaign(*, campaign, details, by, version=None):
    """Its days stay around those of its stops."""
    changes.require(EDIT, campaign, by=by)
    row = changes.lock(campaign, version=version)
    left_out = row.stops.filter(day__lt=details["since"]) | row.stops.filter(
        day__gt=details["until"]
    )
    if left_out.exists():
        raise Refusal(_("已有站点不在这段日期之内。"), code="stops_outside")
    return changes.update(row, details, verb="campaign.revise", by=by, hospitals=[row.hospital_id])


@transaction.atomic
def add_stop(*, campaign, details, by):
    changes.require(EDIT, campaign, by=by)
    held = changes.lock(campaign)
    _inside(held, details["day"])
    row = OutreachStop(campaign=held, is_synthetic=held.is_synthetic, **details)
    return changes.add(row, verb="campaign.stop", by=by, hospitals=[held.hospital_id])


@transaction.atomic
def revise_stop(*, stop, details, by, version=None):
    changes.require(EDIT, stop, by=by)
    held = changes.lock(stop.campaign)
    row = changes.lock(stop, version=version)
    _inside(held, details["day"])
    return changes.update(row, details, verb="campaign.restop", by=by, hospitals=[held.hospital_id])


def _inside(campaign, day):
    if not campaign.since <= day <= campaign.until:
        raise Refusal(_("站点日期须在巡回医疗的起止日期之内。"), code="outside")


@atomic
def import_activities(*, rows, by):
    """Log everything of a file: one event for all, which tells no names.

    experts holds the ids of those who did it.
    """
    for hospital in {row["hospital"] for row in rows}:
        changes.require(EDIT, hospital, by=by)
    made, people = [], []
    for told in rows:
        details = {name: value for name, value in told.items() if name != "experts"}
        row = Activity(created_by=by, is_synthetic=told["hospital"].is_synthetic, **details)
        made.append(row)
        people += [(row.pk, expert) for expert in sorted(told["experts"])]
    with changes.rules_explained():
        Activity.objects.bulk_create(made, batch_size=2000)
        through = Activity.experts.through
        through.objects.bulk_create(
            (through(activity_id=row, expert_id=expert) for row, expert in people), batch_size=5000
        )
    hospitals = sorted({row.hospital_id for row in made})
    audit.record("activity.import", by, by=by, hospitals=hospitals, rows=len(made))
    return len(made)
