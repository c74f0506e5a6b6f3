"""Indicators, runs and lineage."""

from django.urls import path

from portal.metrics import views

app_name = "metrics"

urlpatterns = [
    path("", views.indicator_list, name="indicator-list"),
    path("runs/", views.RunList.as_view(), name="run-list"),
    path("runs/start/", views.RunStart.as_view(), name="run-start"),
    path("runs/<uuid:pk>/cancel/", views.RunCancel.as_view(), name="run-cancel"),
    path("runs/<uuid:pk>/resume/", views.RunResume.as_view(), name="run-resume"),
    path("values/", views.ValueList.as_view(), name="value-list"),
    path("values/<uuid:pk>/", views.ValueDetail.as_view(), name="value-detail"),
    path("values/<uuid:pk>/rows.csv", views.value_file, name="value-file"),
    path("<slug:code>/", views.indicator_detail, name="indicator-detail"),
]
