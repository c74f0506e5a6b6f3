"""Page roots, one line per package."""

from django.urls import include, path

from hospitals.urls import (
    abstract_pages,
    claim_pages,
    inspection_pages,
    quality_pages,
    report_pages,
)
from hospitals.urls import settings_pages as hospital_settings
from referrals.urls import settings_pages as referral_settings

urlpatterns = [
    path("", include("portal.dashboards.urls")),
    path("", include("portal.accounts.urls")),
    path("", include("portal.lists.urls")),
    path("", include("portal.health.urls")),
    path("api/", include("portal.api")),
    path("", include("hospitals.urls")),
    path("", include("experts.urls")),
    path("referrals/", include("referrals.urls")),
    path("help/", include("portal.handbook.urls")),
    path("metrics/", include("portal.metrics.urls")),
    path("abstracts/", include((abstract_pages, "abstracts"))),
    path("quality/", include((quality_pages, "quality"))),
    path("inspections/", include((inspection_pages, "inspections"))),
    path("claims/", include((claim_pages, "claims"))),
    path("monthly-reports/", include((report_pages, "reports"))),
    path("settings/sla/", include(([*referral_settings, *hospital_settings], "sla"))),
]

handler400 = "portal.accounts.views.problems.malformed"
handler403 = "portal.accounts.views.problems.forbidden"
handler404 = "portal.accounts.views.problems.not_found"
handler500 = "portal.accounts.views.problems.broken"
