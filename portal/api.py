"""The API's one router and version prefix."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.routers import SimpleRouter

from referrals.api import ReferralViewSet

app_name = "api"

router = SimpleRouter(trailing_slash=False)
router.register("referrals", ReferralViewSet, basename="referral")

urlpatterns = [
    path("v1/", include(router.urls)),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="api:schema"), name="docs"),
]
