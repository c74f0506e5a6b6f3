"""Who may refer to whom in the demo: what generating gives for every network of today."""

from hospitals.actions import routes
from hospitals.models import Network, ReferralRoute


def load() -> int:
    """Routes of the networks that have none; returns how many there are."""
    for network in Network.objects.current().filter(routes__isnull=True):
        ReferralRoute.objects.bulk_create(routes.plan(network=network).to_open)
    return ReferralRoute.objects.count()
