"""Before the other side is asked, and whenever it is asked anew."""

import datetime as dt

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.models import Hospital
from portal.errors import Incomplete, NotAllowed, Refusal
from referrals.actions import catch_up, offers, readmissions, supersession
from referrals.actions.changes.base import Payload, need, need_minimum_data
from referrals.actions.content import name_coordinators, snapshot
from referrals.enums import CrossLevel, OfferState, Priority
from referrals.models import ReferralEvent
from referrals.states import MOVES, Side

RETROSPECTIVE_WITHIN = dt.timedelta(hours=24)


def submit_for_review(row, *, by, details, at):
    need_minimum_data(row)
    return Payload()


def return_(row, *, by, details, at):
    need(details, "note")
    return Payload()


def approve(row, *, by, details, at):
    if row.author_id == by.pk or _has_written(row, by):
        raise NotAllowed(_("审核人不能是发起人或修改人本人。"), code="own_referral")
    titles = settings.CROSS_PROVINCE_REVIEW_TITLES
    if row.cross_level == CrossLevel.PROVINCE and titles and by.title not in titles:
        raise NotAllowed(
            _("跨省转诊须由%(titles)s审核。") % {"titles": "、".join(titles)}, code="title"
        )
    return _submit(row, by=by, details=details, at=at)


def _has_written(row, by):
    """Whoever created it or sent it for review has a hand in it."""
    return row.events.filter(actor=by, action__in=["create", "submit_for_review"]).exists()


def send(row, *, by, details, at):
    if row.origin.review_required and row.priority != Priority.EMERGENCY:
        raise Refusal(_("本院规定转出前须经审核，请提交审核。"), code="review_required")
    catch_up.owe_review(row, at=at)
    return _submit(row, by=by, details=details, at=at)


def _submit(row, *, by, details, at):
    need_minimum_data(row)
    supersession.make_way_for(row, by=by, at=at, replace=details.get("replaces"))
    supersession.tell_others(row)
    row.submitted_at = at
    catch_up.owe_identity(row, at=at)
    readmissions.check(row, at=at)
    offers.open_offer(row, at=at)
    offers.ask_also(row, details.get("also_ask") or (), at=at)
    return Payload(content=snapshot(row), also_asked=[str(pk) for pk in row.also_asked])


def discard(row, *, by, details, at):
    return Payload()


def redirect(row, *, by, details, at):
    destination = _other_destination(row, details)
    today = timezone.localdate(at)
    refused = row.offers.filter(hospital=destination, state=OfferState.DECLINED)
    if any(timezone.localdate(offer.decided_at) == today for offer in refused):
        # Refused today already: not again without something new.
        need(details, "note")
    turn_to(row, destination, details.get("department"))
    need_minimum_data(row)
    supersession.make_way_for(row, by=by, at=at)
    offer = offers.open_offer(row, at=at)
    return Payload(offer=offer.seq, destination=str(destination.pk), content=snapshot(row))


def _other_destination(row, details):
    (destination,) = need(details, "destination")
    if destination.pk == row.origin_id:
        raise Incomplete(_("不能转给本院。"), errors={"destination": _("请选择其他机构。")})
    return destination


def turn_to(row, destination, department=None):
    """Another destination, as if it were the first: what the last one promised is forgotten."""
    row.destination = Hospital.objects.select_related("region__parent__parent").get(
        pk=destination.pk
    )
    row.destination_department = department
    row.external_name, row.external_province = "", None
    row.also_asked = []
    row.decided_at = row.scheduled_for = row.arrived_at = None
    row.admission_kind = row.destination_coordinator = ""
    row.derive()
    if row.cross_level == CrossLevel.PROVINCE:
        name_coordinators(row)


def file_retrospective(row, *, by, details, at):
    """The patient was agreed upon by phone and is there already: both sides put it on record."""
    if row.priority != Priority.EMERGENCY:
        raise Refusal(_("只有急危重患者可以补录。"), code="not_emergency")
    if row.destination_id is None:
        raise Incomplete(_("请选择接收机构。"), errors={"destination": _("请填写此项。")})
    side = row.side_of(by, MOVES["file_retrospective"])
    if side == Side.DESTINATION:
        return _confirm_retrospective(row, by=by, at=at)
    return _propose_retrospective(row, details, at)


def _propose_retrospective(row, details, at):
    if row.is_retrospective:
        raise Refusal(_("已提交补录，等待接收方确认。"), code="awaits_confirmation")
    name, agreed_at, arrived_at = need(details, "agreed_with", "agreed_at", "arrived_at")
    if not at - RETROSPECTIVE_WITHIN <= arrived_at <= at:
        raise Incomplete(
            _("补录须在患者到达后24小时内。"),
            errors={"arrived_at": _("到达时间须在过去24小时内。")},
        )
    if agreed_at > arrived_at:
        raise Incomplete(_("电话同意须在到达之前。"), errors={"agreed_at": _("不能晚于到达时间。")})
    need_minimum_data(row)
    row.is_retrospective = True
    row.agreed_with, row.agreed_at, row.actual_arrival_at = name, agreed_at, arrived_at
    return Payload(
        agreed_with=name,
        agreed_at=agreed_at.isoformat(),
        arrived_at=arrived_at.isoformat(),
        content=snapshot(row),
    ).to(row.state)


def _confirm_retrospective(row, *, by, at):
    proposed = ReferralEvent.objects.filter(referral=row, action="file_retrospective").last()
    if proposed is None or not row.is_retrospective:
        raise Refusal(_("转出方还没有提交补录。"), code="not_proposed")
    supersession.make_way_for(row, by=by, at=at)
    supersession.tell_others(row)
    row.submitted_at = at
    # Nobody at the origin reviewed it, and perhaps nobody knew the patient.
    catch_up.owe_review(row, at=at)
    catch_up.owe_identity(row, at=at)
    row.arrived_at = dt.datetime.fromisoformat(proposed.payload["arrived_at"])
    offer = offers.open_offer(row, at=at)
    offer.first_seen_at, offer.seen_by = at, by
    offer.valid_until = timezone.localdate(at)
    offer.close(state=OfferState.ACCEPTED, by=by, at=at)
    return Payload(offer=offer.seq, retrospective=True).to("arrived")
