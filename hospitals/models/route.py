"""Who may refer to whom: dated routes that a network keeps."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.enums import RouteDirection
from hospitals.models.membership import Membership
from hospitals.models.network import Network, NetworkMembership, days, on_day
from portal.models import Record


class ReferralRouteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The routes of the networks that this person sees."""
        return self.filter(network__in=Network.objects.visible_to(user))

    def current(self, on=None):
        return self.filter(on_day(on or timezone.localdate()))

    def ended(self, on=None):
        return self.filter(until__lt=on or timezone.localdate())

    def binding(self, origin_ids, on=None):
        """Those in force from these hospitals, where their networks hold them to routes."""
        members = NetworkMembership.objects.current(on).filter(hospital__in=origin_ids)
        networks = members.filter(network__routes_bind=True).values("network")
        return self.current(on).filter(origin__in=origin_ids, network__in=networks)

    def touching_named(self, text):
        """Routes of which one end is found by this text as hospitals are searched."""
        named = self.model.origin.field.related_model.objects.named_like(text).values("pk")
        return self.filter(models.Q(origin__in=named) | models.Q(destination__in=named))

    def mine(self, user):
        """From or to a hospital where this person works."""
        here = Membership.objects.hospital_ids_of(user)
        return self.filter(models.Q(origin__in=here) | models.Q(destination__in=here))


class ReferralRoute(Record):
    """Patients of the origin may be sent to the destination, in one direction, from when till when.

    specialty narrows it to departments of that name. A generated route follows from the members of
    the network and its projects; one that somebody entered is never touched by generating.
    """

    network = models.ForeignKey(
        Network, verbose_name=_("医联体"), on_delete=models.PROTECT, related_name="routes"
    )
    origin = models.ForeignKey(
        "hospitals.Hospital",
        verbose_name=_("转出机构"),
        on_delete=models.PROTECT,
        related_name="routes_out",
    )
    destination = models.ForeignKey(
        "hospitals.Hospital",
        verbose_name=_("接收机构"),
        on_delete=models.PROTECT,
        related_name="routes_in",
    )
    direction = models.CharField(_("方向"), max_length=8, choices=RouteDirection.choices)
    specialty = models.CharField(_("专科"), max_length=64, blank=True)
    since = models.DateField(_("开始"))
    until = models.DateField(_("结束"), null=True, blank=True)
    is_generated = models.BooleanField(_("自动生成"), default=False, editable=False)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    objects = ReferralRouteQuerySet.as_manager()

    class Meta:
        verbose_name = _("转诊关系")
        ordering = ["network", "origin", "destination", "direction", "since"]
        indexes = [models.Index(fields=["origin", "destination"], name="route_by_ends")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(origin=models.F("destination")), name="route_leaves_its_origin"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="route_dates_in_order",
            ),
            ExclusionConstraint(
                name="route_no_overlap",
                expressions=[
                    ("network", RangeOperators.EQUAL),
                    ("origin", RangeOperators.EQUAL),
                    ("destination", RangeOperators.EQUAL),
                    ("direction", RangeOperators.EQUAL),
                    ("specialty", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.origin} → {self.destination}"

    def places(self, _permission, _role=None):
        return {self.network.lead_id}
