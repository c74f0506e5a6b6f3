"""Pages of claims of novelty, claimed beside verified, and of prices."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from experts.actions import claims
from experts.enums import NoveltyKind, NoveltyTier
from experts.forms.technologies import ClaimForm, JudgeForm, PriceForm
from experts.listing.technology_list import NOVELTY_CLAIMS, PRICES
from experts.models import NewTechnology, NoveltyClaim, PriceItem
from experts.views.evidence import evidence_of
from hospitals.models import Hospital
from portal.core.pages import ActionPage, DetailPage, ListPage
from portal.roles import Permission

COUNTED = ("claimed", "verified", "disputed")


class ClaimList(ListPage):
    model = NoveltyClaim
    kind = NOVELTY_CLAIMS
    template_name = "experts/claim_list.html"

    def get_context_data(self, **context):
        kinds, tiers = dict(NoveltyKind.choices), dict(NoveltyTier.choices)
        rows = sorted(
            self.filterset.qs.by_tier(),
            key=lambda row: (
                NoveltyKind.values.index(row["kind"]),
                NoveltyTier.values.index(row["tier"]),
            ),
        )
        told = [
            [
                kinds[row["kind"]],
                tiers[row["tier"]],
                row["claimed"],
                row["verified"],
                row["disputed"],
            ]
            for row in rows
        ]
        return super().get_context_data(counts=told, **context)


class ClaimDetail(DetailPage):
    model = NoveltyClaim
    permission = Permission.TECHNOLOGY_VIEW
    template_name = "experts/claim_detail.html"
    select_related = ("technology__hospital", "region", "claimed_by", "judged_by")

    def get_context_data(self, **context):
        user, claim = self.request.user, self.object
        may_judge = user.has_perm(Permission.NOVELTY_JUDGE, claim)
        pending = claim.state == "pending"
        return super().get_context_data(
            title=claim,
            files=evidence_of(user, claim=claim),
            may_edit=pending and user.has_perm(Permission.TECHNOLOGY_EDIT, claim),
            may_judge=may_judge and claim.state != "withdrawn" and claim.claimed_by_id != user.pk,
            **context,
        )


class ClaimMake(ActionPage):
    model = NewTechnology
    permission = Permission.TECHNOLOGY_EDIT
    title = _("申报空白或首例")
    template_name = "experts/action.html"
    form_class = ClaimForm
    success_message = _("已申报，等待他人核实。")

    def act(self, form):
        row = claims.claim(technology=self.object, by=self.request.user, **form.told)
        return row.get_absolute_url()


class ClaimRevise(ActionPage):
    model = NoveltyClaim
    permission = Permission.TECHNOLOGY_EDIT
    title = _("补充申报")
    template_name = "experts/action.html"
    form_class = ClaimForm
    success_message = _("已保存。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        row = claims.revise(
            claim=self.object, by=self.request.user, version=self.seen_version, **form.told
        )
        return row.get_absolute_url()


class ClaimJudge(ActionPage):
    model = NoveltyClaim
    permission = Permission.NOVELTY_JUDGE
    title = _("核实申报")
    template_name = "experts/action.html"
    form_class = JudgeForm
    success_message = _("已登记核实结论。")

    def act(self, form):
        row = claims.judge(
            claim=self.object,
            by=self.request.user,
            version=self.seen_version,
            **form.cleaned_data,
        )
        return row.get_absolute_url()


class PriceList(ListPage):
    model = PriceItem
    kind = PRICES
    template_name = "experts/price_list.html"

    def get_context_data(self, **context):
        user = self.request.user
        mine = Hospital.objects.visible_to(user).open()
        own = list(mine.held_with(user, Permission.TECHNOLOGY_EDIT))
        return super().get_context_data(
            own=own, editable={hospital.pk for hospital in own}, **context
        )


class PriceRecord(ActionPage):
    model = Hospital
    permission = Permission.TECHNOLOGY_EDIT
    title = _("登记价格项目")
    template_name = "experts/action.html"
    form_class = PriceForm
    success_message = _("已登记价格项目。")

    def act(self, form):
        claims.price(hospital=self.object, details=form.cleaned_data, by=self.request.user)
        return reverse("experts:price-list")


class PriceRevise(ActionPage):
    model = PriceItem
    permission = Permission.TECHNOLOGY_EDIT
    title = _("修改价格项目")
    template_name = "experts/action.html"
    form_class = PriceForm
    success_message = _("已保存。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        claims.revise_price(
            item=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return reverse("experts:price-list")
