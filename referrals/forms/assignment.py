"""To whom a referral, or all ticked ones, are given."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hospitals.access import colleagues_of
from portal.models import User
from portal.roles import Permission
from referrals.forms.bulk import BulkForm


def _colleague():
    return forms.ModelChoiceField(
        label=_("责任人"), queryset=User.objects.none(), required=False, empty_label=_("无人负责")
    )


def _fill(form, user):
    form.fields["assignee"].queryset = colleagues_of(user, Permission.REFERRAL_VIEW)


class AssignForm(forms.Form):
    assignee = _colleague()

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        _fill(self, user)


class BulkAssignForm(BulkForm):
    assignee = _colleague()

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        del self.fields["verb"]
        _fill(self, user)
