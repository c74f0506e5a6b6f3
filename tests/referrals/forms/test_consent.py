from referrals.forms.consent import WithdrawConsentForm


def test_withdrawing_asks_why():
    assert list(WithdrawConsentForm({"reason": " "}).errors) == ["reason"]
    assert WithdrawConsentForm({"reason": "家属来电"}).is_valid()
