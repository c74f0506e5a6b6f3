"""People who sign in. What they may do lies in hospitals.Membership."""

import functools

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.models.base import new_id


class TextSize(models.TextChoices):
    """How large everything is written, in percent."""

    NORMAL = "100", _("标准")
    LARGE = "112", _("大字")
    LARGER = "125", _("特大字")


class PageSize(models.IntegerChoices):
    SHORT = 20, _("20 条")
    USUAL = 50, _("50 条")
    LONG = 100, _("100 条")


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def synthetic(self):
        return self.filter(is_synthetic=True)


class UserAccounts(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, username, password=None, **fields):
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One person with one sign-in name; a member of hospitals or regions through Membership."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(_("账号"), max_length=64, unique=True)
    display_name = models.CharField(_("姓名"), max_length=64)
    title = models.CharField(_("职称"), max_length=64, blank=True)
    phone = models.CharField(_("联系电话"), max_length=32, blank=True)
    language = models.CharField(_("语言"), max_length=10, default="zh-hans")
    # How this person likes the pages: on the row of the person, which every request reads anyway.
    text_size = models.CharField(
        _("字号"), max_length=3, choices=TextSize.choices, default=TextSize.NORMAL
    )
    has_sound = models.BooleanField(_("新转入时响提示音"), default=False)
    has_shortcuts = models.BooleanField(_("启用快捷键"), default=True)
    page_size = models.PositiveSmallIntegerField(
        _("每页行数"), choices=PageSize.choices, default=PageSize.USUAL
    )
    default_hospital_id = models.UUIDField(_("默认工作机构"), null=True, blank=True)
    must_change_password = models.BooleanField(_("须修改密码"), default=False, editable=False)
    is_active = models.BooleanField(_("启用"), default=True)
    is_synthetic = models.BooleanField(_("模拟数据"), default=False)
    created_at = models.DateTimeField(_("创建时间"), default=timezone.now)

    objects = UserAccounts()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]

    # Set per request from the session: the hospital this person works for right now.
    working_hospital_id = None

    class Meta:
        verbose_name = _("用户")
        verbose_name_plural = _("用户")

    def __str__(self):
        return self.display_name

    def has_perm(self, permission, obj=None) -> bool:
        """Ask the backends; hospitals.access.MembershipBackend is the one that answers."""
        return self.is_active and any(
            backend.has_perm(self, permission, obj)
            for backend in _backends()
            if hasattr(backend, "has_perm")
        )

    def hospitals_with(self, permission) -> set:
        """The ids of the hospitals where this person holds the permission today."""
        return {
            hospital_id
            for backend in _backends()
            if hasattr(backend, "hospitals_with")
            for hospital_id in backend.hospitals_with(self, permission)
        }

    def circles(self) -> list:
        """The departments, hospitals and networks that this person belongs to today."""
        return [
            circle
            for backend in _backends()
            if hasattr(backend, "circles_of")
            for circle in backend.circles_of(self)
        ]


def _backends():
    """The backends, which keep nothing: made once instead of for each of many questions."""
    return _made(tuple(settings.AUTHENTICATION_BACKENDS))


@functools.cache
def _made(paths):
    return [auth.load_backend(path) for path in paths]


class SignInAttempt(models.Model):
    """One failed sign-in. It counts towards the lock of the account until a right password ends it.

    Afterwards it is kept for a while, for those who look for people guessing.
    """

    username = models.CharField(max_length=64)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(default=timezone.now)
    counts = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("失败登录")
        indexes = [
            models.Index(fields=["username", "at"], name="attempt_by_username"),
            models.Index(fields=["address", "at"], name="attempt_by_address"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}"
