"""Signing in, choosing the working hospital, signing out."""

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _

from hospitals.access import workplaces_of
from portal.accounts.actions import sessions
from portal.accounts.forms import SignInForm, WorkplaceForm
from portal.core.signin import holds_synthetic_data


class SignIn(auth_views.LoginView):
    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True
    extra_context = {"title": _("登录")}

    def get_context_data(self, **context):
        return super().get_context_data(
            expired="expired" in self.request.GET,
            has_synthetic=holds_synthetic_data(),
            **context,
        )

    @transaction.atomic
    def form_valid(self, form):
        super().form_valid(form)
        user, hospitals = form.get_user(), workplaces_of(form.get_user())
        sessions.begin(session=self.request.session, user=user, hospitals=hospitals)
        url = self.get_success_url()
        if len(hospitals) > 1 and "working_hospital" not in self.request.session:
            url = f"{reverse('accounts:workplace')}?{urlencode({'next': url})}"
        response = HttpResponseRedirect(url)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        return response

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SignOut(auth_views.LogoutView):
    next_page = "accounts:sign-in"

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        sessions.end(user=request.user, hospitals=workplaces_of(request.user))
        return super().post(request, *args, **kwargs)


@transaction.atomic
def workplace(request):
    """Choose among one's own hospitals which one this session works for."""
    hospitals = workplaces_of(request.user)
    form = WorkplaceForm(
        request.POST or None,
        hospitals=hospitals,
        initial={"hospital": request.session.get("working_hospital")},
    )
    if form.is_valid():
        chosen = next(row for row in hospitals if str(row.pk) == form.cleaned_data["hospital"])
        sessions.enter(session=request.session, hospital=chosen, by=request.user)
        return redirect(safe_next(request))
    context = {"title": _("选择工作机构"), "form": form, "hospitals": hospitals}
    context["next"] = safe_next(request)
    return render(request, "accounts/workplace.html", context, status=422 if form.is_bound else 200)


def safe_next(request):
    """Where to go on to: an address of this site, or the home page."""
    url = request.POST.get("next") or request.GET.get("next", "")
    allowed = url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    return url if allowed else reverse("dashboards:home")
