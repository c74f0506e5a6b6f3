"""Pages of experts: who they are and where they are posted."""

from django.utils.translation import gettext_lazy as _

from experts.actions import experts
from experts.filters import ExpertFilter
from experts.forms.experts import ExpertForm, RegisterForm
from experts.listing.expert_list import EXPERTS
from experts.models import Expert, Posting
from portal.core.pages import ActionPage, DetailPage, FormPage, ListPage
from portal.roles import Permission


class ExpertList(ListPage):
    model = Expert
    permission = Permission.EXPERT_VIEW
    title = _("派驻专家")
    template_name = "experts/expert_list.html"
    kind = EXPERTS
    filterset_class = ExpertFilter
    select_related = ("home_hospital",)
    ordering = ("pinyin", "name", "pk")

    def get_queryset(self):
        return super().get_queryset().with_posts(self.request.user)

    def get_context_data(self, **context):
        may_register = self.request.user.has_perm(Permission.EXPERT_EDIT)
        return super().get_context_data(may_register=may_register, **context)


class ExpertDetail(DetailPage):
    model = Expert
    permission = Permission.EXPERT_VIEW
    template_name = "experts/expert_detail.html"
    select_related = ("home_hospital", "home_department", "kept_by")

    def get_context_data(self, **context):
        user = self.request.user
        postings = Posting.objects.visible_to(user).listed().filter(expert=self.object)
        return super().get_context_data(
            title=self.object.name,
            postings=postings.select_related("to_hospital", "to_department", "batch"),
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
