"""How the API knows who asks. Apart from api.py because REST framework loads it early."""

from rest_framework import authentication


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session; without one the answer is 401, not 403."""

    def authenticate_header(self, request):
        return "Session"
