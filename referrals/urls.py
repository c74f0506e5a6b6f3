"""Pages of referrals."""

app_name = "referrals"

urlpatterns = []
