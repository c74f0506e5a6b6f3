"""The site, plus two bare views to hold it against."""

import json

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.template import engines
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from rest_framework.decorators import api_view
from rest_framework.response import Response

from bench.models import Note
from referrals.models import Referral

BARE_LIST = engines["django"].from_string(
    "<!DOCTYPE html><title>list</title><table>{% for row in rows %}<tr><td>{{ row.number }}"
    "<td>{{ row.patient.name }}<td>{{ row.priority }}<td>{{ row.main_diagnosis }}"
    "<td>{{ row.origin.name }}<td>{{ row.destination.name }}<td>{{ row.state }}"
    "<td>{{ row.created_at }}</tr>{% endfor %}</table>"
)


@csrf_exempt
@login_required
def insert(request):
    """Plain Django: read the body, insert one row, commit."""
    note = Note.objects.create(title="bench", body=json.loads(request.body))
    return JsonResponse({"id": note.pk}, status=201)


@api_view(["POST"])
def insert_by_framework(request):
    """REST framework without a rule: read the body, insert one row, commit."""
    note = Note.objects.create(title="bench", body=request.data)
    return Response({"id": note.pk}, status=201)


@login_required
def bare_list(request):
    """Fifty rows and their hospitals in a table: no scope, filter, count or frame."""
    rows = Referral.objects.select_related("patient", "origin", "destination")
    return HttpResponse(BARE_LIST.render({"rows": rows.order_by("-created_at")[:50]}, request))


urlpatterns = [
    path("bench/insert", insert),
    path("bench/insert-by-framework", insert_by_framework),
    path("bench/list", bare_list),
    path("", include("portal.urls")),
]
