"""Pages that explain."""

from django.urls import path

from portal.handbook import views

app_name = "handbook"

urlpatterns = [path("referral-states/", views.referral_states, name="referral-states")]
