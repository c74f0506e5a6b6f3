"""Once a month each hospital is told how many certificates of its people have to be renewed."""

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from experts.models import Certificate
from hospitals.access import people_at
from portal.core import notices
from portal.periods import Month
from portal.roles import Permission


def warn(today=None):
    """Over or over soon, and not renewed; the key makes it one notice a month."""
    today = today or timezone.localdate()
    owed = Certificate.objects.owed(today).order_by().values("holder__home_hospital")
    for hospital, count in owed.annotate(many=Count("pk")).values_list(
        "holder__home_hospital", "many"
    ):
        notices.tell(
            key=f"certificates.owed:{hospital}:{Month.of(today)}",
            kind="certificates.owed",
            recipients=people_at([hospital], Permission.TRAINING_EDIT),
            url=f"{reverse('experts:certificate-list')}?validity=owed",
            count=count,
        )
