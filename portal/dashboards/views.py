"""One page per audience."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from portal.dashboards import gallery, tiles


def home(request):
    """What needs this person now, by role."""
    if request.session.get("workplace", {}).get("several") and not request.user.working_hospital_id:
        return redirect("accounts:workplace")
    context = {"title": _("工作首页"), "tiles": tiles.of(request.user)}
    context["links"] = tiles.links(request.user)
    return render(request, "dashboards/home.html", context)


def summary(request):
    """The counts of the frame, polled by every open page: 304 while nothing changed."""
    counts = tiles.counts(request.user)
    tag = '"{}"'.format("-".join(f"{name}.{number}" for name, number in sorted(counts.items())))
    response = JsonResponse(counts, headers={"ETag": tag})
    return get_conditional_response(request, etag=tag, response=response)


def ui_components(request):
    """Every template component, once."""
    return render(request, "dashboards/ui_components.html", gallery.context(request))


@login_not_required
def healthz(request):
    """200 when this process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
