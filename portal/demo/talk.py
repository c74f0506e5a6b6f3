"""What people say to each other about the referrals that are under way."""

from contextlib import suppress

from portal.demo import referrals as walker
from portal.errors import Refusal
from portal.roles import Role
from referrals.actions import messages
from referrals.models import Referral, ReferralMessage

SPOKEN_OF = 60
# By state: on which side somebody begins, and who answers.
TALK = {
    "submitted": (("origin", "患者家属已在办理出院，今天可以出发。"),),
    "received": (
        ("destination", "请问近期有没有做过增强CT？"),
        ("origin", "上周做过，片子随患者带来。"),
    ),
    "info_requested": (("origin", "检验科下午出结果，出来后马上补上。"),),
    "accepted": (("destination", "床位已留，请到一号楼住院处办理。"),),
    "scheduled": (
        ("origin", "家属问能否提前一天到院？"),
        ("destination", "可以，提前电话联系即可。"),
    ),
    "in_transit": (("origin", "已过收费站，患者生命体征平稳。"),),
    "admitted": (
        ("origin", "请问患者术后恢复如何？"),
        ("destination", "恢复顺利，预计下周出院。"),
    ),
}


def load(progress):
    """Talk about the newest open referrals of each state, once."""
    cast = walker.Cast.read()
    rows = Referral.objects.filter(is_synthetic=True, state__in=TALK, messages=None)
    missing = SPOKEN_OF - ReferralMessage.objects.values("referral").distinct().count()
    for referral in rows.order_by("-created_at")[: max(missing, 0)]:
        for side, text in TALK[referral.state]:
            _say(cast, referral, side, text)
    progress(f"messages {ReferralMessage.objects.count()}")


def _say(cast, referral, side, text):
    place = referral.origin_id if side == "origin" else referral.destination_id
    person = cast.people.get((place, Role.REFERRAL_COORDINATOR))
    if person is None:
        return
    person.working_hospital_id = None
    with suppress(Refusal):
        messages.say(referral=referral, text=text, by=person)
