"""One search over everything that a person may see, grouped by kind."""

from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.utils.translation import gettext_lazy as _

from hospitals.models import Hospital
from portal.models import User
from portal.roles import Permission
from referrals.actions.identities import record_search
from referrals.forms.fields import NoLongNumberField
from referrals.listing.kind import with_names
from referrals.models import Referral
from referrals.tokens import is_identity

REFERRALS, HOSPITALS = 20, 10
COLUMNS = ("number", "priority", "state", "patient", "diagnosis", "way", "submitted_at")


class SearchForm(forms.Form):
    q = NoLongNumberField(label=_("查找"), max_length=64)


@dataclass(frozen=True)
class Search:
    """What a text finds for one person; is_body: it came in the body of a POST.

    Text that may name a person is looked for among referrals only from there, because addresses
    end up in logs. One more than is shown is fetched, to say that there are more.
    """

    user: User
    text: str
    is_body: bool

    @cached_property
    def referrals(self):
        may = self.user.has_perm(Permission.REFERRAL_VIEW)
        if not may or (is_identity(self.text) and not self.is_body):
            return []
        seen = Referral.objects.visible_to(self.user)
        hits = (
            seen.found_by(self.text, self.user).order_by("-created_at").values_list("pk", flat=True)
        )
        # Sorted and cut before names are joined: a surname is borne by thousands.
        newest = list(hits[: REFERRALS + 1])
        return list(with_names(seen).filter(pk__in=newest).order_by("-created_at"))

    @cached_property
    def hospitals(self):
        if not self.user.has_perm(Permission.HOSPITAL_VIEW):
            return []
        rows = Hospital.objects.visible_to(self.user).named_like(self.text)
        return list(rows.select_related("region").order_by("pinyin", "name")[: HOSPITALS + 1])

    def note(self):
        """Leave a trace where somebody may have been looked for by name or telephone."""
        if is_identity(self.text) and self.user.has_perm(Permission.REFERRAL_REVEAL):
            record_search(text=self.text, by=self.user)
