"""Pages of agreements, policies, committees with their seats, and each hospital's yearly plan."""

from django.utils.translation import gettext_lazy as _

from hospitals.actions import keeping
from hospitals.filters.governance import AgreementFilter, CommitteeFilter, PlanFilter, PolicyFilter
from hospitals.forms.governance import (
    AgreementForm,
    CommitteeForm,
    PlanForm,
    PolicyForm,
    SeatForm,
)
from hospitals.models import (
    Agreement,
    Committee,
    CommitteeSeat,
    Hospital,
    HospitalPlan,
    Network,
    PolicyItem,
)
from portal.core.pages import ActionPage, ListPage
from portal.roles import Permission


class _Record(ActionPage):
    """Add one row of `kept` to the row of this address."""

    kept = None
    model = Network
    permission = Permission.HOSPITAL_CREATE
    template_name = "hospitals/action.html"
    success_message = _("已登记。")

    def act(self, form):
        details, by = form.cleaned_data, self.request.user
        keeping.record(model=self.kept, owner=self.object, details=details, by=by)
        return self.object.get_absolute_url()


class _Revise(ActionPage):
    permission = Permission.HOSPITAL_CREATE
    template_name = "hospitals/action.html"
    success_message = _("已保存。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        row = keeping.revise(
            row=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return row.owner.get_absolute_url()


class AgreementList(ListPage):
    model = Agreement
    permission = Permission.HOSPITAL_VIEW
    title = _("协议")
    template_name = "hospitals/agreement_list.html"
    filterset_class = AgreementFilter
    select_related = ("network", "first_party", "second_party")
    ordering = ("network__name", "-signed_on", "title")


class AgreementRecord(_Record):
    kept = Agreement
    title = _("登记协议")
    form_class = AgreementForm


class AgreementRevise(_Revise):
    model = Agreement
    title = _("修改协议")
    form_class = AgreementForm


class PolicyList(ListPage):
    model = PolicyItem
    permission = Permission.HOSPITAL_VIEW
    title = _("政策清单")
    template_name = "hospitals/policy_list.html"
    filterset_class = PolicyFilter
    select_related = ("network",)
    ordering = ("network__name", "section", "title")


class PolicyRecord(_Record):
    kept = PolicyItem
    title = _("登记政策事项")
    form_class = PolicyForm


class PolicyRevise(_Revise):
    model = PolicyItem
    title = _("修改政策事项")
    form_class = PolicyForm


class CommitteeList(ListPage):
    model = Committee
    permission = Permission.HOSPITAL_VIEW
    title = _("协调小组")
    template_name = "hospitals/committee_list.html"
    filterset_class = CommitteeFilter
    select_related = ("network",)
    ordering = ("network__name", "name")

    def get_queryset(self):
        return super().get_queryset().with_seats()


class CommitteeRecord(_Record):
    kept = Committee
    title = _("设立协调小组")
    form_class = CommitteeForm


class CommitteeRevise(_Revise):
    model = Committee
    title = _("修改协调小组")
    form_class = CommitteeForm


class SeatRecord(_Record):
    kept = CommitteeSeat
    model = Committee
    title = _("登记小组席位")
    form_class = SeatForm


class SeatRevise(_Revise):
    model = CommitteeSeat
    title = _("修改小组席位")
    form_class = SeatForm


class PlanList(ListPage):
    model = HospitalPlan
    permission = Permission.HOSPITAL_VIEW
    title = _("一院一策")
    template_name = "hospitals/plan_list.html"
    filterset_class = PlanFilter
    select_related = ("hospital",)
    ordering = ("-year", "hospital__pinyin", "hospital__name")


class PlanRecord(_Record):
    kept = HospitalPlan
    model = Hospital
    permission = Permission.HOSPITAL_EDIT
    title = _("登记一院一策")
    form_class = PlanForm


class PlanRevise(_Revise):
    model = HospitalPlan
    permission = Permission.HOSPITAL_EDIT
    title = _("修改一院一策")
    form_class = PlanForm
