"""State of the installation."""

from django.urls import path

from portal.health import views

app_name = "health"

urlpatterns = [path("status/", views.status, name="status")]
