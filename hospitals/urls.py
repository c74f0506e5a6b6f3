"""Pages of hospitals."""

app_name = "hospitals"

urlpatterns = []
