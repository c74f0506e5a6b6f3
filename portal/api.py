"""The API's one router and version prefix."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.routers import SimpleRouter

from hospitals import api as hospitals
from portal.metrics.api import IndicatorValueViewSet, IndicatorViewSet
from referrals.api import ReferralViewSet

app_name = "api"

router = SimpleRouter(trailing_slash=False)
router.register("referrals", ReferralViewSet, basename="referral")
router.register("hospitals", hospitals.HospitalViewSet, basename="hospital")
router.register("departments", hospitals.DepartmentViewSet, basename="department")
router.register("networks", hospitals.NetworkViewSet, basename="network")
router.register("relations", hospitals.RelationViewSet, basename="relation")
router.register("regions", hospitals.RegionViewSet, basename="region")
router.register("indicators", IndicatorViewSet, basename="indicator")
router.register("indicator-values", IndicatorValueViewSet, basename="indicator-value")

urlpatterns = [
    path("v1/", include(router.urls)),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="api:schema"), name="docs"),
]
