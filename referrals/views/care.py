"""What the detail page of a referral shows beside the referral itself, and the way down."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.pages import ActionPage, DetailPage
from portal.roles import Permission
from referrals.actions import children, recognitions
from referrals.enums import Direction, RecognitionVerdict
from referrals.forms import care as forms
from referrals.models import (
    ArrivalCode,
    CarePlan,
    CatchUpTask,
    FollowUpTask,
    Readmission,
    Referral,
    ServiceRequest,
)

WITH = ("patient", "origin", "origin_department", "destination", "destination_department")


def care_of(row, user):
    """Everything that hangs on a referral and that this person may see; asked only if it can be."""
    goes_down, has_come = row.direction == Direction.DOWN, row.arrived_at is not None
    tied = Referral.objects.visible_to(user).filter(chain_id=row.chain_id).exclude(pk=row.pk)
    found = {
        "chain": tied.select_related("origin", "destination").order_by("created_at"),
        "may_go_down": children.may_go_down(row, user),
        "may_recognise": recognitions.may_record(row, user),
        "services": ServiceRequest.objects.visible_to(user)
        .filter(referral=row)
        .select_related("destination"),
        "may_ask": user.has_perm(Permission.SERVICE_ASK, row),
    }
    if has_come:
        found |= _recognised(row)
    if row.scheduled_for and not has_come:
        codes = ArrivalCode.objects.visible_to(user).valid()
        found["arrival_code"] = codes.filter(referral=row).first()
    if goes_down:
        found["care_plan"] = CarePlan.objects.visible_to(user).filter(referral=row).first()
        found["follow_ups"] = row.follow_ups.select_related("done_by", "sent_up")
        found["may_follow_up"] = row.destination_id in user.hospitals_with(Permission.FOLLOW_UP)
    elif row.submitted_at:
        back = Readmission.objects.visible_to(user).filter(referral=row)
        found["readmission"] = back.select_related("judged_by").first()
        found["catch_ups"] = CatchUpTask.objects.visible_to(user).filter(referral=row)
    return found


def _recognised(row):
    """What was said of the results that came with the patient, and how many wait for a word."""
    noted, results = list(row.recognitions.all()), recognitions.results_of(row)
    return {
        "recognitions": noted,
        "recognised": sum(entry.verdict == RecognitionVerdict.RECOGNISED for entry in noted),
        "unjudged": sum(not hasattr(result, "recognition") for result in results),
    }


class ReferralDown(ActionPage):
    """One click and what the reply cannot know: the draft of the way back."""

    model = Referral
    permission = Permission.REFERRAL_VIEW
    title = gettext_lazy("下转")
    form_class = forms.DownForm
    template_name = "referrals/referral_down.html"

    def may_open(self, user):
        here = self.object.destination_id
        return here in user.hospitals_with(Permission.REFERRAL_CREATE)

    @cached_property
    def suggested(self):
        return children.suggestion(self.object)

    def get_initial(self):
        return self.suggested

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"row": self.object}

    def get_context_data(self, **context):
        return super().get_context_data(
            possible=children.may_go_down(self.object, self.request.user), **context
        )

    def act(self, form):
        made = children.down_refer(
            referral=self.object, details=form.cleaned_data, by=self.request.user
        )
        return reverse("referrals:referral-check", args=[made.pk])


class CareSheet(DetailPage):
    """What the patient and the doctor below hold in their hands."""

    model = Referral
    permission = Permission.REFERRAL_VIEW
    template_name = "referrals/care_sheet.html"
    select_related = WITH

    def get_context_data(self, **context):
        row, user = self.object, self.request.user
        return super().get_context_data(
            title=_("康复护理指导 %(number)s") % {"number": row.number},
            care_plan=CarePlan.objects.visible_to(user).filter(referral=row).first(),
            follow_ups=FollowUpTask.objects.visible_to(user).filter(referral=row),
            **context,
        )
