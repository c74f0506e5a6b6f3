"""Pages of networks, their members, and the relations of source and project hospitals."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitals.actions import networks, projects, relations
from hospitals.forms.networks import (
    AdmitForm,
    LastDayForm,
    MemberCorrectForm,
    MilestoneForm,
    NetworkCorrectForm,
    NetworkForm,
    ProjectForm,
    RelationCorrectForm,
    RelationForm,
)
from hospitals.listing.network_lists import MILESTONES, NETWORKS, PROJECTS, SUPPORTS
from hospitals.models import (
    Agreement,
    Committee,
    CooperationProject,
    HospitalRelation,
    Milestone,
    Network,
    NetworkMembership,
    PolicyItem,
)
from hospitals.views import pictures
from portal.core.pages import ActionPage, DetailPage, FormPage, ListPage
from portal.roles import Permission


class NetworkList(ListPage):
    model = Network
    kind = NETWORKS
    template_name = "hospitals/network_list.html"

    def get_context_data(self, **context):
        may_create = self.request.user.has_perm(Permission.HOSPITAL_CREATE)
        return super().get_context_data(may_create=may_create, **context)


class NetworkDetail(DetailPage):
    model = Network
    permission = Permission.HOSPITAL_VIEW
    template_name = "hospitals/network_detail.html"
    select_related = ("lead",)

    def get_context_data(self, **context):
        user = self.request.user
        members = NetworkMembership.objects.visible_to(user).filter(network=self.object)
        agreements = Agreement.objects.visible_to(user).filter(network=self.object)
        committees = Committee.objects.visible_to(user).filter(network=self.object)
        return super().get_context_data(
            title=self.object.name,
            may_admit=user.has_perm(Permission.HOSPITAL_CREATE, self.object),
            agreements=agreements.select_related("first_party", "second_party"),
            policies=PolicyItem.objects.visible_to(user).filter(network=self.object),
            committees=committees.with_seats(),
            members=members.current_or_shared(user).select_related("hospital__region"),
            **context,
        )


class NetworkCreate(FormPage):
    permission = Permission.HOSPITAL_CREATE
    title = _("新建医联体")
    template_name = "hospitals/form.html"
    form_class = NetworkForm
    success_message = _("已新建医联体。")

    def act(self, form):
        details = dict(form.cleaned_data)
        network = networks.found(lead=details.pop("lead"), details=details, by=self.request.user)
        return network.get_absolute_url()


class NetworkEnd(ActionPage):
    model = Network
    permission = Permission.HOSPITAL_CREATE
    title = _("结束医联体")
    template_name = "hospitals/action.html"
    form_class = LastDayForm
    success_message = _("已结束医联体，成员同日退出。")

    def act(self, form):
        network = networks.end(
            network=self.object,
            until=form.cleaned_data["until"],
            by=self.request.user,
            version=self.seen_version,
        )
        return network.get_absolute_url()


class NetworkCorrect(ActionPage):
    model = Network
    permission = Permission.HOSPITAL_CREATE
    title = _("更正医联体")
    template_name = "hospitals/action.html"
    form_class = NetworkCorrectForm
    success_message = _("已更正。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        network = networks.correct(
            network=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return network.get_absolute_url()


class MemberCorrect(ActionPage):
    model = NetworkMembership
    permission = Permission.HOSPITAL_CREATE
    title = _("更正成员")
    template_name = "hospitals/action.html"
    form_class = MemberCorrectForm
    success_message = _("已更正。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        member = networks.correct_member(
            membership=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return member.network.get_absolute_url()


class MemberAdmit(ActionPage):
    model = Network
    permission = Permission.HOSPITAL_CREATE
    title = _("增加成员")
    template_name = "hospitals/action.html"
    form_class = AdmitForm
    success_message = _("已增加成员。")

    def act(self, form):
        networks.admit(network=self.object, by=self.request.user, **form.cleaned_data)
        return self.object.get_absolute_url()


class MemberWithdraw(ActionPage):
    model = NetworkMembership
    permission = Permission.HOSPITAL_CREATE
    title = _("成员退出")
    template_name = "hospitals/action.html"
    form_class = LastDayForm
    success_message = _("已登记退出。")

    def act(self, form):
        networks.withdraw(
            membership=self.object,
            until=form.cleaned_data["until"],
            by=self.request.user,
            version=self.seen_version,
        )
        return self.object.network.get_absolute_url()


class RelationCreate(FormPage):
    permission = Permission.HOSPITAL_CREATE
    title = _("建立共建关系")
    template_name = "hospitals/form.html"
    form_class = RelationForm
    success_message = _("已建立共建关系。")

    def act(self, form):
        relation = relations.open_relation(by=self.request.user, **form.cleaned_data)
        return relation.project.get_absolute_url()


class RelationEnd(ActionPage):
    model = HospitalRelation
    permission = Permission.HOSPITAL_CREATE
    title = _("结束共建关系")
    template_name = "hospitals/action.html"
    form_class = LastDayForm
    success_message = _("已结束共建关系。")

    def act(self, form):
        relation = relations.end_relation(
            relation=self.object,
            until=form.cleaned_data["until"],
            by=self.request.user,
            version=self.seen_version,
        )
        return relation.project.get_absolute_url()


class RelationCorrect(ActionPage):
    model = HospitalRelation
    permission = Permission.HOSPITAL_CREATE
    title = _("更正共建关系")
    template_name = "hospitals/action.html"
    form_class = RelationCorrectForm
    success_message = _("已更正。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        relation = relations.correct_relation(
            relation=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return relation.project.get_absolute_url()


class SupportList(ListPage):
    """Who supports whom: every dated relation, and a picture of those of today."""

    model = HospitalRelation
    kind = SUPPORTS
    template_name = "hospitals/support_list.html"

    def get_context_data(self, **context):
        picture = pictures.who_supports_whom(self.request.user)
        return super().get_context_data(picture=picture, **context)


class ProjectList(ListPage):
    model = CooperationProject
    kind = PROJECTS
    template_name = "hospitals/project_list.html"


class MilestoneList(ListPage):
    """The steps of all projects: what came when, and what is late."""

    model = Milestone
    kind = MILESTONES
    template_name = "hospitals/milestone_list.html"


class ProjectDetail(DetailPage):
    model = CooperationProject
    permission = Permission.HOSPITAL_VIEW
    template_name = "hospitals/project_detail.html"
    select_related = (
        "region__parent__parent",
        "relation__source",
        "relation__host",
        "relation__project",
    )

    def get_queryset(self):
        return super().get_queryset().prefetch_related("milestones__files")

    def get_context_data(self, **context):
        project = self.object
        relation = project.relation
        return super().get_context_data(
            title=project.name,
            may_edit=self.request.user.has_perm(Permission.HOSPITAL_EDIT, project),
            may_end=bool(relation)
            and self.request.user.has_perm(Permission.HOSPITAL_CREATE, relation),
            milestones=project.steps(),
            growth=relation and pictures.bed_growth(self.request.user, relation.project),
            **context,
        )


class ProjectRevise(ActionPage):
    model = CooperationProject
    permission = Permission.HOSPITAL_EDIT
    title = _("修改共建项目")
    template_name = "hospitals/action.html"
    form_class = ProjectForm
    success_message = _("已保存。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        project = projects.revise(
            project=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return project.get_absolute_url()


class MilestoneRecord(ActionPage):
    model = CooperationProject
    permission = Permission.HOSPITAL_EDIT
    title = _("登记里程碑")
    template_name = "hospitals/action.html"
    form_class = MilestoneForm
    success_message = _("已登记里程碑。")

    def act(self, form):
        projects.record_milestone(
            project=self.object, details=form.cleaned_data, by=self.request.user
        )
        return reverse("hospitals:project-detail", args=[self.object.pk])
