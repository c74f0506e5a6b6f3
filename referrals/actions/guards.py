"""What every move asks first, of a referral as of a service request: version, right, table."""

from django.utils.translation import gettext as _

from portal.errors import NotAllowed, Refusal, Stale


def require(step, row, *, by, version, moves):
    """Refuse a move that is stale, not this person's, or not in the table from here.

    by is None for the system, whose right the caller has already checked. Each refusal says what
    to do.
    """
    require_version(row, version)
    words = {**_words(row), "action": _(step.label)}
    if by is not None and not by.has_perm(step.permission, row):
        raise NotAllowed(_("您在本单的这一方没有“%(action)s”的权限。") % words, code="forbidden")
    if step not in moves:
        raise Refusal(
            _("%(thing)s现为“%(state)s”，不能“%(action)s”。") % words, code="illegal_move"
        )


def require_version(row, version):
    """Refuse to act on what somebody has changed since it was read."""
    if version is not None and version != row.version:
        raise Stale(
            _("%(thing)s刚被他人更新，现为“%(state)s”。请查看最新内容后再操作。") % _words(row),
            code="stale",
        )


def _words(row):
    return {"thing": row._meta.verbose_name, "state": row.state_label}


def require_one_hat(row, *, by, sides):
    """A dispatched expert belongs to both hospitals, but acts on one side of one row only."""
    if row.events.filter(actor=by, side__in=sides).exists():
        raise NotAllowed(_("您已代表另一方处理过本单，不能再代表这一方。"), code="two_hats")
