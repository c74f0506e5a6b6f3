"""Pages of new technologies: register, names, admission, months, stop."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from experts.actions import technologies
from experts.forms.batches import SureForm
from experts.forms.technologies import (
    AdmissionForm,
    AliasForm,
    MonthForm,
    StopForm,
    TechnologyForm,
)
from experts.listing.technology_list import TECHNOLOGIES
from experts.models import NewTechnology, NoveltyClaim, PriceItem
from experts.views.evidence import evidence_of
from hospitals.models import Hospital
from portal.core.pages import ActionPage, DetailPage, ListPage
from portal.roles import Permission


class TechnologyList(ListPage):
    model = NewTechnology
    kind = TECHNOLOGIES
    template_name = "experts/technology_list.html"

    def get_context_data(self, **context):
        user, year = self.request.user, timezone.localdate().year
        rows = NewTechnology.objects.visible_to(user)
        kept, begun = rows.retention(year)
        mine = Hospital.objects.visible_to(user).open()
        return super().get_context_data(
            own=mine.held_with(user, Permission.TECHNOLOGY_EDIT),
            retention={"year": year, "kept": kept, "begun": begun},
            **context,
        )


class TechnologyDetail(DetailPage):
    model = NewTechnology
    permission = Permission.TECHNOLOGY_VIEW
    template_name = "experts/technology_detail.html"
    select_related = (
        "hospital",
        "department",
        "source_hospital",
        "brought_by",
        "posting__batch",
    )

    def get_queryset(self):
        return super().get_queryset().with_cases()

    def get_context_data(self, **context):
        user, row = self.request.user, self.object
        claims = NoveltyClaim.objects.visible_to(user).filter(technology=row)
        seen = NewTechnology.objects.visible_to(user).filter(pk=row.pk)
        return super().get_context_data(
            title=row.name,
            aliases=[name for name in row.names.all() if name.name != row.name],
            admissions=row.admissions.all(),
            months=row.counts.all()[:24],
            claims=claims.select_related("region"),
            files=evidence_of(user, technology=row),
            prices=PriceItem.objects.visible_to(user).filter(technology=row),
            is_lapsed=seen.lapsed().exists(),
            may_edit=user.has_perm(Permission.TECHNOLOGY_EDIT, row),
            **context,
        )


class TechnologyRegister(ActionPage):
    model = Hospital
    permission = Permission.TECHNOLOGY_EDIT
    title = _("登记新技术")
    template_name = "experts/action.html"
    form_class = TechnologyForm
    success_message = _("已登记，等待准入。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"hospital": self.object}

    def act(self, form):
        row = technologies.register(
            hospital=self.object, details=form.cleaned_data, by=self.request.user
        )
        return row.get_absolute_url()


class TechnologyRevise(ActionPage):
    model = NewTechnology
    permission = Permission.TECHNOLOGY_EDIT
    title = _("修改新技术")
    template_name = "experts/action.html"
    form_class = TechnologyForm
    success_message = _("已保存。")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form):
        row = technologies.revise(
            technology=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return row.get_absolute_url()


class TechnologyAlias(ActionPage):
    model = NewTechnology
    permission = Permission.TECHNOLOGY_EDIT
    title = _("增加别名")
    template_name = "experts/action.html"
    form_class = AliasForm
    success_message = _("已增加别名。")

    def act(self, form):
        technologies.add_alias(technology=self.object, by=self.request.user, **form.cleaned_data)
        return self.object.get_absolute_url()


class TechnologyAdmit(ActionPage):
    model = NewTechnology
    permission = Permission.TECHNOLOGY_EDIT
    title = _("登记准入")
    template_name = "experts/action.html"
    form_class = AdmissionForm
    success_message = _("已准入。")

    def act(self, form):
        technologies.admit(
            technology=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return self.object.get_absolute_url()


class TechnologyCount(ActionPage):
    model = NewTechnology
    permission = Permission.TECHNOLOGY_EDIT
    title = _("登记月度例数")
    template_name = "experts/action.html"
    form_class = MonthForm
    success_message = _("已登记例数。")

    def act(self, form):
        technologies.record_month(
            technology=self.object, details=form.cleaned_data, by=self.request.user
        )
        return self.object.get_absolute_url()


class TechnologyStop(ActionPage):
    model = NewTechnology
    permission = Permission.TECHNOLOGY_EDIT
    title = _("停用")
    template_name = "experts/action.html"
    form_class = StopForm
    success_message = _("已停用。")

    def act(self, form):
        technologies.stop(
            technology=self.object,
            details=form.cleaned_data,
            by=self.request.user,
            version=self.seen_version,
        )
        return self.object.get_absolute_url()


class TechnologyResume(ActionPage):
    model = NewTechnology
    permission = Permission.TECHNOLOGY_EDIT
    title = _("恢复")
    template_name = "experts/action.html"
    form_class = SureForm
    success_message = _("已恢复，须重新准入。")

    def act(self, form):
        technologies.resume(technology=self.object, by=self.request.user, version=self.seen_version)
        return self.object.get_absolute_url()
