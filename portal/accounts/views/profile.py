"""What people see and change about themselves."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hospitals.access import memberships_of
from portal.accounts.actions import people
from portal.accounts.forms import LanguageForm, PasswordForm, PreferencesForm
from portal.accounts.views.signin import safe_next


def profile(request):
    """Name, roles and language; a new password."""
    form = PasswordForm(request.POST or None, user=request.user)
    if form.is_valid():
        person = people.change_password(
            user=request.user, password=form.cleaned_data["new"], by=request.user
        )
        update_session_auth_hash(request, person)
        messages.success(request, _("密码已修改。"))
        return redirect("accounts:profile")
    context = {
        "title": _("个人设置"),
        "form": form,
        "preferences": preferences_of(request.user),
        "memberships": memberships_of(request.user),
    }
    return render(request, "accounts/profile.html", context, status=422 if form.is_bound else 200)


def preferences_of(user):
    """The form with what this person chose so far."""
    return PreferencesForm(
        initial={name: getattr(user, name) for name in people.PREFERENCES}, user=user
    )


def signed_in(request):
    """Where signing in again in a second window ends: the first one goes on by itself."""
    return render(request, "accounts/signed_in.html", {"title": _("已重新登录")})


@require_POST
def prefer(request):
    """Keep how this person likes the pages."""
    form = PreferencesForm(request.POST, user=request.user)
    if form.is_valid():
        people.prefer(user=request.user, preferences=form.cleaned_data, by=request.user)
        messages.success(request, _("个人偏好已保存。"))
    else:
        messages.error(request, _("个人偏好没有保存，请重新选择。"))
    return redirect("accounts:profile")


@login_not_required
@require_POST
def language(request):
    """Choose the language of the pages; remembered for the person once signed in."""
    form = LanguageForm(request.POST)
    response = redirect(safe_next(request))
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        if request.user.is_authenticated:
            people.choose_language(user=request.user, language=chosen, by=request.user)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, samesite="Lax")
    return response
