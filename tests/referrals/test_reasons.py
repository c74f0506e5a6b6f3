from referrals.reasons import REASONS, reasons_of
from referrals.states import Side


def test_each_side_has_its_own_reasons():
    destination = {reason.code for reason in reasons_of(Side.DESTINATION)}
    origin = {reason.code for reason in reasons_of(Side.ORIGIN)}

    assert "no_bed" in destination - origin
    assert "patient_left" in origin - destination
    assert destination & origin == {"payment", "patient_refused", "duplicate", "other"}


def test_other_always_wants_words():
    assert REASONS["other"].comment_required
    assert {reason.counts_as for reason in REASONS.values()} == {"provider", "patient", "system"}
