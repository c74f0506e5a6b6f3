"""Pages of postings: list, one, a new one, longer, shorter, authority, and the three counts."""

from django.utils.translation import gettext_lazy as _

from experts.actions import postings
from experts.forms.postings import AdmitForm, EndForm, ExtendForm, PlanForm, PostForm
from experts.listing.posting_lists import COUNTS, POSTINGS
from experts.models import ClinicSession, Expert, PlannedActivity, Posting
from hospitals.models import Hospital
from portal.core.pages import ActionPage, DetailPage, ListPage
from portal.roles import Permission


class PostingList(ListPage):
    model = Posting
    kind = POSTINGS
    template_name = "experts/posting_list.html"


class PostingDetail(DetailPage):
    model = Posting
    permission = Permission.EXPERT_VIEW
    template_name = "experts/posting_detail.html"
    select_related = (
        "expert",
        "batch",
        "from_hospital",
        "to_hospital",
        "to_campus",
        "to_department",
        "membership",
    )

    def get_context_data(self, **context):
        user, posting = self.request.user, self.object
        runs = posting.is_confirmed and not posting.is_over()
        may_admit = runs and posting.membership is None
        return super().get_context_data(
            title=posting,
            behind=ClinicSession.objects.visible_to(user).behind(posting).count(),
            planned=PlannedActivity.objects.visible_to(user).filter(posting=posting).attained(),
            may_edit=runs and user.has_perm(Permission.DISPATCH_EDIT, posting),
            may_admit=may_admit and user.has_perm(Permission.POSTING_ADMIT, posting),
            **context,
        )


class PostingCreate(ActionPage):
    model = Expert
    permission = Permission.DISPATCH_EDIT
    title = _("登记派驻任务")
    template_name = "experts/action.html"
    form_class = PostForm
    success_message = _("已登记派驻任务。")

    def act(self, form):
        row = postings.post(expert=self.object, details=form.cleaned_data, by=self.request.user)
        return row.get_absolute_url()


class PostingExtend(ActionPage):
    model = Posting
    permission = Permission.DISPATCH_EDIT
    title = _("延期")
    template_name = "experts/action.html"
    form_class = ExtendForm
    success_message = _("已延期。")

    def act(self, form):
        row = postings.extend(
            posting=self.object,
            until=form.cleaned_data["until"],
            by=self.request.user,
            version=self.seen_version,
        )
        return row.get_absolute_url()


class PostingEnd(ActionPage):
    model = Posting
    permission = Permission.DISPATCH_EDIT
    title = _("提前结束")
    template_name = "experts/action.html"
    form_class = EndForm
    success_message = _("已登记提前结束。")

    def act(self, form):
        row = postings.end_early(
            posting=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return row.get_absolute_url()


class PostingPlan(ActionPage):
    model = Posting
    permission = Permission.DISPATCH_EDIT
    title = _("制订活动计划")
    template_name = "experts/action.html"
    form_class = PlanForm
    success_message = _("活动计划已保存。")

    def get_initial(self):
        rows = PlannedActivity.objects.visible_to(self.request.user)
        return dict(rows.filter(posting=self.object).values_list("kind", "count"))

    def act(self, form):
        row = postings.plan(
            posting=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return row.get_absolute_url()


class PostingAdmit(ActionPage):
    model = Posting
    permission = Permission.POSTING_ADMIT
    title = _("开通账号权限")
    template_name = "experts/action.html"
    form_class = AdmitForm
    success_message = _("已开通，权限随派驻任务结束。")

    def act(self, form):
        row = postings.admit(
            posting=self.object,
            by=self.request.user,
            version=self.seen_version,
            **form.cleaned_data,
        )
        return row.get_absolute_url()


class PostingCounts(ListPage):
    """人, 人次 and 在岗 from the one table of postings, as of any day."""

    model = Hospital
    kind = COUNTS
    template_name = "experts/posting_counts.html"

    def get_context_data(self, **context):
        rows, on, first = self.filterset.postings, self.filterset.day, self.filterset.since
        return super().get_context_data(
            on=on,
            first=first,
            total=rows.counts(on, first),
            long_term=rows.long_term(on),
            **context,
        )
