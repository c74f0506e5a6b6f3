"""Pages of referrals."""

from django.urls import path

from referrals.views import worklist

app_name = "referrals"

urlpatterns = [
    path("", worklist.ReferralList.as_view(), name="referral-list"),
    path("<uuid:pk>/", worklist.ReferralDetail.as_view(), name="referral-detail"),
]
