"""Pages of training away and of certificates."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from experts.actions import training
from experts.forms.training import CertificateForm, ReturnForm, SendForm, StayForm
from experts.listing.away_lists import CERTIFICATES, STAYS
from experts.models import Certificate, Expert, TrainingStay
from hospitals.models import Hospital
from portal.core.pages import ActionPage, DetailPage, ListPage
from portal.roles import Permission


def own_hospitals(user):
    """Where this person may write down who learns what."""
    return Hospital.objects.visible_to(user).open().held_with(user, Permission.TRAINING_EDIT)


class StayList(ListPage):
    """Every stay, and how many of those who came back work alone."""

    model = TrainingStay
    kind = STAYS
    template_name = "experts/stay_list.html"

    def get_context_data(self, **context):
        return super().get_context_data(
            totals=self.filterset.qs.totals(), own=own_hospitals(self.request.user), **context
        )


class StayDetail(DetailPage):
    model = TrainingStay
    permission = Permission.EXPERT_VIEW
    template_name = "experts/stay_detail.html"
    select_related = ("trainee", "home_hospital", "at_hospital")

    def get_context_data(self, **context):
        user, row = self.request.user, self.object
        seen = Certificate.objects.visible_to(user).filter(stay=row)
        return super().get_context_data(
            title=row,
            certificates=seen.select_related("holder"),
            may_edit=user.has_perm(Permission.TRAINING_EDIT, row),
            sees_trainee=Expert.objects.visible_to(user).filter(pk=row.trainee_id).exists(),
            **context,
        )


class StaySend(ActionPage):
    model = Hospital
    permission = Permission.TRAINING_EDIT
    title = _("登记进修")
    template_name = "experts/action.html"
    form_class = SendForm
    success_message = _("已登记进修。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"hospital": self.object}

    def act(self, form):
        details = dict(form.cleaned_data)
        trainees = details.pop("trainees")
        rows = training.send(
            hospital=self.object, trainees=trainees, details=details, by=self.request.user
        )
        return rows[0].get_absolute_url() if len(rows) == 1 else reverse("experts:stay-list")


class _StayAction(ActionPage):
    model = TrainingStay
    permission = Permission.TRAINING_EDIT
    template_name = "experts/action.html"
    success_message = _("已保存。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        row = self.change(
            stay=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return row.get_absolute_url()


class StayRevise(_StayAction):
    title = _("修改进修")
    form_class = StayForm
    change = staticmethod(training.revise)


class StayReturn(_StayAction):
    title = _("登记返院与独立工作")
    form_class = ReturnForm
    change = staticmethod(training.come_back)


class CertificateList(ListPage):
    """Every certificate; above it how many are over, or nearly so, and not renewed."""

    model = Certificate
    kind = CERTIFICATES
    template_name = "experts/certificate_list.html"

    def get_context_data(self, **context):
        user = self.request.user
        return super().get_context_data(
            owed=Certificate.objects.visible_to(user).owed().count(),
            editable={hospital.pk for hospital in own_hospitals(user)},
            **context,
        )


class CertificateAdd(ActionPage):
    model = Expert
    permission = Permission.TRAINING_EDIT
    title = _("登记证书")
    template_name = "experts/action.html"
    form_class = CertificateForm
    success_message = _("已登记证书。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"holder": self.object}

    def act(self, form):
        training.certify(holder=self.object, details=form.cleaned_data, by=self.request.user)
        return self.object.get_absolute_url()


class CertificateRevise(ActionPage):
    model = Certificate
    permission = Permission.TRAINING_EDIT
    title = _("修改证书")
    template_name = "experts/action.html"
    form_class = CertificateForm
    success_message = _("已保存。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        row = training.revise_certificate(
            certificate=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return row.get_absolute_url()
