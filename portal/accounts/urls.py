"""Sign-in, profile, members, notices, audit trail."""

from django.urls import path

from portal.accounts.views import audit, members, notices, profile, signin

app_name = "accounts"

urlpatterns = [
    path("login/", signin.SignIn.as_view(), name="sign-in"),
    path("logout/", signin.SignOut.as_view(), name="sign-out"),
    path("workplace/", signin.workplace, name="workplace"),
    path("language/", profile.language, name="language"),
    path("me/", profile.profile, name="profile"),
    path("me/signed-in/", profile.signed_in, name="signed-in"),
    path("me/preferences/", profile.prefer, name="prefer"),
    path("members/", members.MemberList.as_view(), name="member-list"),
    path("members/new/", members.MemberAppoint.as_view(), name="member-appoint"),
    path("members/<uuid:pk>/change/", members.MemberChange.as_view(), name="member-change"),
    path("members/<uuid:pk>/end/", members.MemberEnd.as_view(), name="member-end"),
    path("members/<uuid:pk>/password/", members.MemberPassword.as_view(), name="member-password"),
    path("notices/", notices.NoticeList.as_view(), name="notice-list"),
    path("notices/read/", notices.read_all, name="notice-read-all"),
    path("notices/<uuid:pk>/read/", notices.read, name="notice-read"),
    path("audit/", audit.AuditList.as_view(), name="audit-list"),
]
