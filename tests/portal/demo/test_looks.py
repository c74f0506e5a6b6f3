from portal.demo import looks
from portal.models import AuditEvent
from tests.factories import referrals as make


def test_readers_look_once(world):
    reader = world.receiver
    type(reader).objects.filter(pk=reader.pk).update(username="coordinator.xiangya")
    make.at_state(world, "submitted")
    said = []

    made = [looks.load(said.append), looks.load(said.append)]

    assert (made, said) == ([1, 0], ["looks: 1"])
    assert AuditEvent.objects.get(verb="referral.reveal").detail == {"reason": "treatment"}
