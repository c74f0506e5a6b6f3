"""The referral on paper: from the browser at once, or as a PDF that a job prints."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.core.pages import ActionPage, DetailPage, FormPage
from portal.errors import Incomplete
from portal.roles import Permission
from referrals.actions import prints
from referrals.actions.identities import reveal
from referrals.actions.records import look
from referrals.forms.paper import PdfForm, VerifyForm
from referrals.models import PrintJob, Referral
from referrals.paper import libraries
from referrals.paper.slip import slip_of
from referrals.views.detail import WITH


class ReferralPrint(DetailPage):
    """Paper for the folder, the ambulance and the way back: the whole record or its summary."""

    model = Referral
    permission = Permission.REFERRAL_VIEW
    template_name = "referrals/referral_print.html"
    select_related = (*WITH, "parent")

    def get_context_data(self, **context):
        row, user = self.object, self.request.user
        in_full = look(referral=row, by=user)
        if in_full:
            reveal(referral=row, by=user, reason="print")
        return super().get_context_data(
            slip=slip_of(row, in_full=in_full, printed_by=user), **context
        )


class ReferralPdf(ActionPage):
    """Asks for the PDF; the job prints this version once for this person."""

    model = Referral
    permission = Permission.REFERRAL_VIEW
    title = _("生成转诊单 PDF")
    form_class = PdfForm
    template_name = "referrals/referral_pdf.html"

    def get_form(self, form_class=None):
        return PdfForm(self.request.POST or None, label_suffix="")

    def get_context_data(self, **context):
        jobs = PrintJob.objects.visible_to(self.request.user).filter(referral=self.object)
        return super().get_context_data(missing=libraries.missing(), jobs=jobs[:10], **context)

    def act(self, form):
        job = prints.order(referral=self.object, by=self.request.user)
        return reverse("referrals:print-job-detail", args=[job.pk])


class PrintJobDetail(DetailPage):
    """How far the job is; the page is asked again by a link, or by a script."""

    model = PrintJob
    permission = Permission.REFERRAL_VIEW
    title = _("转诊单 PDF")
    template_name = "referrals/print_job_detail.html"
    select_related = ("referral",)


class PrintJobFile(DetailPage):
    """The file itself, for the person who asked for it."""

    model = PrintJob
    permission = Permission.REFERRAL_VIEW
    select_related = ("referral",)

    def render_to_response(self, context, **options):
        content = prints.hand_out(job=self.object, by=self.request.user)
        response = HttpResponse(content, content_type="application/pdf")
        name = f"{self.object.referral.number}-v{self.object.referral_version}.pdf"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class SlipVerify(FormPage):
    """Is this paper ours, and is it the newest? Reads only."""

    permission = Permission.REFERRAL_VIEW
    title = _("核验纸质转诊单")
    form_class = VerifyForm
    template_name = "referrals/slip_verify.html"

    def form_valid(self, form):
        try:
            referral, version = form.find()
        except Incomplete as refusal:
            return self.refused(form, refusal)
        return self.render_to_response(
            self.get_context_data(form=form, referral=referral, printed=version)
        )
