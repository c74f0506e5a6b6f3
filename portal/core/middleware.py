"""What surrounds every request: its number, language, session limits, and no caching of pages."""

import ipaddress
import re
import time
import uuid

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import translation
from django.utils.translation import gettext as _

from portal.core.audit import Origin, current_origin
from portal.core.problems import TITLES, json_problem
from portal.core.reference import settled
from portal.errors import Incomplete, Refusal

SAFE_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,36}")


class RequestIdMiddleware:
    """Number the request; the caller's own X-Request-ID is kept when it is harmless."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.request_id = given if SAFE_REQUEST_ID.fullmatch(given) else str(uuid.uuid4())
        if settings.BEHIND_PROXY:
            request.META["REMOTE_ADDR"] = _caller(request)
        address = request.META.get("REMOTE_ADDR") or None
        token = current_origin.set(Origin(request.request_id, address))
        try:
            response = self.get_response(request)
        finally:
            current_origin.reset(token)
        response["X-Request-ID"] = request.request_id
        return response


def _caller(request):
    """Who called the proxy: the last address of the list, the only one that it wrote itself.

    Else everybody would share the proxy's address, and one guesser would lock out all.
    """
    text = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return request.META.get("REMOTE_ADDR", "")


class LanguageMiddleware:
    """Chinese unless the person chose English; the browser's wish counts only for API clients."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if not chosen and request.path.startswith("/api/"):
            chosen = translation.get_language_from_request(request)
        known = {code for code, _name in settings.LANGUAGES}
        language = chosen if chosen in known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class SessionLimitMiddleware:
    """End a session that idled too long or lived too long; carry the working hospital."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = int(time.time())
            started = request.session.setdefault("started", now)
            seen = request.session.get("seen", now)
            expired = (
                now - seen > settings.SESSION_IDLE_SECONDS
                or now - started > settings.SESSION_ABSOLUTE_SECONDS
            )
            if expired:
                logout(request)
                request.session_expired = True
            else:
                # Background polling must not keep an abandoned screen alive.
                if (
                    not request.headers.get("X-Polling") and now - seen >= 30
                ) or "seen" not in request.session:
                    request.session["seen"] = now
                request.user.working_hospital_id = request.session.get("working_hospital")
        return _say_signed_out(request, self.get_response(request))


def _say_signed_out(request, response):
    """Where a page would be sent to the sign-in, a script is told 401 and where to go."""
    sign_in = resolve_url(settings.LOGIN_URL)
    if not response.get("Location", "").startswith(f"{sign_in}?"):
        return response
    if getattr(request, "session_expired", False):
        response["Location"] += "&expired=1"
    scripted = request.headers.get("HX-Request") or request.headers.get("X-Polling")
    if not scripted:
        return response
    answer = HttpResponse(status=401)
    answer["HX-Redirect"] = f"{sign_in}?expired=1"
    return answer


class SettledMiddleware:
    """What only reads changes no reference data, and may keep what it was told of it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with settled():
            return self.get_response(request)


class PasswordDueMiddleware:
    """A password that somebody else gave opens only the page where it is changed."""

    open_to = frozenset({"accounts:profile", "accounts:sign-out", "accounts:language"})

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        user = request.user
        if not (user.is_authenticated and user.must_change_password):
            return None
        if request.resolver_match.view_name in self.open_to:
            return None
        if request.path.startswith("/api/"):
            words = _("密码由管理员重置，请先登录网页修改密码。")
            return json_problem(request, 403, words, code="password_due")
        if request.headers.get("HX-Request") or request.headers.get("X-Polling"):
            answer = HttpResponse(status=403)
            answer["HX-Redirect"] = resolve_url("accounts:profile")
            return answer
        return redirect("accounts:profile")


class NoStoreMiddleware:
    """Pages hold patient data: browsers and proxies must not keep them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class RefusalMiddleware:
    """A refusal that no form could show becomes a page with its words and its status."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        if not isinstance(error, Refusal):
            return None
        if request.path.startswith("/api/"):
            return json_problem(request, error.status, error.message, code=error.code)
        context = {
            "status": error.status,
            "title": _(TITLES[error.status]),
            "detail": error.message,
            "errors": error.errors.values() if isinstance(error, Incomplete) else (),
        }
        return render(request, f"{error.status}.html", context, status=error.status)
