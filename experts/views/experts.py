"""Pages of experts: who they are and where they are posted."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from experts.actions import experts
from experts.enums import ActivityKind
from experts.forms.experts import ExpertForm, RegisterForm
from experts.listing.expert_list import EXPERTS, STAFF
from experts.models import (
    Activity,
    Award,
    Certificate,
    ClinicSession,
    CoDirectorPost,
    Expert,
    Mentorship,
    NewTechnology,
    Posting,
    SkillMilestone,
    TrainingStay,
)
from experts.tenure import first_of_year
from hospitals.models import Hospital
from portal.core.pages import ActionPage, DetailPage, FormPage, ListPage
from portal.roles import Permission


class ExpertList(ListPage):
    model = Expert
    kind = EXPERTS
    template_name = "experts/expert_list.html"

    def get_context_data(self, **context):
        may_register = self.request.user.has_perm(Permission.EXPERT_EDIT)
        return super().get_context_data(may_register=may_register, **context)


class StaffList(ExpertList):
    """Local people: apprentices, local directors, those who go away to train."""

    kind = STAFF
    template_name = "experts/staff_list.html"


def work_of(user, expert):
    """[(label, code, activities, participants, patients)] in the order of the kinds."""
    rows = Activity.objects.visible_to(user).done_by(expert.pk).by_kind()
    told = {row["kind"]: row for row in rows}
    counts = ("activities", "participants", "patients")
    return [
        (label, code, *(told[code][name] for name in counts))
        for code, label in ActivityKind.choices
        if code in told
    ]


class ExpertDetail(DetailPage):
    model = Expert
    permission = Permission.EXPERT_VIEW
    template_name = "experts/expert_detail.html"
    select_related = ("home_hospital", "home_department", "kept_by")

    def get_context_data(self, **context):
        user = self.request.user
        postings = Posting.objects.visible_to(user).listed().filter(expert=self.object)
        stays = TrainingStay.objects.visible_to(user).filter(trainee=self.object)
        taught = Mentorship.objects.visible_to(user).with_load()
        taught = taught.select_related("mentor", "apprentice", "hospital").order_by("-since")
        reached = SkillMilestone.objects.visible_to(user).filter(staff=self.object)
        brought = NewTechnology.objects.visible_to(user).filter(brought_by=self.object)
        may_see_technologies = user.has_perm(Permission.TECHNOLOGY_VIEW)
        sessions = ClinicSession.objects.visible_to(user).filter(expert=self.object)
        return super().get_context_data(
            title=self.object.name,
            postings=postings.select_related("to_hospital", "to_department", "batch"),
            work=work_of(user, self.object),
            clinics=sessions.totals() | {"coming": sessions.coming().count()},
            brought=may_see_technologies and brought.with_cases().select_related("hospital"),
            may_open=user.has_perm(Permission.CAPACITY_EDIT, self.object),
            mentorships=taught.filter(mentor=self.object),
            apprenticeships=taught.filter(apprentice=self.object),
            stays=stays.select_related("at_hospital"),
            certificates=Certificate.objects.visible_to(user).filter(holder=self.object),
            awards=Award.objects.visible_to(user).filter(holder=self.object),
            milestones=reached.select_related("witness").order_by("technique_key", "stage"),
            may_certify=user.has_perm(Permission.TRAINING_EDIT, self.object),
            may_teach=user.has_perm(Permission.TRAINING_EDIT),
            may_edit=user.has_perm(Permission.EXPERT_EDIT, self.object),
            may_post=user.has_perm(Permission.DISPATCH_EDIT, self.object),
            **context,
        )


class ExpertRegister(FormPage):
    permission = Permission.EXPERT_EDIT
    title = _("登记专家")
    template_name = "experts/form.html"
    form_class = RegisterForm
    success_message = _("已登记专家。")

    def act(self, form):
        details = dict(form.cleaned_data)
        row = experts.register(
            kept_by=details.pop("kept_by"), details=details, by=self.request.user
        )
        return row.get_absolute_url()


class ExpertRevise(ActionPage):
    model = Expert
    permission = Permission.EXPERT_EDIT
    title = _("修改专家档案")
    template_name = "experts/action.html"
    form_class = ExpertForm
    success_message = _("已保存。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        row = experts.revise(
            expert=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return row.get_absolute_url()


class HospitalWork(DetailPage):
    """What experts do at one hospital: who is there, who leads with whom, who teaches whom."""

    model = Hospital
    permission = Permission.EXPERT_VIEW
    template_name = "experts/hospital_work.html"

    def get_context_data(self, **context):
        user, hospital = self.request.user, self.object
        there = Posting.objects.visible_to(user).filter(to_hospital=hospital).confirmed()
        leads = CoDirectorPost.objects.visible_to(user).filter(department__hospital=hospital)
        taught = Mentorship.objects.visible_to(user).filter(hospital=hospital).current()
        a_year = Activity.objects.visible_to(user).filter(hospital=hospital)
        today = timezone.localdate()
        first = first_of_year(today)
        return super().get_context_data(
            title=hospital.name,
            first=first,
            work=a_year.between(first, today).totals(),
            may_log=user.has_perm(Permission.ACTIVITY_EDIT, hospital),
            postings=there.current().select_related("expert", "to_department"),
            directors=leads.current().select_related("department", "person"),
            mentorships=taught.with_load().select_related("mentor", "apprentice", "hospital"),
            **context,
        )
