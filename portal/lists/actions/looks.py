"""Keep how somebody looks at a list: views with a name, a first view, columns."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.core import audit
from portal.errors import NotAllowed, Stale
from portal.models import ListSetting, SavedView, ViewScope
from portal.roles import Permission

MAY_SHARE = {
    ViewScope.HOSPITAL: Permission.VIEW_SHARE,
    ViewScope.NETWORK: Permission.VIEW_SHARE_NETWORK,
}


def circles_to_share(user):
    """The circles that this person may show a view to: their department, and where they may
    speak for the hospital or the network."""
    return [
        circle
        for circle in user.circles()
        if circle.scope == ViewScope.DEPARTMENT
        or circle.place in user.hospitals_with(MAY_SHARE[circle.scope])
    ]


def may_change(view, user):
    """Its owner, and whoever speaks for the circle that it is shared with."""
    return view.owner_id == user.pk or view.circle in {row.pk for row in circles_to_share(user)}


@transaction.atomic
def save_view(*, kind, content, by):
    view = SavedView(kind=kind.code, owner=by, created_by=by, is_synthetic=by.is_synthetic)
    _write(view, content, by)
    view.save(force_insert=True)
    _record("view.save", view, by)
    return view


@transaction.atomic
def change_view(*, view, content, by, version=None):
    row = _locked(view, by, version)
    _write(row, content, by)
    row.version += 1
    row.save()
    _record("view.change", row, by)
    return row


@transaction.atomic
def delete_view(*, view, by, version=None):
    row = _locked(view, by, version)
    _record("view.delete", row, by)
    row.delete()


@transaction.atomic
def set_default(*, kind, view, by):
    """What this person sees first when they open the list; None: the list as it is."""
    setting = _setting(kind, by)
    setting.default_view = view
    setting.save(update_fields=["default_view"])
    slug = view.slug if view else ""
    audit.record("list.set_default", setting, by=by, hospitals=_places(by), to=slug)
    return setting


@transaction.atomic
def choose_columns(*, kind, columns, page_size, by):
    setting = _setting(kind, by)
    setting.columns = [column.code for column in kind.columns_of(columns)]
    setting.page_size = page_size
    setting.save(update_fields=["columns", "page_size"])
    audit.record("list.choose_columns", setting, by=by, hospitals=_places(by), to=kind.code)
    return setting


def _setting(kind, by):
    ListSetting.objects.get_or_create(user=by, kind=kind.code)
    return ListSetting.objects.select_for_update().get(user=by, kind=kind.code)


def _locked(view, by, version):
    row = SavedView.objects.select_for_update().get(pk=view.pk)
    if version is not None and version != row.version:
        raise Stale(_("这个视图刚被他人修改，请查看最新内容后再操作。"), code="stale")
    if not may_change(row, by):
        raise NotAllowed(_("只有视图的所有人，或所共享范围的负责人可以修改它。"), code="forbidden")
    return row


def _write(view, content, by):
    for name in ("name", "weight", "query", "columns"):
        setattr(view, name, content[name])
    kept = view.circle if view.pk and view.scope != ViewScope.ME else None
    circle = content["circle"]
    if circle is None:
        view.scope, view.circle = ViewScope.ME, None
    elif circle != kept:
        shared = {row.pk: row for row in circles_to_share(by)}
        if circle not in shared:
            raise NotAllowed(_("您不能把视图共享给这个范围。"), code="forbidden")
        view.scope, view.circle = shared[circle].scope, circle


def _record(verb, view, by):
    audit.record(verb, view, by=by, hospitals=_places(by), scope=view.scope)


def _places(by):
    return sorted({circle.place for circle in by.circles()})
