"""Signing in: argon2, lock-out in PostgreSQL, and the same answer whatever was wrong."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.reference import read_beside
from portal.models import SignInAttempt, User

# An address is shared by a whole ward, so it is given more tries than one account.
ADDRESS_FACTOR = 10


class LockoutBackend(BaseBackend):
    """Check a password unless the account or the address failed too often lately."""

    def authenticate(self, request, username=None, password=None):
        if username is None or password is None:
            return None
        address = request.META.get("REMOTE_ADDR") if request else None
        user = User.objects.active().filter(username=username).first()
        # The hash is computed in every case, so that the time taken tells nothing.
        matches = user.check_password(password) if user else _spend_a_hash(password)
        if is_locked(username, address):
            return None
        if not (user and matches):
            SignInAttempt.objects.create(username=username[:64], address=address)
            return None
        SignInAttempt.objects.filter(username=username, counts=True).update(counts=False)
        return user

    def has_perm(self, user_obj, perm, obj=None):
        """Who somebody is says nothing of what they may do."""
        return False

    def get_user(self, user_id):
        return read_beside(User.objects.active().filter(pk=user_id))


class LongEnough(MinimumLengthValidator):
    """Django's own words for this are English also on Chinese pages (its catalogue is behind)."""

    def get_error_message(self):
        return _("密码太短，至少需要 %(count)d 个字符。") % {"count": self.min_length}


def holds_synthetic_data():
    """Whether invented people have accounts here; then every page says 模拟数据."""
    return User.objects.synthetic().exists()


def _spend_a_hash(password):
    User().set_password(password)
    return False


def is_locked(username, address):
    """Too many failures of this account, or of this address, within the lock time."""
    since = timezone.now() - dt.timedelta(minutes=settings.SIGN_IN_LOCK_MINUTES)
    recent = SignInAttempt.objects.filter(at__gte=since, counts=True)
    by_name = recent.filter(Q(username=username)).count()
    by_address = recent.filter(address=address).count() if address else 0
    limit = settings.SIGN_IN_ATTEMPTS
    return by_name >= limit or by_address >= limit * ADDRESS_FACTOR


def locked_names():
    """The accounts that failed too often within the lock time."""
    since = timezone.now() - dt.timedelta(minutes=settings.SIGN_IN_LOCK_MINUTES)
    recent = SignInAttempt.objects.filter(at__gte=since, counts=True).values("username")
    locked = recent.annotate(tries=Count("pk")).filter(tries__gte=settings.SIGN_IN_ATTEMPTS)
    return list(locked.values_list("username", flat=True))
