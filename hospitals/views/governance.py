"""Pages of agreements, policies, committees with their seats, and each hospital's yearly plan."""

from django.utils.translation import gettext_lazy as _

from hospitals.forms.governance import (
    AgreementForm,
    CommitteeForm,
    PlanForm,
    PolicyForm,
    SeatForm,
)
from hospitals.listing.governance_lists import AGREEMENTS, COMMITTEES, PLANS, POLICIES
from hospitals.models import (
    Agreement,
    AgreementFile,
    Committee,
    CommitteeSeat,
    Hospital,
    HospitalPlan,
    Network,
    PolicyItem,
)
from hospitals.views.keeping import Record, Revise
from portal.core.pages import DetailPage, ListPage
from portal.roles import Permission


class AgreementList(ListPage):
    model = Agreement
    kind = AGREEMENTS
    template_name = "hospitals/agreement_list.html"


class AgreementDetail(DetailPage):
    model = Agreement
    permission = Permission.HOSPITAL_VIEW
    template_name = "hospitals/agreement_detail.html"
    select_related = ("network", "first_party", "second_party")

    def get_context_data(self, **context):
        return super().get_context_data(
            title=self.object.title,
            may_edit=self.request.user.has_perm(AgreementFile.edit, self.object),
            files=self.object.files.in_order(),
            **context,
        )


class AgreementRecord(Record):
    kept = Agreement
    model = Network
    permission = Permission.HOSPITAL_CREATE
    title = _("登记协议")
    form_class = AgreementForm


class AgreementRevise(Revise):
    model = Agreement
    permission = Permission.HOSPITAL_CREATE
    title = _("修改协议")
    form_class = AgreementForm


class PolicyList(ListPage):
    model = PolicyItem
    kind = POLICIES
    template_name = "hospitals/policy_list.html"


class PolicyRecord(Record):
    kept = PolicyItem
    model = Network
    permission = Permission.HOSPITAL_CREATE
    title = _("登记政策事项")
    form_class = PolicyForm


class PolicyRevise(Revise):
    model = PolicyItem
    permission = Permission.HOSPITAL_CREATE
    title = _("修改政策事项")
    form_class = PolicyForm


class CommitteeList(ListPage):
    model = Committee
    kind = COMMITTEES
    template_name = "hospitals/committee_list.html"


class CommitteeRecord(Record):
    kept = Committee
    model = Network
    permission = Permission.HOSPITAL_CREATE
    title = _("设立协调小组")
    form_class = CommitteeForm


class CommitteeRevise(Revise):
    model = Committee
    permission = Permission.HOSPITAL_CREATE
    title = _("修改协调小组")
    form_class = CommitteeForm


class SeatRecord(Record):
    kept = CommitteeSeat
    model = Committee
    permission = Permission.HOSPITAL_CREATE
    title = _("登记小组席位")
    form_class = SeatForm


class SeatRevise(Revise):
    model = CommitteeSeat
    permission = Permission.HOSPITAL_CREATE
    title = _("修改小组席位")
    form_class = SeatForm


class PlanList(ListPage):
    model = HospitalPlan
    kind = PLANS
    template_name = "hospitals/plan_list.html"


class PlanRecord(Record):
    kept = HospitalPlan
    model = Hospital
    permission = Permission.HOSPITAL_EDIT
    title = _("登记一院一策")
    form_class = PlanForm


class PlanRevise(Revise):
    model = HospitalPlan
    permission = Permission.HOSPITAL_EDIT
    title = _("修改一院一策")
    form_class = PlanForm
