"""Pages of deadlines: the limits of a network, and what is late."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.models import Network
from portal.core.pages import ActionPage, FormPage, ListPage
from portal.roles import Permission
from referrals.actions import rules
from referrals.enums import TimerKind
from referrals.filters import TimerFilter, TimerRuleFilter
from referrals.forms.rules import RuleForm
from referrals.models import Timer, TimerRule

HARD = TimerKind.ACCEPT_TOTAL


class RuleList(ListPage):
    """What is in force for one network today, and below it every rule that there ever was."""

    model = TimerRule
    permission = Permission.REFERRAL_VIEW
    title = _("值班与时限")
    template_name = "sla/rule_list.html"
    filterset_class = TimerRuleFilter
    select_related = ("network", "created_by")
    ordering = ("kind", "priority", "-since", "pk")

    def get_context_data(self, **context):
        user = self.request.user
        networks = Network.objects.visible_to(user).current().order_by("name")
        mine = set(networks.led_with(user, Permission.SLA_EDIT).values_list("pk", flat=True))
        chosen = self.request.GET.get("network", "")
        found = [row for row in networks if str(row.pk) == chosen]
        first = sorted(networks, key=lambda row: row.pk not in mine)[:1]
        network = next(iter(found or first), None)
        return super().get_context_data(
            network=network,
            networks=networks,
            may_edit=network is not None and network.pk in mine,
            mine=mine,
            limits=TimerRule.objects.visible_to(user).table(network, timezone.localdate()),
            **context,
        )


class RuleSet(FormPage):
    permission = Permission.SLA_EDIT
    title = _("设置时限")
    template_name = "sla/rule_form.html"
    form_class = RuleForm
    success_message = _("已设置时限。")

    def get_initial(self):
        asked = ("network", "kind", "priority")
        return {name: self.request.GET[name] for name in asked if name in self.request.GET}

    def act(self, form):
        network = form.cleaned_data["network"]
        rules.set_rule(network=network, details=form.details, by=self.request.user)
        return f"{reverse('sla:rule-list')}?network={network.pk}"


class RuleEnd(ActionPage):
    model = TimerRule
    permission = Permission.SLA_EDIT
    title = _("停用时限规则")
    template_name = "sla/rule_end.html"
    success_message = _("已停用。此后开始计时的转诊按默认时限。")

    def act(self, form):
        rules.end_rule(rule=self.object, by=self.request.user, version=self.seen_version)
        return f"{reverse('sla:rule-list')}?network={self.object.network_id}"


class LateList(ListPage):
    """What is late now, by kind and level: the hard alarms first."""

    model = Timer
    permission = Permission.REFERRAL_VIEW
    title = _("超时清单")
    template_name = "sla/late_list.html"
    filterset_class = TimerFilter
    select_related = ("referral__origin", "referral__destination", "referral__pool")
    ordering = ("due_at", "pk")

    def get_queryset(self):
        return super().get_queryset().late(timezone.now())

    def get_context_data(self, **context):
        mine = Timer.objects.visible_to(self.request.user).late(timezone.now())
        return super().get_context_data(counts=counts(mine), hard=HARD, **context)


def counts(timers):
    """kind → how many are late, how many of them at each level."""
    found = {}
    for row in timers.counted():
        kind = found.setdefault(row["kind"], {"label": TimerKind(row["kind"]).label, "levels": []})
        kind["levels"].append((row["level"], row["count"]))
    ordered = sorted(found.items(), key=lambda pair: pair[0] != HARD)
    return [
        {"kind": kind, "total": sum(count for _level, count in of["levels"])} | of
        for kind, of in ordered
    ]
