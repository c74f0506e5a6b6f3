"""Home and dashboards."""

from django.urls import path

from portal.dashboards import views

app_name = "dashboards"

urlpatterns = [
    path("", views.home, name="home"),
    path("me/summary/", views.summary, name="summary"),
    path("search/", views.search, name="search"),
    path("analytics/outflow/", views.outflow, name="outflow"),
    path("analytics/outflow/<slug:name>.csv", views.outflow_data, name="outflow-data"),
    path("analytics/matrix/", views.matrix, name="matrix"),
    path("analytics/course/", views.outflow_course, name="outflow-course"),
    path("analytics/timeliness/", views.timeliness, name="timeliness"),
    path("analytics/timeliness/hospitals.csv", views.timeliness_data, name="timeliness-data"),
    path("analytics/referrals/", views.referral_overview, name="referral-overview"),
    path(
        "analytics/referrals/hospitals.csv",
        views.referral_overview_data,
        name="referral-overview-data",
    ),
    path("ui-components/", views.ui_components, name="ui-components"),
    path("healthz", views.healthz, name="healthz"),
]
