"""One page per audience."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from hospitals.access import regions_for
from portal.core import downloads
from portal.dashboards import course, gallery, oversight, overview, tiles
from portal.dashboards.compared import Funnel, Gandy
from portal.dashboards.matrix import Matrix
from portal.dashboards.outflow import Outflow
from portal.dashboards.query import OutflowQuery
from portal.dashboards.search import COLUMNS, HOSPITALS, REFERRALS, Search, SearchForm
from portal.dashboards.timeliness import Timeliness
from portal.health import parts
from portal.roles import Permission
from referrals.listing.rows import rows_of


def home(request):
    """What needs this person now, by role."""
    if request.session.get("workplace", {}).get("several") and not request.user.working_hospital_id:
        return redirect("accounts:workplace")
    context = {"title": _("工作首页"), "tiles": tiles.of(request.user)}
    context["links"] = tiles.links(request.user)
    if regions_for(request.user, Permission.FIGURE_VIEW):
        context["figures"] = _figures(request)
    if request.user.has_perm(Permission.STATUS_VIEW):
        context["parts"] = parts.everything()
    if request.user.has_perm(Permission.AUDIT_VIEW):
        context["oversight"] = oversight.of(request.user)
    return render(request, "dashboards/home.html", context)


def _figures(request):
    """The main figures of the region that somebody answers for; None before any were sent."""
    query = OutflowQuery(request.user, QueryDict())
    if not query.has_figures:
        return None
    page = Outflow(query)
    return {"query": query, "cards": page.cards()[:4], "stamp": page.stamp([])}


def summary(request):
    """The counts of the frame, polled by every open page: 304 while nothing changed."""
    counts = tiles.counts(request.user)
    tag = '"{}"'.format("-".join(f"{name}.{number}" for name, number in sorted(counts.items())))
    response = JsonResponse(counts, headers={"ETag": tag})
    return get_conditional_response(request, etag=tag, response=response)


def search(request):
    """Referrals and hospitals by one text. GET only for what names nobody."""
    asked = request.POST if request.method == "POST" else request.GET
    form = SearchForm(asked if "q" in asked else None, label_suffix="")
    context = {"title": _("查找"), "form": form, "limits": (REFERRALS, HOSPITALS)}
    if form.is_valid():
        is_body = request.method == "POST"
        found = Search(user=request.user, text=form.cleaned_data["q"], is_body=is_body)
        if is_body:
            found.note()
        context |= {"found": found, "rows": rows_of(found.referrals[:REFERRALS], COLUMNS)}
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "dashboards/search.html", context, status=status)


def ui_components(request):
    """Every template component, once."""
    return render(request, "dashboards/ui_components.html", gallery.context(request))


def outflow(request):
    """Is outflow falling, where to, of which county."""
    _require_figures(request.user)
    query = OutflowQuery(request.user, request.GET)
    context = {"title": _("外转监测"), "query": query}
    if not query.has_figures:
        return render(request, "dashboards/outflow_empty.html", context)
    page = Outflow(query)
    found, children = page.destinations(), page.children()
    context |= {
        "page": page,
        "cards": page.cards(),
        "trend": page.trend_table(),
        "trend_chart": page.trend_chart(),
        "destinations": page.destination_table(found),
        "destination_chart": page.destination_chart(found),
        "children": children,
        "children_table": page.children_table(children),
        "stamp": page.stamp(children),
        "matrix": Matrix(query),
        "gandy": Gandy(query),
        "address": urlencode(query.address),
    }
    return render(request, "dashboards/outflow.html", context)


def matrix(request):
    """Residents of which region left for which province, in the year of the query."""
    _require_figures(request.user)
    query = OutflowQuery(request.user, request.GET)
    context = {"title": _("来源去向表"), "query": query}
    if not query.has_figures:
        return render(request, "dashboards/outflow_empty.html", context)
    page = Matrix(query)
    context |= {"table": page.table(), "lines": list(page.lines()), "stamp": page.stamp}
    context["address"] = urlencode(query.address)
    return render(request, "dashboards/matrix.html", context)


def outflow_course(request):
    """Whether a change is one: signals of months, before and after a project, sisters compared."""
    _require_figures(request.user)
    query = OutflowQuery(request.user, request.GET)
    context = {"title": _("变化与差异"), "query": query}
    if not query.has_figures:
        return render(request, "dashboards/outflow_empty.html", context)
    rows = course.told(query)
    context |= {
        "control": course.Control(query, rows),
        "interruption": course.Interruption(query, rows),
        "funnel": Funnel(query),
        "stamp": Outflow(query).stamp([]),
        "address": urlencode(query.address),
    }
    return render(request, "dashboards/course.html", context)


def outflow_data(request, name):
    """One table of the page as a file: the same numbers, the same hidden cells."""
    _require_figures(request.user)
    query = OutflowQuery(request.user, request.GET)
    if not query.has_figures:
        raise Http404
    page = Outflow(query)
    tables = {
        "trend": page.trend_table,
        "destinations": lambda: page.destination_table(page.destinations()),
        "regions": lambda: page.children_table(page.children()),
        "matrix": lambda: Matrix(query).table(),
        "gandy": lambda: Gandy(query).table(),
        "control": lambda: course.Control(query, course.told(query)).table(),
        "interruption": lambda: course.Interruption(query, course.told(query)).table(),
        "funnel": lambda: Funnel(query).table(),
    }
    if name not in tables:
        raise Http404
    table = tables[name]()
    if table is None:
        raise Http404
    return downloads.csv_of(name, table.columns, table.rows)


def timeliness(request):
    """How fast hospitals answer referrals."""
    _require_figures(request.user)
    page = Timeliness(request.user, request.GET.get("to"), request.GET.get("span"))
    context = {"title": _("转诊时效"), "page": page, "span": request.GET.get("span", "month")}
    if page.end:
        trend = page.trend()
        context |= {
            "table": page.table(),
            "trend": page.trend_table(trend),
            "trend_chart": page.trend_chart(trend),
        }
    return render(request, "dashboards/timeliness.html", context)


def timeliness_data(request):
    """The table of the page as a file."""
    _require_figures(request.user)
    page = Timeliness(request.user, request.GET.get("to"), request.GET.get("span"))
    if not page.end:
        raise Http404
    table = page.table()
    return downloads.csv_of(table.name, table.columns, table.rows)


def referral_overview(request):
    """How many referrals are where, by hospital: what a commission sees instead of them."""
    _require_figures(request.user)
    context = {"title": _("转诊概况"), "now": timezone.now()}
    context["table"] = overview.table(overview.lines(request.user))
    return render(request, "dashboards/overview.html", context)


def referral_overview_data(request):
    """The table of the page as a file."""
    _require_figures(request.user)
    table = overview.table(overview.lines(request.user))
    return downloads.csv_of(table.name, table.columns, table.rows)


def _require_figures(user):
    if not user.has_perm(Permission.FIGURE_VIEW):
        raise PermissionDenied(Permission.FIGURE_VIEW)


@login_not_required
def healthz(request):
    """200 when this process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
