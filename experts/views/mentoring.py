"""Pages of mentoring: who teaches whom, the stages reached, the two directors of departments."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experts.actions import mentoring
from experts.forms.mentoring import DirectorForm, MentorshipForm, MilestoneForm
from experts.listing.training_lists import DIRECTORS, MENTORSHIPS
from experts.models import CoDirectorPost, Expert, Mentorship, SkillMilestone
from hospitals.models import Hospital
from portal.core.pages import ActionPage, DetailPage, ListPage
from portal.roles import Permission


class MentorshipList(ListPage):
    model = Mentorship
    kind = MENTORSHIPS
    template_name = "experts/mentorship_list.html"


class MentorshipDetail(DetailPage):
    model = Mentorship
    permission = Permission.EXPERT_VIEW
    template_name = "experts/mentorship_detail.html"
    select_related = ("mentor__home_hospital", "apprentice", "hospital")

    def get_queryset(self):
        return super().get_queryset().with_load()

    def get_context_data(self, **context):
        user, row = self.request.user, self.object
        seen = SkillMilestone.objects.visible_to(user).filter(mentorship=row)
        return super().get_context_data(
            title=row,
            milestones=seen.select_related("witness").order_by("technique_key", "stage"),
            may_edit=user.has_perm(Permission.TRAINING_EDIT, row),
            sees_apprentice=Expert.objects.visible_to(user).filter(pk=row.apprentice_id).exists(),
            **context,
        )


class MentorshipPair(ActionPage):
    model = Expert
    permission = Permission.TRAINING_EDIT
    title = gettext_lazy("登记带教")
    template_name = "experts/action.html"
    form_class = MentorshipForm
    success_message = gettext_lazy("已登记带教关系。")

    def may_open(self, user):
        """Whose hospital the apprentice is of is known only from the form."""
        return self.object is not None and user.has_perm(self.permission)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"mentor": self.object}

    def act(self, form):
        row = mentoring.pair(mentor=self.object, details=form.cleaned_data, by=self.request.user)
        seen = Mentorship.objects.visible_to(self.request.user)
        if seen.crowded().filter(pk=row.pk).exists():
            messages.warning(self.request, _("该导师同时带教超过两名学员，请确认能否兼顾。"))
        return row.get_absolute_url()


class MentorshipRevise(ActionPage):
    model = Mentorship
    permission = Permission.TRAINING_EDIT
    title = gettext_lazy("修改带教关系")
    template_name = "experts/action.html"
    form_class = MentorshipForm
    success_message = gettext_lazy("已保存。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        row = mentoring.revise(
            mentorship=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return row.get_absolute_url()


class MilestoneReach(ActionPage):
    model = Mentorship
    permission = Permission.TRAINING_EDIT
    title = gettext_lazy("登记技能里程碑")
    template_name = "experts/action.html"
    form_class = MilestoneForm
    success_message = gettext_lazy("已登记里程碑。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"mentorship": self.object}

    def act(self, form):
        mentoring.reach(mentorship=self.object, details=form.cleaned_data, by=self.request.user)
        return self.object.get_absolute_url()


class MilestoneCorrect(ActionPage):
    model = SkillMilestone
    permission = Permission.TRAINING_EDIT
    title = gettext_lazy("更正技能里程碑")
    template_name = "experts/action.html"
    form_class = MilestoneForm
    success_message = gettext_lazy("已保存。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        row = mentoring.correct(
            milestone=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return row.get_absolute_url()


class DirectorList(ListPage):
    """Both directors of each department, and sides that stay empty."""

    model = CoDirectorPost
    kind = DIRECTORS
    template_name = "experts/director_list.html"

    def get_context_data(self, **context):
        user = self.request.user
        own = list(
            Hospital.objects.visible_to(user).open().held_with(user, Permission.TRAINING_EDIT)
        )
        return super().get_context_data(
            own=own, editable={hospital.pk for hospital in own}, **context
        )


class DirectorAppoint(ActionPage):
    model = Hospital
    permission = Permission.TRAINING_EDIT
    title = gettext_lazy("登记科室主任")
    template_name = "experts/action.html"
    form_class = DirectorForm
    success_message = gettext_lazy("已登记。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"hospital": self.object}

    def act(self, form):
        mentoring.appoint(hospital=self.object, details=form.cleaned_data, by=self.request.user)
        return reverse("experts:director-list")


class DirectorRevise(ActionPage):
    model = CoDirectorPost
    permission = Permission.TRAINING_EDIT
    title = gettext_lazy("修改任期")
    template_name = "experts/action.html"
    form_class = DirectorForm
    success_message = gettext_lazy("已保存。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        mentoring.revise_director(
            director=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return reverse("experts:director-list")
