"""The four kinds of page: sign-in, scope, permission and refusals are done here."""

import hashlib
import re
import uuid

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, ListView

from portal.core.listing import Look
from portal.core.locking import atomic
from portal.errors import Incomplete, Refusal
from portal.models import RequestKey

VERSION = re.compile(r"[0-9]{1,9}")
# The field, or the part of the address, that makes two sendings of a form one.
FORM_KEY = "form_key"
# The cookie that holds the address of the list last looked at.
WAY_BACK, LONGEST_WAY_BACK = "way_back", 2000


def key_of(form_key):
    """The request key of one form."""
    return f"form-{form_key}"[:128]


class _House(LoginRequiredMixin):
    """Sign-in first, then the permission by role."""

    permission = None
    title = ""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not self.may_open(request.user):
            raise PermissionDenied(self.permission)
        return super().dispatch(request, *args, **kwargs)

    def may_open(self, user):
        return self.permission is None or user.has_perm(self.permission)

    def get_context_data(self, **context):
        context.setdefault("title", self.title)
        return super().get_context_data(**context)


class ListPage(_House, ListView):
    """A filtered, paged list of the rows that this person may see.

    With a kind it also has saved views, columns, a page size that each person chooses, and files;
    then the kind says which rows there are and what they can be narrowed by.
    """

    kind = None
    query_defaults = {}
    filterset_class = None
    select_related = ()
    ordering = ()

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        if cls.kind:
            cls.permission, cls.filterset_class = cls.kind.permission, cls.kind.filterset_class
            if "title" not in vars(cls):
                cls.title = cls.kind.label

    def get(self, request, *args, **kwargs):
        if self.kind and (view := self.look.first_view):
            return HttpResponseRedirect(f"{request.path}?view={view.slug}")
        is_polled = bool(request.headers.get("X-Polling"))
        if is_polled and (unchanged := self._unchanged()):
            return unchanged
        response = super().get(request, *args, **kwargs)
        if is_polled:
            response["ETag"] = self.tag
        return self._remember(response) if self.kind else response

    def _unchanged(self):
        """A page that is open asks again every few seconds: 304 while none of its rows changed.

        That is known before anything is rendered, from the keys and versions of the rows alone.
        """
        response = get_conditional_response(self.request, etag=self.tag)
        if response is not None:
            response["ETag"] = self.tag
        return response

    def _remember(self, response):
        """Filters, tab and page, so that the way back from a row leads to where one was."""
        here = self.request.get_full_path()
        if len(here) <= LONGEST_WAY_BACK and self.request.COOKIES.get(WAY_BACK) != here:
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(WAY_BACK, here, secure=secure, httponly=True, samesite="Lax")
        return response

    @cached_property
    def look(self):
        return Look(self.kind, self.request.user, self.request.GET, self.query_defaults)

    @property
    def query(self):
        """The filters of the address; those of its saved view too, where lists have views."""
        return self.look.query if self.kind else self.request.GET

    @cached_property
    def tag(self):
        """What the list shows, in short."""
        rows, count = self.told()
        found = [tuple(map(str, row)) for row in rows]
        digest = hashlib.sha256(repr((found, count)).encode()).hexdigest()
        return f'"{digest[:32]}"'

    def told(self):
        """The rows of this page with their versions, and how many there are on all."""
        names = ("pk", "version") if hasattr(self.model, "version") else ("pk",)
        rows, count = self.get_queryset().prefetch_related(None).values_list(*names), None
        if size := self.get_paginate_by(rows):
            paginator, _page, rows, _is_paged = self.paginate_queryset(rows, size)
            count = paginator.count
        return rows, count

    def paginate_queryset(self, rows, size):
        """Past the end, of a list that has become shorter since, is its last page."""
        paginator = self.get_paginator(rows, size)
        page = paginator.get_page(self.request.GET.get(self.page_kwarg))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_paginate_by(self, rows):
        return self.look.page_size if self.kind else self.paginate_by or self.request.user.page_size

    def rows(self):
        """Every row of the list that this person may see."""
        user = self.request.user
        if self.kind:
            return self.kind.rows(user)
        return self.model.objects.visible_to(user).select_related(*self.select_related)

    def get_queryset(self):
        rows = self.rows()
        if self.filterset_class is None:
            return rows.order_by(*self.ordering) if self.ordering else rows
        self.filterset = self.filterset_class(self.query, rows, request=self.request)
        found = self.filterset.qs
        return found.order_by(*self.ordering) if self.ordering else found

    def get_context_data(self, **context):
        if self.kind:
            self.look.filterset = self.filterset
            context.setdefault("look", self.look)
        context = super().get_context_data(filterset=getattr(self, "filterset", None), **context)
        if self.kind:
            context["object_list"] = self.kind.prepared(context["object_list"])
        return context


class DetailPage(_House, DetailView):
    """One row that this person may see; anything else does not exist for them."""

    select_related = ()

    def get_queryset(self):
        return self.model.objects.visible_to(self.request.user).select_related(*self.select_related)


class FormPage(_House, FormView):
    """A form without a row, or one that makes a new row; submitting twice acts once.

    A page has act(form), which does it and returns the address to go to next. A page that is keyed
    carries the key of its form in its address: there Back leads on without scripts, too.
    """

    success_message = ""
    is_keyed = False

    def dispatch(self, request, *args, **kwargs):
        """Who comes back to a form that was sent (Back, or frame.js) is led to what came of it."""
        sent = request.GET.get(FORM_KEY) if request.user.is_authenticated else None
        if sent and request.method == "GET" and (done := self._done(key_of(sent))):
            # The script that asks whether there is something goes there itself afterwards.
            if not request.headers.get("X-Polling"):
                messages.info(request, _("这张表单已经提交过，没有重复提交。"))
            return HttpResponseRedirect(done.body["url"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        if self.is_keyed and not request.GET.get(FORM_KEY):
            query = request.GET.copy()
            query[FORM_KEY] = str(uuid.uuid4())
            return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")
        return super().get(request, *args, **kwargs)

    def _done(self, key):
        """What came of the form of this key, if this person sent it."""
        return RequestKey.objects.filter(user=self.request.user, key=key, status=302).first()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **context):
        context.setdefault("form_key", self.form_key)
        return super().get_context_data(**context)

    @cached_property
    def form_key(self):
        """Of the form that was sent, else of the address, else a new one."""
        given = self.request.POST.get(FORM_KEY) or self.request.GET.get(FORM_KEY)
        return given or str(uuid.uuid4())

    def form_valid(self, form):
        try:
            url = self._act_once(form)
        except Refusal as refusal:
            return self.refused(form, refusal)
        if self.success_message:
            messages.success(self.request, self.success_message)
        return HttpResponseRedirect(url)

    @atomic
    def _act_once(self, form):
        row, _is_new = RequestKey.objects.claim(
            self.request.user, self.request_key, self.request.path[:64]
        )
        if row.status is None:
            row.body, row.status = {"url": str(self.act(form))}, 302
            row.save(update_fields=["body", "status"])
        return row.body["url"]

    @property
    def request_key(self):
        return key_of(self.form_key)

    def form_invalid(self, form):
        """A second click may be invalid for no other reason than that the first one succeeded."""
        if done := self._done(self.request_key):
            return HttpResponseRedirect(done.body["url"])
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def refused(self, form, refusal):
        """Show the refusal on the form, with everything the person typed still there."""
        known = refusal.errors if isinstance(refusal, Incomplete) else {}
        for name, text in known.items():
            form.add_error(name if name in form.fields else None, text)
        if not known:
            form.add_error(None, refusal.message)
        return self.render_to_response(self.get_context_data(form=form), status=refusal.status)


class Yes(forms.Form):
    """Nothing to fill in: the button is the answer."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


class ActionPage(FormPage):
    """A form that does one thing to one row: scope decides if it exists, authority if it may."""

    model = None
    form_class = Yes

    @property
    def object(self):
        if not hasattr(self, "_object"):
            rows = self.model.objects.visible_to(self.request.user)
            self._object = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self._object

    def may_open(self, user):
        return user.has_perm(self.permission, self.object)

    def get_context_data(self, **context):
        return super().get_context_data(object=self.object, **context)

    @property
    def seen_version(self):
        """The version of the row that this person had before their eyes; 0 when none was sent."""
        text = self.request.POST.get("version", "")
        return int(text) if VERSION.fullmatch(text) else 0
