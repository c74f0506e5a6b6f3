"""Pages of who may refer to whom."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.actions import routes
from hospitals.filters import RouteFilter
from hospitals.forms.networks import LastDayForm
from hospitals.forms.routes import (
    BindingForm,
    GenerateForm,
    RouteFileForm,
    RouteForm,
    led_networks,
)
from hospitals.models import Network, ReferralRoute
from portal.core.pages import ActionPage, FormPage, ListPage
from portal.roles import Permission

LIST = "hospitals:route-list"


class RouteList(ListPage):
    model = ReferralRoute
    permission = Permission.HOSPITAL_VIEW
    title = gettext_lazy("转诊关系")
    template_name = "hospitals/route_list.html"
    filterset_class = RouteFilter
    select_related = ("network", "origin", "destination")
    ordering = ("network__name", "origin__pinyin", "destination__pinyin", "direction", "since")

    def get_context_data(self, **context):
        kept = list(led_networks(self.request.user))
        editable = {network.pk for network in kept}
        return super().get_context_data(kept=kept, editable=editable, **context)


class RouteOpen(FormPage):
    permission = Permission.ROUTE_EDIT
    title = gettext_lazy("新增转诊关系")
    template_name = "hospitals/route_form.html"
    form_class = RouteForm
    success_message = gettext_lazy("已新增转诊关系。")

    def act(self, form):
        details = dict(form.cleaned_data)
        routes.open_route(network=details.pop("network"), details=details, by=self.request.user)
        return reverse(LIST)


class RouteEnd(ActionPage):
    model = ReferralRoute
    permission = Permission.ROUTE_EDIT
    title = gettext_lazy("结束转诊关系")
    template_name = "hospitals/route_end.html"
    form_class = LastDayForm
    success_message = gettext_lazy("已结束转诊关系。")

    def act(self, form):
        routes.end_route(
            route=self.object,
            until=form.cleaned_data["until"],
            by=self.request.user,
            version=self.seen_version,
        )
        return reverse(LIST)


class RoutesGenerate(FormPage):
    """Look at what would be opened and ended; do it on confirmation."""

    permission = Permission.ROUTE_EDIT
    title = gettext_lazy("一键生成转诊关系")
    template_name = "hospitals/routes_generate.html"
    form_class = GenerateForm

    def form_valid(self, form):
        if "confirm" in self.request.POST:
            return super().form_valid(form)
        plan = routes.plan(network=form.cleaned_data["network"])
        return self.render_to_response(self.get_context_data(form=form, plan=plan))

    def act(self, form):
        done = routes.generate(network=form.cleaned_data["network"], by=self.request.user)
        text = _("已新增 %(opened)d 条、结束 %(ended)d 条自动生成的转诊关系。")
        counts = {"opened": len(done.to_open), "ended": len(done.to_end)}
        messages.success(self.request, text % counts)
        return reverse(LIST)


class RoutesImport(FormPage):
    permission = Permission.ROUTE_EDIT
    title = gettext_lazy("导入转诊关系")
    template_name = "hospitals/routes_import.html"
    form_class = RouteFileForm

    def act(self, form):
        given = form.cleaned_data
        made = routes.import_routes(
            network=given["network"], rows=given["rows"], by=self.request.user
        )
        messages.success(self.request, _("已导入 %(count)d 条转诊关系。") % {"count": len(made)})
        return reverse(LIST)


class RoutesBind(ActionPage):
    model = Network
    permission = Permission.ROUTE_EDIT
    title = gettext_lazy("转诊关系约束")
    template_name = "hospitals/routes_bind.html"
    form_class = BindingForm
    success_message = gettext_lazy("已保存。")

    def get_initial(self):
        return {"is_binding": self.object.routes_bind}

    def act(self, form):
        routes.set_binding(
            network=self.object,
            is_binding=form.cleaned_data["is_binding"],
            by=self.request.user,
            version=self.seen_version,
        )
        return reverse(LIST)
