"""The pages of saved views and of one's own columns."""

from urllib.parse import urlencode

from django import forms
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from portal.core.listing import Look, query_dict
from portal.core.pages import ActionPage, FormPage, ListPage
from portal.lists.actions import looks
from portal.lists.forms import SettingForm, ViewForm
from portal.lists.kinds import kind_of, kinds_for
from portal.models import ListSetting, SavedView
from portal.templatetags.ui import chips


def chips_of(kind, query, user):
    """The filters of a view in words."""
    _rows, filterset = kind.filtered(query, user)
    return chips(filterset, query)


class SavedViewList(ListPage):
    model = SavedView
    title = gettext_lazy("保存的视图")
    template_name = "lists/view_list.html"
    select_related = ("owner",)
    ordering = ("kind", "weight", "name", "pk")

    def get_queryset(self):
        return super().get_queryset().filter(kind__in=kinds_for(self.request.user))

    def get_context_data(self, **context):
        user, kinds = self.request.user, kinds_for(self.request.user)
        settings = ListSetting.objects.visible_to(user)
        context = super().get_context_data(kinds=list(kinds.values()), **context)
        return context | {
            "rows": [
                {
                    "view": view,
                    "kind": kinds[view.kind],
                    "url": f"{reverse(kinds[view.kind].url_name)}?view={view.slug}",
                    "may_change": looks.may_change(view, user),
                }
                for view in context["object_list"]
            ],
            "defaults": set(settings.values_list("default_view_id", flat=True)),
        }


class SavedViewCreate(FormPage):
    """The filters come in the address, as the list had them."""

    title = gettext_lazy("保存为视图")
    form_class = ViewForm
    template_name = "lists/view_form.html"
    success_message = gettext_lazy("视图已保存。")

    @cached_property
    def kind(self):
        return kind_of(self.kwargs["kind"], self.request.user)

    @cached_property
    def look(self):
        return Look(self.kind, self.request.user, self.request.GET)

    def get_initial(self):
        valid = self.kind.valid(self.look.query, self.request.user)
        columns = ",".join(column.code for column in self.look.columns)
        return {"query": urlencode(valid, doseq=True), "columns": columns, "weight": 100}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"kind": self.kind}

    def get_context_data(self, **context):
        context = super().get_context_data(kind=self.kind, **context)
        query = query_dict(context["form"].filters)
        return context | {"chips": chips_of(self.kind, query, self.request.user)}

    def act(self, form):
        content, user = form.cleaned_data, self.request.user
        view = looks.save_view(kind=self.kind, content=content, by=user)
        if content["is_default"]:
            looks.set_default(kind=self.kind, view=view, by=user)
        return f"{reverse(self.kind.url_name)}?view={view.slug}"


class SavedViewPage(ActionPage):
    """One view of a list that this person may open; whoever may not change it is told so."""

    model = SavedView

    def may_open(self, user):
        return self.kind is not None and looks.may_change(self.object, user)

    @cached_property
    def kind(self):
        return kind_of(self.object.kind, self.request.user)


class SavedViewEdit(SavedViewPage):
    title = gettext_lazy("修改视图")
    form_class = ViewForm
    template_name = "lists/view_form.html"
    success_message = gettext_lazy("视图已修改。")

    def get_initial(self):
        view = self.object
        mine = ListSetting.objects.visible_to(self.request.user)
        return {
            "name": view.name,
            "circle": str(view.circle or ""),
            "weight": view.weight,
            "query": urlencode(view.query, doseq=True),
            "columns": ",".join(view.columns),
            "is_default": mine.filter(default_view=view).exists(),
        }

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"kind": self.kind, "view": self.object}

    def get_context_data(self, **context):
        context = super().get_context_data(kind=self.kind, **context)
        query = query_dict(context["form"].filters)
        return context | {"chips": chips_of(self.kind, query, self.request.user)}

    def act(self, form):
        content, user = form.cleaned_data, self.request.user
        view = looks.change_view(
            view=self.object, content=content, by=user, version=self.seen_version
        )
        if content["is_default"] != form.initial["is_default"]:
            looks.set_default(kind=self.kind, view=view if content["is_default"] else None, by=user)
        return reverse("lists:view-list")


class SavedViewDelete(SavedViewPage):
    title = gettext_lazy("删除视图")
    template_name = "lists/view_delete.html"
    success_message = gettext_lazy("视图已删除。")

    def get_form(self, form_class=None):
        return forms.Form(self.request.POST or None)

    def act(self, form):
        looks.delete_view(view=self.object, by=self.request.user, version=self.seen_version)
        return reverse("lists:view-list")


class SavedViewDefault(ActionPage):
    """Make a view that this person may use the first they see of its list, or no longer."""

    model = SavedView
    http_method_names = ["post"]

    def may_open(self, user):
        return kind_of(self.object.kind, user) is not None

    def post(self, request, *args, **kwargs):
        view = self.object if "on" in request.POST else None
        looks.set_default(kind=kind_of(self.object.kind, request.user), view=view, by=request.user)
        return HttpResponseRedirect(reverse("lists:view-list"))


class ListSettingPage(FormPage):
    """Which columns, and how many rows a page; kept on the server for this person."""

    title = gettext_lazy("列设置")
    form_class = SettingForm
    template_name = "lists/setting.html"
    success_message = gettext_lazy("列设置已保存。")

    @cached_property
    def kind(self):
        return kind_of(self.kwargs["kind"], self.request.user)

    def get_initial(self):
        setting = ListSetting.objects.visible_to(self.request.user).of(
            self.request.user, self.kind.code
        )
        columns = self.kind.columns_of(setting.columns)
        return {"columns": [column.code for column in columns], "page_size": setting.page_size}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"kind": self.kind}

    def get_context_data(self, **context):
        return super().get_context_data(kind=self.kind, address=self.address, **context)

    @property
    def address(self):
        return f"{reverse(self.kind.url_name)}?{self.request.GET.urlencode()}"

    def act(self, form):
        looks.choose_columns(
            kind=self.kind,
            columns=form.cleaned_data["columns"],
            page_size=form.cleaned_data["page_size"],
            by=self.request.user,
        )
        return self.address
