"""The list that people work from all day, and one referral in full."""

from portal.core.pages import DetailPage, ListPage
from portal.roles import Permission
from referrals.models import Referral


class ReferralList(ListPage):
    model = Referral
    permission = Permission.REFERRAL_VIEW


class ReferralDetail(DetailPage):
    model = Referral
    permission = Permission.REFERRAL_VIEW
