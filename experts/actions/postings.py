"""Post an expert without a batch; extend a posting or end it early; authority that ends with it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from experts.actions import clinics
from experts.enums import PostingState
from experts.models import PlannedActivity, Posting
from hospitals.actions import changes
from hospitals.models import Membership
from portal.core import audit
from portal.errors import Incomplete, NotAllowed, Refusal
from portal.models import User
from portal.roles import Permission


@transaction.atomic
def post(*, expert, details, by):
    """A single posting, in force at once; lists of experts go through a batch."""
    changes.require(Permission.DISPATCH_EDIT, expert, by=by)
    row = Posting(
        expert=expert,
        from_hospital=expert.home_hospital,
        state=PostingState.CONFIRMED,
        is_synthetic=expert.is_synthetic,
        **details,
    )
    return changes.add(row, verb="posting.post", by=by, hospitals=_places(row))


@transaction.atomic
def extend(*, posting, until, by, version=None):
    """A later last day; none at all means that it goes on."""
    row = _running(posting, by, version)
    if row.until is None or (until is not None and until <= row.until):
        raise Refusal(_("延期后的结束日期须晚于原来的结束日期。"), code="not_later")
    details = {"until": until, "leave_reason": "", "leave_note": ""}
    return _set_days(row, details, "posting.extend", by)


@transaction.atomic
def end_early(*, posting, details, by, version=None):
    """details: until, leave_reason and leave_note."""
    row = _running(posting, by, version)
    until = details["until"]
    if until < row.since or (row.until is not None and until >= row.until):
        raise Refusal(
            _("提前结束的日期须在派驻期间之内，且早于原来的结束日期。"), code="not_earlier"
        )
    done = _set_days(row, details, "posting.end", by)
    clinics.call_off_after(posting=done, by=by)
    return done


@transaction.atomic
def plan(*, posting, details, by, version=None):
    """details: kind of activity → how many of it; none takes the kind out of the plan."""
    row = _running(posting, by, version)
    known = {one.kind: one for one in row.planned.all()}
    before = {kind: one.count for kind, one in known.items()}
    told = {kind: count for kind, count in details.items() if count}
    if told == before:
        return row
    row.planned.exclude(kind__in=told).delete()
    for kind, count in told.items():
        one = known.get(kind) or PlannedActivity(
            posting=row, kind=kind, is_synthetic=row.is_synthetic, created_by=by
        )
        one.count, one.version = count, one.version + (kind in known)
        one.save()
    row.version += 1
    row.save()
    audit.record("posting.plan", row, by=by, hospitals=_places(row), changed=[before, told])
    return row


@transaction.atomic
def admit(*, posting, username, role, by, version=None):
    """Give the expert's account a role at the receiving hospital, for the days of the posting."""
    if not by.has_perm(Permission.POSTING_ADMIT, posting):
        raise NotAllowed(_("只有派驻医院的管理员可以开通账号权限。"))
    row = _running(posting, by, version)
    if row.membership_id:
        raise Refusal(_("该派驻任务已开通账号权限。"), code="admitted")
    user = _account(row, username)
    membership = Membership(
        user=user,
        hospital=row.to_hospital,
        department=row.to_department,
        role=role,
        since=row.since,
        until=row.until,
        is_synthetic=row.is_synthetic,
    )
    hospitals = [row.to_hospital_id]
    changes.add(membership, verb="membership.grant", by=by, hospitals=hospitals)
    if row.expert.user_id is None:
        row.expert.user = user
        row.expert.save(update_fields=["user", "updated_at"])
    details = {"membership": membership}
    return changes.update(
        row, details, verb="posting.admit", by=by, hospitals=hospitals, silent=("membership",)
    )


def _account(posting, username):
    """An account that works at the home hospital today, and that no other expert has."""
    user = User.objects.active().filter(username=username).first()
    home = Membership.objects.current().filter(user=user, hospital=posting.from_hospital)
    mine = posting.expert.user_id
    if user is None or not home.exists() or (mine is not None and mine != user.pk):
        errors = {"username": _("派出医院没有这个账号，或它不属于该专家。")}
        raise Incomplete(_("请按提示修改后重试。"), errors=errors, code="no_account")
    return user


def _running(posting, by, version):
    changes.require(Permission.DISPATCH_EDIT, posting, by=by)
    row = changes.lock(posting, version=version)
    if not row.is_confirmed:
        raise Refusal(_("该派驻任务尚未批准。"), code="not_confirmed")
    if row.is_over(timezone.localdate()):
        raise Refusal(_("该派驻任务已结束。"), code="over")
    return row


def _set_days(row, details, verb, by):
    """The days of the posting and those of the authority that hangs on it, together."""
    done = changes.update(
        row, details, verb=verb, by=by, hospitals=_places(row), silent=("leave_note",)
    )
    if done.membership_id:
        held = changes.lock(done.membership)
        changes.update(
            held,
            {"until": done.until},
            verb="membership.follow",
            by=by,
            hospitals=[done.to_hospital_id],
        )
    return done


def _places(posting):
    return [posting.from_hospital_id, posting.to_hospital_id]
