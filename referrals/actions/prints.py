"""A sheet from the wish to the file: order, print, hand out, throw away."""

import base64
import datetime as dt
import hashlib
import logging
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import audit, sealing, waiting
from portal.errors import NotAllowed, Refusal
from referrals.enums import PrintProblem, PrintState
from referrals.models import PrintJob, Referral
from referrals.paper import libraries, printing
from referrals.paper.slip import slip_of

# Longer than the press may take: whoever is at it after that is dead.
LEASE = dt.timedelta(seconds=printing.SECONDS + 30)
# A sheet that killed its worker this often is given up.
TRIES = 3
READ = (
    "requested_by",
    "referral__patient__residence__parent__parent",
    "referral__origin",
    "referral__origin_department",
    "referral__destination",
    "referral__destination_department",
    "referral__author",
    "referral__parent",
)
log = logging.getLogger(__name__)


@transaction.atomic
def order(*, referral, by):
    """The job that prints this version for this person: the one there is, or a new one."""
    if not Referral.objects.visible_to(by).filter(pk=referral.pk).exists():
        raise NotAllowed(_("您的角色不能执行此操作。"), code="forbidden")
    if libraries.missing():
        raise Refusal(PrintProblem.MISSING.label, code="pdf_missing")
    row = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    wanted = {
        "referral": row,
        "referral_version": row.version,
        "in_full": row.is_open_to(by),
        "requested_by": by,
    }
    now = timezone.now()
    PrintJob.objects.filter(**wanted).to_purge(now).update(state=PrintState.EXPIRED)
    if job := PrintJob.objects.alive().filter(**wanted).first():
        return job
    job = PrintJob.objects.create(
        **wanted, expires_at=now + dt.timedelta(hours=settings.PRINT_KEPT_HOURS)
    )
    _record("referral.print", job, by)
    return job


def claim_due(*, limit=20):
    """The ids of the sheets whose turn has come; they come again unless they are finished."""
    now, rows = timezone.now(), PrintJob.objects.waiting()
    given_up = {"state": PrintState.FAILED, "problem": PrintProblem.BROKEN, "finished_at": now}
    return list(
        waiting.claimed(rows, patience=LEASE, tries=TRIES, failed=given_up, now=now, limit=limit)
    )


def make(job_id):
    """Print the sheet and put it aside, sealed. A second run of the same job changes nothing."""
    if not PrintJob.objects.waiting().filter(pk=job_id).update(state=PrintState.PRINTING):
        return
    job = PrintJob.objects.select_related(*READ).get(pk=job_id)
    if problem := _problem(job):
        _finish(job_id, lambda done: _fail(done, problem))
        return
    try:
        content = printing.pdf_of(
            slip_of(job.referral, in_full=job.in_full, printed_by=job.requested_by)
        )
    except printing.PressError as error:
        log.warning("Sheet %s was not printed: %s", job_id, error.code)
        problem = PrintProblem(error.code)
        _finish(job_id, lambda done: _fail(done, problem))
        return
    _finish(job_id, lambda done: _keep(done, content))


def _problem(job):
    """What rules it out by now, if anything does."""
    if libraries.missing():
        return PrintProblem.MISSING
    if job.referral.version != job.referral_version:
        return PrintProblem.CHANGED
    return None if _may_see(job, job.requested_by) else PrintProblem.FORBIDDEN


def _may_see(job, user):
    """Still: what the sheet shows may be less than it was when it was asked for."""
    if job.in_full:
        return job.referral.is_open_to(user)
    return Referral.objects.visible_to(user).filter(pk=job.referral_id).exists()


@transaction.atomic
def _finish(job_id, change):
    """Change the job unless another run finished it meanwhile."""
    job = PrintJob.objects.select_for_update().get(pk=job_id)
    if job.state == PrintState.PRINTING:
        change(job)
        job.save()


def _fail(job, problem):
    job.state, job.problem, job.finished_at = PrintState.FAILED, problem, timezone.now()


def _keep(job, content):
    path = path_of(job)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_suffix(".part")
    half.write_text(sealing.seal(base64.b64encode(content).decode()), encoding="ascii")
    half.replace(path)
    job.state, job.finished_at = PrintState.READY, timezone.now()
    job.sha256, job.size = hashlib.sha256(content).hexdigest(), len(content)


def hand_out(*, job, by):
    """The PDF for the person who asked for it, who must still be allowed what it shows."""
    if job.requested_by_id != by.pk:
        raise NotAllowed(_("您的角色不能执行此操作。"), code="forbidden")
    if not _may_see(job, by):
        raise NotAllowed(PrintProblem.FORBIDDEN.label, code="forbidden")
    if not job.is_ready or job.expires_at <= timezone.now():
        raise Refusal(_("文件还没有生成或已过期。"), code="not_ready")
    try:
        content = base64.b64decode(sealing.unseal(path_of(job).read_text(encoding="ascii")))
    except FileNotFoundError:
        raise Refusal(_("文件还没有生成或已过期。"), code="not_ready") from None
    with transaction.atomic():
        _record("referral.take_print", job, by)
    return content


@transaction.atomic
def purge(*, now=None):
    """Throw away what nobody may fetch any more; returns how many."""
    old = list(PrintJob.objects.to_purge(now or timezone.now()).select_for_update())
    for job in old:
        path_of(job).unlink(missing_ok=True)
        job.state = PrintState.EXPIRED
    PrintJob.objects.bulk_update(old, ["state"])
    return len(old)


def path_of(job):
    """Where the sealed file lies; its name says nothing."""
    return Path(settings.MEDIA_ROOT) / "prints" / f"{job.pk}.sealed"


def _record(verb, job, by):
    referral = job.referral
    audit.record(
        verb,
        referral,
        by=by,
        hospitals=[pk for pk in (referral.origin_id, referral.destination_id) if pk],
        version=job.referral_version,
        in_full=job.in_full,
    )
