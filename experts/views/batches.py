"""Pages of dispatch batches: the list of experts, its submission and its approval."""

from django.utils.translation import gettext_lazy as _

from experts.actions import batches
from experts.forms.batches import ApproveForm, BatchForm, SendBackForm, SureForm
from experts.forms.postings import EnlistForm
from experts.listing.posting_lists import BATCHES
from experts.models import DispatchBatch, Posting
from portal.core.pages import ActionPage, DetailPage, FormPage, ListPage
from portal.roles import Permission


class BatchList(ListPage):
    model = DispatchBatch
    kind = BATCHES
    template_name = "experts/batch_list.html"

    def get_context_data(self, **context):
        may_open = self.request.user.has_perm(Permission.DISPATCH_EDIT)
        return super().get_context_data(may_open=may_open, **context)


class BatchDetail(DetailPage):
    model = DispatchBatch
    permission = Permission.EXPERT_VIEW
    template_name = "experts/batch_detail.html"
    select_related = ("source_hospital", "project_hospital", "submitted_by", "decided_by")

    def get_context_data(self, **context):
        user, batch = self.request.user, self.object
        rows = Posting.objects.visible_to(user).listed().filter(batch=batch)
        may_decide = user.has_perm(Permission.DISPATCH_APPROVE, batch)
        return super().get_context_data(
            title=batch,
            postings=rows.select_related("expert", "to_department").order_by("expert__pinyin"),
            files=batch.files.in_order(),
            may_add=user.has_perm(Permission.DISPATCH_EDIT, batch),
            may_edit=batch.is_open and user.has_perm(Permission.DISPATCH_EDIT, batch),
            may_decide=may_decide
            and batch.stage == "submitted"
            and batch.submitted_by_id != user.pk,
            **context,
        )


class BatchOpen(FormPage):
    permission = Permission.DISPATCH_EDIT
    title = _("新建派驻批次")
    template_name = "experts/form.html"
    form_class = BatchForm
    success_message = _("已新建批次，请加入专家名单。")

    def act(self, form):
        row = batches.open_batch(details=form.cleaned_data, by=self.request.user)
        return row.get_absolute_url()


class BatchRevise(ActionPage):
    model = DispatchBatch
    permission = Permission.DISPATCH_EDIT
    title = _("修改派驻批次")
    template_name = "experts/action.html"
    form_class = BatchForm
    success_message = _("已保存。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        row = batches.revise(
            batch=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return row.get_absolute_url()


class BatchEnlist(ActionPage):
    model = DispatchBatch
    permission = Permission.DISPATCH_EDIT
    title = _("加入专家")
    template_name = "experts/action.html"
    form_class = EnlistForm
    success_message = _("已加入名单。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"batch": self.object}

    def act(self, form):
        details = dict(form.cleaned_data)
        batches.enlist(
            batch=self.object, expert=details.pop("expert"), details=details, by=self.request.user
        )
        return self.object.get_absolute_url()


class BatchSubmit(ActionPage):
    model = DispatchBatch
    permission = Permission.DISPATCH_EDIT
    title = _("提交批次")
    template_name = "experts/action.html"
    form_class = SureForm
    success_message = _("已提交，等待另一人批准。")

    def act(self, form):
        row = batches.submit(batch=self.object, by=self.request.user, version=self.seen_version)
        return row.get_absolute_url()


class BatchApprove(ActionPage):
    model = DispatchBatch
    permission = Permission.DISPATCH_APPROVE
    title = _("批准批次")
    template_name = "experts/action.html"
    form_class = ApproveForm
    success_message = _("已批准，名单上的派驻任务生效。")
    decide = staticmethod(batches.approve)

    def act(self, form):
        row = self.decide(
            batch=self.object,
            note=form.cleaned_data["note"],
            by=self.request.user,
            version=self.seen_version,
        )
        return row.get_absolute_url()


class BatchSendBack(BatchApprove):
    title = _("退回批次")
    form_class = SendBackForm
    success_message = _("已退回修改。")
    decide = staticmethod(batches.send_back)


class PostingStrike(ActionPage):
    model = Posting
    permission = Permission.DISPATCH_EDIT
    title = _("撤下专家")
    template_name = "experts/action.html"
    form_class = SureForm
    success_message = _("已从名单撤下。")

    def act(self, form):
        row = batches.strike(posting=self.object, by=self.request.user, version=self.seen_version)
        return row.batch.get_absolute_url()
