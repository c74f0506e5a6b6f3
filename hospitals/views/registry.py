"""Pages of hospitals, their campuses and departments."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hospitals.actions import registry
from hospitals.forms.registry import (
    CampusForm,
    CloseForm,
    DepartmentForm,
    HospitalForm,
    NewHospitalForm,
)
from hospitals.listing.hospital_list import HOSPITALS
from hospitals.models import (
    Accreditation,
    Campus,
    CooperationProject,
    Department,
    Equipment,
    Hospital,
    HospitalName,
    HospitalPlan,
    HospitalRelation,
    NetworkMembership,
    SpecialtyCluster,
)
from portal.core.pages import ActionPage, DetailPage, FormPage, ListPage
from portal.roles import Permission


class HospitalList(ListPage):
    model = Hospital
    kind = HOSPITALS
    title = _("医院网络")
    template_name = "hospitals/hospital_list.html"

    def get_context_data(self, **context):
        may_create = self.request.user.has_perm(Permission.HOSPITAL_CREATE)
        return super().get_context_data(may_create=may_create, **context)


# What else is kept of one hospital: label, list, by which filter, and who may see it.
ELSEWHERE = (
    (_("转出的转诊"), "referrals:referral-list", "origin", Permission.REFERRAL_VIEW),
    (_("接收的转诊"), "referrals:referral-list", "destination", Permission.REFERRAL_VIEW),
    (_("专家活动"), "experts:activity-list", "hospital", Permission.EXPERT_VIEW),
    (_("新技术"), "experts:technology-list", "hospital", Permission.TECHNOLOGY_VIEW),
    (_("月报"), "reports:report-list", "hospital", Permission.REPORT_VIEW),
    (_("指标"), "metrics:value-list", "hospital", Permission.FIGURE_VIEW),
)


def elsewhere(user, hospital):
    """(label, address) of the lists narrowed to this hospital that this person may open."""
    return [
        (label, f"{reverse(name)}?{field}={hospital.pk}")
        for label, name, field, permission in ELSEWHERE
        if user.has_perm(permission)
    ]


class HospitalDetail(DetailPage):
    model = Hospital
    permission = Permission.HOSPITAL_VIEW
    template_name = "hospitals/hospital_detail.html"
    select_related = ("region__parent__parent", "successor", "split_from")

    def get_context_data(self, **context):
        user, hospital = self.request.user, self.object
        may_edit = user.has_perm(Permission.HOSPITAL_EDIT, hospital)
        departments = Department.objects.visible_to(user).filter(hospital=hospital)
        members = NetworkMembership.objects.visible_to(user).filter(hospital=hospital)
        relations = HospitalRelation.objects.visible_to(user).touching(hospital)
        projects = CooperationProject.objects.visible_to(user).filter(relation__project=hospital)
        accreditations = Accreditation.objects.visible_to(user).filter(hospital=hospital)
        return super().get_context_data(
            title=hospital.name,
            may_edit=may_edit,
            elsewhere=elsewhere(user, hospital),
            may_see_experts=user.has_perm(Permission.EXPERT_VIEW),
            may_set_beds=user.has_perm(Permission.CAPACITY_EDIT, hospital),
            offshoots=Hospital.objects.visible_to(user).filter(split_from=hospital),
            campuses=Campus.objects.visible_to(user).filter(hospital=hospital),
            departments=departments.select_related("campus", "bed_pool"),
            members=members.select_related("network__lead").order_by("network__name", "since"),
            relations=relations.select_related("source", "host", "project"),
            accreditations=accreditations,
            names=HospitalName.objects.visible_to(user).filter(hospital=hospital),
            equipment=Equipment.objects.visible_to(user).filter(hospital=hospital),
            clusters=SpecialtyCluster.objects.visible_to(user).filter(hospital=hospital),
            plans=HospitalPlan.objects.visible_to(user).filter(hospital=hospital),
            projects=projects.prefetch_related("milestones"),
            changes=hospital.recent_changes() if may_edit else (),
            **context,
        )


class HospitalCreate(FormPage):
    permission = Permission.HOSPITAL_CREATE
    title = _("新建医疗机构")
    template_name = "hospitals/form.html"
    form_class = NewHospitalForm
    success_message = _("已新建医疗机构。")

    def act(self, form):
        details = dict(form.cleaned_data)
        hospital = registry.create_hospital(
            network=details.pop("network"),
            since=details.pop("since"),
            details=details,
            by=self.request.user,
        )
        return hospital.get_absolute_url()


class HospitalEdit(ActionPage):
    model = Hospital
    permission = Permission.HOSPITAL_EDIT
    title = _("修改机构信息")
    template_name = "hospitals/action.html"
    form_class = HospitalForm
    success_message = _("已保存。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        registry.edit_hospital(
            hospital=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return self.object.get_absolute_url()


class HospitalClose(ActionPage):
    model = Hospital
    permission = Permission.HOSPITAL_EDIT
    title = _("停业")
    template_name = "hospitals/action.html"
    form_class = CloseForm
    success_message = _("已登记停业。")

    def act(self, form):
        registry.close_hospital(
            hospital=self.object,
            closed_on=form.cleaned_data["closed_on"],
            by=self.request.user,
            version=self.seen_version,
        )
        return self.object.get_absolute_url()


class CampusCreate(ActionPage):
    model = Hospital
    permission = Permission.HOSPITAL_EDIT
    title = _("新增院区")
    template_name = "hospitals/action.html"
    form_class = CampusForm
    success_message = _("已新增院区。")

    def act(self, form):
        registry.add_campus(hospital=self.object, details=form.cleaned_data, by=self.request.user)
        return self.object.get_absolute_url()


class CampusEdit(ActionPage):
    model = Campus
    permission = Permission.HOSPITAL_EDIT
    title = _("修改院区")
    template_name = "hospitals/action.html"
    form_class = CampusForm
    success_message = _("已保存。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        campus = registry.edit_campus(
            campus=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return campus.hospital.get_absolute_url()


class DepartmentCreate(ActionPage):
    model = Hospital
    permission = Permission.HOSPITAL_EDIT
    title = _("新增科室")
    template_name = "hospitals/action.html"
    form_class = DepartmentForm
    success_message = _("已新增科室。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"hospital": self.object}

    def act(self, form):
        registry.add_department(
            hospital=self.object, details=form.cleaned_data, by=self.request.user
        )
        return self.object.get_absolute_url()


class DepartmentEdit(ActionPage):
    model = Department
    permission = Permission.HOSPITAL_EDIT
    title = _("修改科室")
    template_name = "hospitals/action.html"
    form_class = DepartmentForm
    success_message = _("已保存。")

    def get_form_kwargs(self):
        mine = {"instance": self.object, "hospital": self.object.hospital}
        return super().get_form_kwargs() | mine

    def act(self, form):
        department = registry.edit_department(
            department=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return department.hospital.get_absolute_url()
