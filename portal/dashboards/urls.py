"""Home and dashboards."""

from django.urls import path

from portal.dashboards import views

app_name = "dashboards"

urlpatterns = [
    path("", views.home, name="home"),
    path("me/summary/", views.summary, name="summary"),
    path("ui-components/", views.ui_components, name="ui-components"),
    path("healthz", views.healthz, name="healthz"),
]
