"""From need to draft: the filing form, what was typed into it, and the check before it leaves."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from hospitals.models import Hospital
from portal.core.pages import ActionPage, DetailPage, FormPage
from portal.errors import Refusal, Stale
from portal.roles import Permission
from referrals.actions import filing
from referrals.actions.attachments import may_attach
from referrals.actions.content import missing, needed, values_of
from referrals.forms.check import CheckedSendForm, CheckedSubmitForm
from referrals.forms.filing import FilingPageForm
from referrals.forms.parts import parts_of
from referrals.models import DiagnosisCode, FilingDraft, Referral
from referrals.views import conflict
from referrals.views.attachments import attach_all, attachments_of
from referrals.views.summary import destination_hints, labels, record_of

CHECKED = {"submit_for_review": CheckedSubmitForm, "send": CheckedSendForm}


def desk_of(user):
    """The hospital for which this person files; people with several have chosen one by now."""
    desks = user.hospitals_with(Permission.REFERRAL_CREATE)
    hospital = Hospital.objects.visible_to(user).filter(pk__in=desks).order_by("pk").first()
    if hospital is None:
        raise PermissionDenied(Permission.REFERRAL_CREATE)
    return hospital


def typed_by(user, hospital, referral=None):
    """What this person typed into this form and did not file."""
    drafts = FilingDraft.objects.visible_to(user)
    return drafts.filter(hospital=hospital, referral=referral).first()


def typed_text(data):
    """The form as typed; the hidden fields around it are not content."""
    return {name: data[name] for name in FilingPageForm.base_fields if data.get(name)}


def common_diagnoses(user):
    """What a browser without scripts offers while one types."""
    return DiagnosisCode.objects.visible_to(user).common()


class ReferralFile(FormPage):
    permission = Permission.REFERRAL_CREATE
    title = gettext_lazy("新建转诊单")
    form_class = FilingPageForm
    template_name = "referrals/referral_file.html"
    is_keyed = True

    @cached_property
    def hospital(self):
        return desk_of(self.request.user)

    @cached_property
    def kept(self):
        return typed_by(self.request.user, self.hospital)

    def get_initial(self):
        return self.kept.values if self.kept else {}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"hospital": self.hospital}

    def get_context_data(self, **context):
        hints = destination_hints(self.request.user, self.hospital)
        context = super().get_context_data(
            kept=self.kept,
            hospital=self.hospital,
            hints=hints,
            common=common_diagnoses(self.request.user),
            **context,
        )
        return context | {"parts": parts_of(context["form"])}

    def act(self, form):
        referral = filing.create(
            origin=self.hospital, content=form.cleaned_data, by=self.request.user
        )
        filing.discard_typed(hospital=self.hospital, by=self.request.user)
        attach_all(form, referral, self.request.user)
        return reverse("referrals:referral-check", args=[referral.pk])


class ReferralEdit(ActionPage):
    model = Referral
    permission = Permission.REFERRAL_CREATE
    form_class = FilingPageForm
    template_name = "referrals/referral_edit.html"
    conflict = {}

    @property
    def title(self):
        return _("修改转诊单 %(number)s") % {"number": self.object.number}

    @cached_property
    def kept(self):
        return typed_by(self.request.user, self.object.origin, self.object)

    def get(self, request, *args, **kwargs):
        if not filing.may_revise(self.object, request.user):
            raise Refusal(_("转诊单已提交，不能再修改内容。"), code="not_a_draft")
        return super().get(request, *args, **kwargs)

    def get_initial(self):
        return values_of(self.object) | (self.kept.values if self.kept else {})

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "hospital": self.object.origin,
            "referral": self.object,
        }

    def get_context_data(self, **context):
        hints = destination_hints(self.request.user, self.object.origin)
        context = super().get_context_data(
            kept=self.kept,
            hospital=self.object.origin,
            hints=hints,
            common=common_diagnoses(self.request.user),
            **{"version": self.seen_version or self.object.version} | self.conflict,
            returned=self.object.events.filter(action="return").last(),
            **context,
        )
        return context | {"parts": parts_of(context["form"], missing(self.object))}

    def refused(self, form, refusal):
        """Somebody was faster: what stands there now is shown beside what was typed."""
        if isinstance(refusal, Stale):
            rows = Referral.objects.visible_to(self.request.user)
            self._object = rows.get(pk=self.object.pk)
            self.conflict = {
                "version": self.object.version,
                "changes": conflict.changes_since(
                    self.object, version=self.seen_version, seen=conflict.seen_in(self.request)
                ),
                "differences": conflict.differences(form, values_of(self.object)),
            }
        return super().refused(form, refusal)

    def act(self, form):
        row = filing.revise(
            referral=self.object,
            content=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        attach_all(form, row, self.request.user)
        return reverse("referrals:referral-check", args=[row.pk])


def _uuid(text):
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None


class KeepTyped(View):
    """Keep the form as typed: by the script every few seconds, or by a plain button."""

    def post(self, request):
        if request.POST.get("typed_by", str(request.user.pk)) != str(request.user.pk):
            # Somebody else signed in beside the open form: it is not theirs to keep.
            said = _("已由另一账号登录，本页内容不再自动保存。请用原账号登录。")
            return JsonResponse({"message": said}, status=409)
        hospital, referral = desk_of(request.user), None
        if "referral" in request.GET:
            rows = Referral.objects.visible_to(request.user).filter(origin=hospital)
            referral = get_object_or_404(rows, pk=_uuid(request.GET["referral"]))
        filing.keep_typed(
            hospital=hospital,
            typed=typed_text(request.POST),
            by=request.user,
            referral=referral,
        )
        at = timezone.localtime().strftime("%H:%M")
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"message": _("已于 %(time)s 自动保存") % {"time": at}})
        messages.success(request, _("草稿已于 %(time)s 保存。") % {"time": at})
        url = reverse("referrals:referral-file")
        if referral:
            url = reverse("referrals:referral-edit", args=[referral.pk])
        return HttpResponseRedirect(url)


class DiscardTyped(View):
    """Begin with an empty form again."""

    def post(self, request):
        filing.discard_typed(hospital=desk_of(request.user), by=request.user)
        messages.success(request, _("已放弃未提交的内容。"))
        return HttpResponseRedirect(reverse("referrals:referral-file"))


class ReferralCheck(DetailPage):
    """All answers on one page, what is still missing, and the ways on from here."""

    model = Referral
    permission = Permission.REFERRAL_VIEW
    title = gettext_lazy("核对转诊单")
    template_name = "referrals/referral_check.html"
    select_related = ("patient__residence__parent__parent", "origin", "destination")

    def get_context_data(self, **context):
        row, user = self.object, self.request.user
        may_edit = filing.may_revise(row, user)
        lacking = missing(row) if may_edit else []
        moves = row.moves_for(user)
        forms = [
            (move, CHECKED[move.verb](referral=row, user=user, prefix=""))
            for move in moves
            if move.verb in CHECKED
        ]
        # Whoever may send an emergency directly should not have to look for it below the review.
        forms.sort(key=lambda pair: pair[0].verb != "send")
        return super().get_context_data(
            **record_of(row, user, lacking),
            missing=labels(lacking),
            missing_names=lacking,
            needed_names=needed(row) if may_edit else [],
            may_reveal=user.has_perm(Permission.REFERRAL_REVEAL, row),
            may_edit=may_edit,
            attachments=attachments_of(user, referral=row),
            may_attach=may_attach(row, user),
            forms=forms,
            retrospective=[move for move in moves if move.verb == "file_retrospective"],
            form_key=uuid.uuid4(),
            **context,
        )
