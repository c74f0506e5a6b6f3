"""The start list of coded reasons: who may use them, what they count as.

Loaded once into the table that the network keeps (models/reason.py); a code that is not there any
longer, or was never changed, still has its words here.
"""

from dataclasses import dataclass

from referrals.states import Side


def _(text: str) -> str:
    """Mark a Chinese label for the catalogue; it is translated where it is shown."""
    return text


@dataclass(frozen=True)
class Reason:
    """counts_as: whose doing it was (provider, patient or system)."""

    code: str
    label: str
    sides: frozenset[Side]
    counts_as: str
    comment_required: bool = False


# Moves of the table write these themselves: their words may change, but they cannot end.
NEEDED = frozenset({"needs_higher_level", "patient_left", "died"})

_BOTH = frozenset({Side.ORIGIN, Side.DESTINATION})
_DESTINATION = frozenset({Side.DESTINATION})
_ORIGIN = frozenset({Side.ORIGIN})
_SYSTEM = frozenset({Side.SYSTEM})

REASONS: dict[str, Reason] = {
    reason.code: reason
    for reason in (
        Reason("no_bed", _("无空床"), _DESTINATION, "provider"),
        Reason("no_specialty", _("无相应专科"), _DESTINATION, "provider"),
        Reason("equipment_down", _("设备故障"), _DESTINATION, "provider"),
        Reason("outside_scope", _("超出诊疗范围"), _DESTINATION, "provider"),
        Reason("needs_higher_level", _("建议转往上级医院"), _DESTINATION, "provider", True),
        Reason("incomplete_documents", _("资料不全"), _DESTINATION, "provider", True),
        Reason("infection_control", _("感染防控"), _DESTINATION, "provider"),
        Reason("payment", _("费用或医保原因"), _BOTH, "patient"),
        Reason("patient_refused", _("患者拒绝"), _BOTH, "patient"),
        Reason("patient_left", _("患者自行外出就医"), _ORIGIN, "patient"),
        Reason("patient_chose_other", _("患者选择其他医院"), _ORIGIN, "patient"),
        Reason("improved", _("病情好转"), _ORIGIN, "patient"),
        Reason("not_transportable", _("病情加重不宜转运"), _ORIGIN, "patient"),
        # Nobody ends a referral as cancelled because of it: the move that records a death says it.
        Reason("died", _("患者死亡"), _SYSTEM, "patient"),
        Reason("duplicate", _("重复转诊"), _BOTH, "system"),
        Reason("raised_in_error", _("填写错误"), _ORIGIN, "system"),
        Reason("other", _("其他"), _BOTH, "system", True),
    )
}


def reasons_of(side: Side) -> list[Reason]:
    """The reasons that people on this side may give."""
    return [reason for reason in REASONS.values() if side in reason.sides]
