"""What surrounds every request: its number, language, session limits, and no caching of pages."""

import re
import time
import uuid

from django.conf import settings
from django.contrib.auth import logout
from django.utils import translation

from portal.core.audit import Origin, current_origin

SAFE_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,36}")


class RequestIdMiddleware:
    """Number the request; the caller's own X-Request-ID is kept when it is harmless."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.request_id = given if SAFE_REQUEST_ID.fullmatch(given) else str(uuid.uuid4())
        address = request.META.get("REMOTE_ADDR") or None
        token = current_origin.set(Origin(request.request_id, address))
        try:
            response = self.get_response(request)
        finally:
            current_origin.reset(token)
        response["X-Request-ID"] = request.request_id
        return response


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
            else:
                # Background polling must not keep an abandoned screen alive.
                if (
                    not request.headers.get("X-Polling") and now - seen >= 30
                ) or "seen" not in request.session:
                    request.session["seen"] = now
                request.user.working_hospital_id = request.session.get("working_hospital")
        return self.get_response(request)


class NoStoreMiddleware:
    """Pages hold patient data: browsers and proxies must not keep them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
