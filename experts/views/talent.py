"""Pages of titles that were given, and of people won from elsewhere."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from experts.actions import training
from experts.forms.training import AwardForm, RecruitmentForm
from experts.listing.away_lists import AWARDS, RECRUITMENTS
from experts.models import Award, Recruitment
from experts.views.training import own_hospitals
from hospitals.models import Hospital
from portal.core.pages import ActionPage, ListPage
from portal.roles import Permission


class AwardList(ListPage):
    model = Award
    kind = AWARDS
    template_name = "experts/award_list.html"

    def get_context_data(self, **context):
        own = list(own_hospitals(self.request.user))
        return super().get_context_data(own=own, editable={row.pk for row in own}, **context)


class AwardGrant(ActionPage):
    model = Hospital
    permission = Permission.TRAINING_EDIT
    title = _("登记人才称号")
    template_name = "experts/action.html"
    form_class = AwardForm
    success_message = _("已登记称号。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"hospital": self.object}

    def act(self, form):
        training.grant(hospital=self.object, details=form.cleaned_data, by=self.request.user)
        return reverse("experts:award-list")


class AwardRevise(ActionPage):
    model = Award
    permission = Permission.TRAINING_EDIT
    title = _("修改人才称号")
    template_name = "experts/action.html"
    form_class = AwardForm
    success_message = _("已保存。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        training.revise_award(
            award=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return reverse("experts:award-list")


class RecruitmentList(ListPage):
    """Every group of people that was won, and how many that makes."""

    model = Recruitment
    kind = RECRUITMENTS
    template_name = "experts/recruitment_list.html"

    def get_context_data(self, **context):
        own = list(own_hospitals(self.request.user))
        return super().get_context_data(
            totals=self.filterset.qs.totals(),
            own=own,
            editable={row.pk for row in own},
            **context,
        )


class RecruitmentRecord(ActionPage):
    model = Hospital
    permission = Permission.TRAINING_EDIT
    title = _("登记人才引进")
    template_name = "experts/action.html"
    form_class = RecruitmentForm
    success_message = _("已登记人才引进。")

    def act(self, form):
        training.recruit(hospital=self.object, details=form.cleaned_data, by=self.request.user)
        return reverse("experts:recruitment-list")


class RecruitmentRevise(ActionPage):
    model = Recruitment
    permission = Permission.TRAINING_EDIT
    title = _("修改人才引进")
    template_name = "experts/action.html"
    form_class = RecruitmentForm
    success_message = _("已保存。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        training.revise_recruitment(
            recruitment=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return reverse("experts:recruitment-list")
