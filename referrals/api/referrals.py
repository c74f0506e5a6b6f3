"""Referrals over HTTP: read, file, move. The forms of the pages validate; the actions act."""

from contextlib import nullcontext

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework import exceptions
from rest_framework.decorators import action
from rest_framework.response import Response

from portal.core.api import ScopedViewSet, cleaned, content_of, once, required_version
from portal.core.filtering import ViewedFilterBackend
from portal.core.locking import within
from portal.core.reference import settled
from portal.core.schema import IDEMPOTENCY_KEY, IF_MATCH, serializer_of
from portal.errors import Incomplete, NotAllowed
from portal.roles import Permission
from referrals.actions import (
    assignment,
    consents,
    copies,
    filing,
    identities,
    moving,
    records,
    transfers,
)
from referrals.actions import content as written
from referrals.api.record import ReferralDetail, ReferralSummary
from referrals.api.shown import Event, Identity
from referrals.filters import ReferralFilter
from referrals.forms.assignment import AssignForm
from referrals.forms.consent import WithdrawConsentForm
from referrals.forms.filing import FilingForm
from referrals.forms.moves import FORMS
from referrals.forms.places import Named
from referrals.forms.reveal import RevealForm
from referrals.listing.kind import REFERRALS
from referrals.models import Referral
from referrals.states import MOVES

READ_WITH = (
    "author",
    "parent",
    "pool",
    "external_province",
    "origin__region__parent__parent",
    "origin_department",
    "destination_department",
    "patient__residence__parent__parent",
    "patient__home_province",
    "patient__insurance_region",
)
FilingContent = serializer_of(FilingForm, "FilingContent")
MoveDetails = PolymorphicProxySerializer(
    component_name="MoveDetails",
    serializers=[
        serializer_of(form, f"{form.__name__.removesuffix('Form')}Details")
        for form in FORMS.values()
    ],
    resource_type_field_name=None,
)


class ReferralViewSet(ScopedViewSet):
    """Referrals that this person's hospitals sent or were asked to take."""

    model = Referral
    permission = Permission.REFERRAL_VIEW
    select_related = ("patient", "origin", "destination", "assignee")
    filterset_class = ReferralFilter
    filter_backends = (ViewedFilterBackend,)
    kind = REFERRALS
    http_method_names = ["get", "post", "patch", "head", "options"]

    def dispatch(self, request, *args, **kwargs):
        """Filing and moving change no reference data, and read much of it again and again."""
        known = getattr(request.user, "versions", None)
        with settled(known) if request.method == "POST" else nullcontext():
            return super().dispatch(request, *args, **kwargs)

    def get_serializer_class(self):
        return ReferralSummary if self.action == "list" else ReferralDetail

    def get_queryset(self):
        rows = super().get_queryset()
        if self.action == "list":
            return rows.order_by("-created_at")
        return rows.select_related(*READ_WITH).prefetch_related("offers__hospital")

    def retrieve(self, request, pk=None):
        """The whole record, or its summary; the audit trail keeps who looked."""
        row = self.get_object()
        records.look(referral=row, by=request.user)
        return self.answer(row, is_read=True)

    @extend_schema(
        request=FilingContent, responses={201: ReferralDetail}, parameters=[IDEMPOTENCY_KEY]
    )
    def create(self, request):
        """File a draft at one's hospital; origin says which, when there are several."""
        return once(request, lambda: self._create(request))

    def _create(self, request):
        content = content_of(request)
        named = Named(request.user, self._origin_id(content.pop("origin", None)), content)
        form = FilingForm(content, user=request.user, hospital=named.origin, named=named)
        create = within(filing.create)
        referral = create(origin=named.origin, content=cleaned(form), by=request.user)
        return self.answer(referral, status=201, is_read=True)

    def _origin_id(self, given):
        mine = self.request.user.hospitals_with(Permission.REFERRAL_CREATE)
        if not mine:
            raise NotAllowed(_("您没有新建转诊单的权限。"), code="forbidden")
        chosen = [pk for pk in mine if given is None or str(pk) == str(given)]
        if len(chosen) != 1:
            raise Incomplete(
                _("请指明转出机构。"), errors={"origin": _("请填写您任职的一家机构的编号。")}
            )
        return chosen[0]

    @extend_schema(request=FilingContent, responses=ReferralDetail, parameters=[IF_MATCH])
    def partial_update(self, request, pk=None):
        """Change a referral that has not left its author; fields not given stay as they are."""
        version = required_version(request)
        referral = self.get_object()
        content = written.content_of(referral) | content_of(request)
        form = FilingForm(content, user=request.user, hospital=referral.origin, referral=referral)
        changed = filing.revise(
            referral=referral, content=cleaned(form), by=request.user, version=version
        )
        return self.answer(changed)

    @extend_schema(
        request=MoveDetails,
        responses=ReferralDetail,
        parameters=[
            IF_MATCH,
            IDEMPOTENCY_KEY,
            OpenApiParameter("verb", str, OpenApiParameter.PATH, enum=list(FORMS)),
        ],
    )
    @action(
        detail=True,
        methods=["post"],
        url_path=r"transitions/(?P<verb>[a-z_]+)",
        url_name="transition",
    )
    def transition(self, request, pk=None, verb=None):
        """Make one move of the table. 409 illegal now, 403 not yours, 412 stale, 422 incomplete."""
        if verb not in FORMS:
            raise exceptions.NotFound(_("没有这个动作。"))
        version = required_version(request)
        return once(request, lambda: self._transition(request, verb, version))

    def _transition(self, request, verb, version):
        referral = self.get_object()
        moving.check(MOVES[verb], referral, by=request.user, version=version)
        content = content_of(request, lists={"also_ask"})
        form = FORMS[verb](content, referral=referral, user=request.user)
        details = cleaned(form)
        moved = transfers.ACTIONS[verb](
            referral=referral,
            by=request.user,
            at=form.happened(),
            details=details,
            version=version,
        )
        return self.answer(moved)

    @extend_schema(responses=Event(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def events(self, request, pk=None):
        """The history in order."""
        rows = self.get_object().events.select_related("actor")
        return Response(Event(rows, many=True).data)

    @extend_schema(request=None, responses=FilingContent)
    @action(detail=True, methods=["post"])
    def copy(self, request, pk=None):
        """What a new referral of this patient may begin with: to be completed and filed anew."""
        referral = self.get_object()
        return Response(copies.content(referral=referral, by=request.user))

    @extend_schema(
        request=serializer_of(AssignForm, "Assignee"),
        responses=ReferralDetail,
        parameters=[IF_MATCH],
    )
    @action(detail=True, methods=["post"])
    def assign(self, request, pk=None):
        """Make a colleague, or oneself, responsible; without assignee nobody is."""
        version, referral = required_version(request), self.get_object()
        form = AssignForm(content_of(request), user=request.user)
        row = assignment.assign(
            referral=referral,
            assignee=cleaned(form)["assignee"],
            by=request.user,
            version=version,
        )
        return self.answer(row)

    @extend_schema(
        request=serializer_of(WithdrawConsentForm, "ConsentWithdrawal"),
        responses=ReferralDetail,
        parameters=[IF_MATCH, IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["post"])
    def withdraw_consent(self, request, pk=None):
        """The patient takes the consent back: the other side reads the summary only from now on."""
        return self.changed(consents.withdraw, WithdrawConsentForm, "referral")

    @extend_schema(request=serializer_of(RevealForm, "RevealReason"), responses=Identity)
    @action(detail=True, methods=["post"])
    def reveal(self, request, pk=None):
        """Show the identity once, for a reason that the audit trail keeps."""
        referral = self.get_object()
        reason = cleaned(RevealForm(content_of(request)))["reason"]
        patient = identities.reveal(referral=referral, reason=reason, by=request.user)
        return Response(Identity(patient).data)
