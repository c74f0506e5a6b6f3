"""Pages of what experts do, and of campaigns that go from county to county."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from experts.actions import activities
from experts.enums import ActivityKind
from experts.forms.activities import ActivityForm, CampaignForm, StopForm
from experts.listing.work_lists import ACTIVITIES, CAMPAIGNS
from experts.models import Activity, OutreachCampaign, OutreachStop
from hospitals.models import Hospital
from portal.core.pages import ActionPage, DetailPage, ListPage
from portal.roles import Permission


def own_hospitals(user):
    """Where this person may write down activities."""
    mine = Hospital.objects.visible_to(user).open()
    return mine.held_with(user, Permission.ACTIVITY_EDIT)


class ActivityList(ListPage):
    """Every activity, and how many of each kind with their people."""

    model = Activity
    kind = ACTIVITIES
    template_name = "experts/activity_list.html"

    def get_context_data(self, **context):
        kinds, order = dict(ActivityKind.choices), ActivityKind.values
        rows = sorted(self.filterset.qs.by_kind(), key=lambda row: order.index(row["kind"]))
        counts = [
            [kinds[row["kind"]], row["activities"], row["participants"], row["patients"]]
            for row in rows
        ]
        return super().get_context_data(
            counts=counts,
            total=[sum(column) for column in list(zip(*counts, strict=True))[1:]],
            own=own_hospitals(self.request.user),
            **context,
        )


class ActivityDetail(DetailPage):
    model = Activity
    permission = Permission.EXPERT_VIEW
    template_name = "experts/activity_detail.html"
    select_related = ("hospital", "department", "created_by")

    def get_context_data(self, **context):
        row = self.object
        return super().get_context_data(
            title=row,
            people=row.experts.order_by("pinyin", "name"),
            may_edit=self.request.user.has_perm(Permission.ACTIVITY_EDIT, row),
            **context,
        )


class ActivityLog(ActionPage):
    """Filled in from the last entry, so that the next takes a few keys; then straight on."""

    model = Hospital
    permission = Permission.ACTIVITY_EDIT
    title = _("登记专家活动")
    template_name = "experts/activity_log.html"
    form_class = ActivityForm
    success_message = _("已登记，可继续登记下一条。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"hospital": self.object}

    def act(self, form):
        activities.log(hospital=self.object, details=form.cleaned_data, by=self.request.user)
        return reverse("experts:activity-log", args=[self.object.pk])


class ActivityRevise(ActionPage):
    model = Activity
    permission = Permission.ACTIVITY_EDIT
    title = _("修改专家活动")
    template_name = "experts/action.html"
    form_class = ActivityForm
    success_message = _("已保存。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        row = activities.revise(
            activity=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return row.get_absolute_url()


class CampaignList(ListPage):
    model = OutreachCampaign
    kind = CAMPAIGNS
    template_name = "experts/campaign_list.html"

    def get_context_data(self, **context):
        user = self.request.user
        stops = OutreachStop.objects.visible_to(user).filter(
            campaign__in=self.filterset.qs.order_by().values("pk")
        )
        return super().get_context_data(
            counties=stops.by_county(), own=own_hospitals(user), **context
        )


class CampaignDetail(DetailPage):
    model = OutreachCampaign
    permission = Permission.EXPERT_VIEW
    template_name = "experts/campaign_detail.html"
    select_related = ("hospital",)

    def get_context_data(self, **context):
        user, row = self.request.user, self.object
        stops = OutreachStop.objects.visible_to(user).filter(campaign=row)
        return super().get_context_data(
            title=row.name,
            stops=stops.select_related("region").order_by("day", "pk"),
            counties=stops.by_county(),
            may_edit=user.has_perm(Permission.ACTIVITY_EDIT, row),
            **context,
        )


class CampaignOpen(ActionPage):
    model = Hospital
    permission = Permission.ACTIVITY_EDIT
    title = _("新建巡回医疗")
    template_name = "experts/action.html"
    form_class = CampaignForm
    success_message = _("已新建，请登记站点。")

    def act(self, form):
        row = activities.open_campaign(
            hospital=self.object, details=form.cleaned_data, by=self.request.user
        )
        return row.get_absolute_url()


class CampaignRevise(ActionPage):
    model = OutreachCampaign
    permission = Permission.ACTIVITY_EDIT
    title = _("修改巡回医疗")
    template_name = "experts/action.html"
    form_class = CampaignForm
    success_message = _("已保存。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        row = activities.revise_campaign(
            campaign=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return row.get_absolute_url()


class StopAdd(ActionPage):
    model = OutreachCampaign
    permission = Permission.ACTIVITY_EDIT
    title = _("登记站点")
    template_name = "experts/action.html"
    form_class = StopForm
    success_message = _("已登记站点。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"campaign": self.object}

    def act(self, form):
        activities.add_stop(campaign=self.object, details=form.cleaned_data, by=self.request.user)
        return self.object.get_absolute_url()


class StopRevise(ActionPage):
    model = OutreachStop
    permission = Permission.ACTIVITY_EDIT
    title = _("修改站点")
    template_name = "experts/action.html"
    form_class = StopForm
    success_message = _("已保存。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        row = activities.revise_stop(
            stop=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return row.get_absolute_url()
