from portal.dashboards import tiles
from portal.models import User
from referrals.models import FollowUpTask, Referral
from tests.factories import care, hospitals
from tests.factories.referrals import at_state, draft


def shown(user):
    return {str(tile.label): tile.value for tile in tiles.of(user)}


def test_tiles_equal_the_length_of_the_lists(world):
    draft(world)
    seen = Referral.objects.visible_to(world.coordinator)

    assert shown(world.coordinator) == {
        "待我处理": len(seen.waiting_for(world.coordinator)),
        "我负责": 0,
        "已超时": len(seen.open().late()),
        "池中待认领": len(seen.pooled(world.coordinator)),
        "待补资料": 0,
        "转运中": 0,
        "待回执": 0,
        "我院转入": len(seen.incoming_to(world.coordinator)),
        "我院转出": len(seen.sent_by(world.coordinator)),
        "未读通知": 0,
    }
    assert shown(world.coordinator)["我院转出"] == 1


def test_late_tile_draws_attention_only_when_something_is_late(world):
    referral = draft(world)
    late = next(tile for tile in tiles.of(world.coordinator) if str(tile.label) == "已超时")
    assert not late.warn

    Referral.objects.filter(pk=referral.pk).update(due_at="2020-01-01T00:00Z")

    late = next(tile for tile in tiles.of(world.coordinator) if str(tile.label) == "已超时")
    assert (late.value, late.warn) == (1, True)


def test_tiles_without_a_hospital_show_the_inbox_alone(commission_of):
    assert shown(commission_of(hospitals.region())) == {"未读通知": 0}


def test_counts_of_the_frame_equal_the_tiles(world):
    draft(world)

    assert tiles.counts(world.coordinator) == {
        "unread": shown(world.coordinator)["未读通知"],
        "waiting": shown(world.coordinator)["待我处理"],
        "pooled": 0,
        "incoming": 0,
        "newest": 0,
    }


def test_counts_follow_what_a_person_holds(world):
    """The statement is kept for each person; another membership is another statement."""
    draft(world)
    before = tiles.counts(world.head)

    hospitals.holds(world.head, "referral_coordinator", world.county)
    head = User.objects.get(pk=world.head.pk)

    assert (before["waiting"], tiles.counts(head)["waiting"]) == (0, 1)


def test_tile_opens_a_list_of_that_length(client, world):
    draft(world)
    for state in ("pending_review", "info_requested", "in_transit", "treated"):
        at_state(world, state)
    lengths = {}

    for person in (world.coordinator, world.reviewer):
        client.force_login(person)
        for tile in tiles.of(person)[:-1]:
            assert client.get(tile.url).context["paginator"].count == tile.value
            lengths[str(tile.label)] = tile.value

    assert (lengths["待我审核"], lengths["待补资料"], lengths["转运中"], lengths["待回执"]) == (
        1,
        1,
        1,
        1,
    )


def test_what_follows_is_a_tile_while_there_is_some(world):
    task = care.tasks(world)[0]
    FollowUpTask.objects.filter(pk=task.pk).update(due_on="2020-01-01")
    care.owed(draft(world))

    follow_up = next(tile for tile in tiles.of(world.clinician) if str(tile.label) == "今天应随访")

    assert (follow_up.value, follow_up.warn) == (1, True)
    assert shown(world.reviewer)["事后审核与补办"] == 1
    assert "事后审核与补办" not in shown(world.receiver)
