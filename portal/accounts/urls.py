"""Sign-in, notices, audit trail."""

app_name = "accounts"

urlpatterns = []
