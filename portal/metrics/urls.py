"""Indicators, runs and lineage."""

app_name = "metrics"

urlpatterns = []
