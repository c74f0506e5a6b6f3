"""One page per audience."""

from django.contrib.auth.decorators import login_not_required, login_required
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render


@login_required
def home(request):
    return render(request, "dashboards/home.html")


@login_not_required
def healthz(request):
    """200 when this process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
