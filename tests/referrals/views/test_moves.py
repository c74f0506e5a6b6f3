import datetime as dt
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from referrals.actions import transfers
from referrals.models import Referral, ReferralEvent
from referrals.states import MOVES, STATES
from tests.factories import files
from tests.factories import referrals as make

PEOPLE = ("clinician", "coordinator", "reviewer", "receiver", "desk", "head")
BUTTON = re.compile(r'data-move="(\w+)"')
SIDE_LINES = [
    ("pending_review", "return"),
    ("received", "request_info"),
    ("info_requested", "supply_info"),
    ("received", "decline"),
    ("declined", "redirect"),
    ("submitted", "cancel"),
    ("draft", "discard"),
    ("received", "waitlist"),
    ("waitlisted", "accept"),
    ("accepted", "withdraw_acceptance"),
    ("received", "propose_onward"),
    ("scheduled", "reschedule"),
    ("scheduled", "release"),
    ("scheduled", "mark_no_show"),
    ("no_show", "rebook"),
    ("in_transit", "turn_back"),
    ("in_transit", "divert"),
    ("arrived", "refuse_at_door"),
    ("admitted", "interim_reply"),
    ("accepted", "request_cancel"),
    ("cancel_requested", "confirm_cancel"),
    ("cancel_requested", "refuse_cancel"),
    ("declined", "close_unplaced"),
    ("scheduled", "record_death"),
    ("accepted", "change_priority"),
    ("submitted", "mark_error"),
    ("unplaced", "reopen"),
    ("received", "return_with_advice"),
]


def page(verb, referral):
    return reverse(f"referrals:referral-{verb.replace('_', '-')}", args=[referral.pk])


def typed(world, verb, referral, **changes):
    """The form of a move as a browser sends it."""
    plain = {"version": referral.version, "form_key": str(uuid.uuid4()), "confirmed": "on"}
    for name, value in (make.details(world, verb) | changes).items():
        if isinstance(value, dt.datetime):
            value = timezone.localtime(value).strftime("%Y-%m-%dT%H:%M")
        plain[name] = str(getattr(value, "pk", value))
    return plain


def send(client, world, referral, verb, **changes):
    client.force_login(getattr(world, make.ACTORS[verb]))
    return client.post(page(verb, referral), typed(world, verb, referral, **changes))


def text_of(response):
    return response.content.decode()


def test_five_people_close_the_loop_through_pages(world, client):
    referral = make.draft(world)
    for verb in make.MAIN_LINE:
        answer = send(client, world, referral, verb)
        assert answer.status_code == 302, (verb, text_of(answer))
        assert answer["Location"] == reverse("referrals:referral-detail", args=[referral.pk])
        referral.refresh_from_db()

    assert referral.state == "completed"
    actors = ReferralEvent.objects.filter(referral=referral).values("actor").distinct()
    assert actors.count() == 6


@pytest.mark.parametrize("state, verb", SIDE_LINES)
def test_side_lines_work_through_pages(world, client, state, verb):
    referral = make.at_state(world, state)

    assert send(client, world, referral, verb).status_code == 302
    referral.refresh_from_db()
    assert (state, referral.state) in MOVES[verb].edges()
    assert ReferralEvent.objects.filter(referral=referral).last().action == verb


def test_emergency_is_sent_through_its_page(world, client):
    referral = make.draft(world, priority="emergency")

    assert send(client, world, referral, "send").status_code == 302
    referral.refresh_from_db()
    assert referral.state == "submitted"


@pytest.mark.parametrize("state", STATES)
def test_buttons_are_exactly_the_allowed_moves(world, client, state):
    referral = make.at_state(world, state)
    for name in PEOPLE:
        user = getattr(world, name)
        client.force_login(user)
        answer = client.get(reverse("referrals:referral-detail", args=[referral.pk]))
        seen = Referral.objects.visible_to(user).filter(pk=referral.pk).exists()
        assert answer.status_code == (200 if seen else 404)
        if seen:
            allowed = {move.verb for move in referral.moves_for(user)}
            buttons = BUTTON.findall(text_of(answer))
            assert sorted(buttons) == sorted(allowed), name
            # The step that the referral waits for comes first.
            assert not allowed & {STATES[state].waits_for} - set(buttons[:1]), name
            for verb in allowed:
                assert client.get(page(verb, referral)).status_code == 200, verb


def test_page_of_an_impossible_move_says_so(world, client):
    closed, draft = make.at_state(world, "completed"), make.draft(world)
    for verb in set(make.ACTORS) - {"mark_error", "reopen"}:
        referral = closed if "draft" in MOVES[verb].sources else draft
        client.force_login(getattr(world, make.ACTORS[verb]))
        opened = client.get(page(verb, referral))
        actor = getattr(world, make.ACTORS[verb])
        unseen = not Referral.objects.visible_to(actor).filter(pk=referral.pk).exists()
        assert opened.status_code == (404 if unseen else 409), verb
        if not unseen:
            assert referral.state_label in text_of(opened)
            assert "<textarea" not in text_of(opened)


def test_stale_page_tells_who_moved_it_and_keeps_what_was_typed(world, client):
    referral = make.at_state(world, "received")
    before = typed(world, "request_info", referral, note="请补充心电图。")
    transfers.decline(referral=referral, by=world.head, details={"reason_code": "no_bed"})
    client.force_login(world.receiver)

    answer = client.post(page("request_info", referral), before)

    assert answer.status_code == 412
    assert world.head.display_name in text_of(answer)
    assert "被拒待改派" in text_of(answer)


def test_stale_page_can_be_sent_again_after_a_look(world, client):
    referral = make.at_state(world, "received")
    before = typed(world, "decline", referral, note="改约他院。")
    transfers.request_info(referral=referral, by=world.head, details={"note": "缺检查"})
    client.force_login(world.receiver)
    answer = client.post(page("decline", referral), before)
    version = re.search(r'name="version" value="(\d+)"', text_of(answer))[1]

    assert answer.status_code == 412
    assert "改约他院。" in text_of(answer)
    again = client.post(page("decline", referral), before | {"version": version})
    assert again.status_code == 302
    referral.refresh_from_db()
    assert referral.state == "declined"


def test_a_post_without_version_changes_nothing(world, client):
    referral = make.at_state(world, "submitted")
    client.force_login(world.receiver)

    assert client.post(page("receive", referral)).status_code == 412
    referral.refresh_from_db()
    assert referral.state == "submitted"


def test_double_click_moves_once(world, client):
    referral = make.at_state(world, "submitted")
    data = typed(world, "receive", referral)
    client.force_login(world.receiver)

    first, second = (client.post(page("receive", referral), data) for _time in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert ReferralEvent.objects.filter(referral=referral, action="receive").count() == 1


def test_wrong_side_is_forbidden_and_a_stranger_finds_nothing(world, client, stranger):
    referral = make.at_state(world, "submitted")
    client.force_login(world.coordinator)
    assert client.get(page("receive", referral)).status_code == 403

    client.force_login(stranger)
    assert client.get(page("receive", referral)).status_code == 404
    assert client.post(page("receive", referral), {"version": 3}).status_code == 404


def test_what_a_form_lacks_stands_in_the_error_summary(world, client):
    referral = make.at_state(world, "received")

    answer = send(client, world, referral, "decline", reason_code="other")

    assert answer.status_code == 422
    assert 'href="#id_note"' in text_of(answer)
    assert "错误：" in text_of(answer)


def test_submitting_names_what_the_referral_lacks(world, client):
    referral = make.draft(world, summary="", allergies="")

    answer = send(client, world, referral, "submit_for_review")

    assert answer.status_code == 422
    assert "转诊单还缺必填内容：过敏史、病情摘要" in text_of(answer)


def test_submitting_needs_the_tick(world, client):
    referral = make.draft(world)

    answer = send(client, world, referral, "submit_for_review", confirmed="")

    assert answer.status_code == 422
    assert 'href="#id_confirmed"' in text_of(answer)


def test_rules_of_the_domain_are_shown_on_the_form(world, client):
    referral = make.at_state(world, "accepted")
    world.beds.open_beds = 0
    world.beds.save()

    answer = send(client, world, referral, "schedule")

    assert answer.status_code == 409
    assert "已无空床" in text_of(answer)


@pytest.mark.parametrize("version", ["²", "9" * 5000, "one"])
def test_nonsense_for_a_version_counts_as_an_old_page(world, client, version):
    referral = make.at_state(world, "submitted")

    answer = send(client, world, referral, "receive", version=version)

    assert answer.status_code == 412


def test_retrospective_filing_needs_both_sides_and_asks_nothing_twice(world, client):
    now = timezone.now().replace(second=0, microsecond=0)
    said = {
        "agreed_with": "值班主任",
        "agreed_at": now - dt.timedelta(hours=3),
        "actual_arrival_at": now - dt.timedelta(hours=1),
    }
    referral = make.draft(world, priority="emergency", **said)
    address = reverse("referrals:referral-file-retrospective", args=[referral.pk])
    client.force_login(world.coordinator)
    check = client.get(reverse("referrals:referral-check", args=[referral.pk]))
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in ("agreed_with", "agreed_at", "arrived_at")}

    first = client.post(address, sent | {"note": "先行转送", "version": 1, "form_key": "k1"})
    client.force_login(world.desk)
    fields = list(client.get(address).context["form"].fields)
    referral.refresh_from_db()
    client.post(address, {"version": referral.version, "form_key": "k2"})

    assert address in check.content.decode()
    times = [timezone.make_naive(said[name]) for name in ("agreed_at", "actual_arrival_at")]
    assert list(sent.values()) == ["值班主任", *times]
    assert (first.status_code, fields) == (302, ["note"])
    referral.refresh_from_db()
    assert (referral.state, referral.arrived_at) == ("arrived", said["actual_arrival_at"])


def test_what_was_asked_for_is_given_as_files_through_inspection(world, client, settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path
    referral = make.at_state(world, "info_requested")
    address = reverse("referrals:referral-supply-info", args=[referral.pk])
    client.force_login(world.clinician)

    def send(**more):
        key = {"version": referral.version, "form_key": str(len(more))}
        return client.post(address, key | more)

    other = {"files": upload(), "files_kind": "other"}
    nothing, unsaid = send(), send(**other)
    given = send(**(other | {"files": upload(), "files_kind_other": "外院胶片"}))

    assert (nothing.status_code, unsaid.status_code, given.status_code) == (422, 422, 302)
    assert list(unsaid.context["form"].errors) == ["files_kind_other"]
    document = referral.attachments.get()
    assert (document.state, document.kind_other) == ("pending", "外院胶片")
    referral.refresh_from_db()
    assert (referral.state, referral.events.last().payload["files"]) == ("received", 1)


def upload():
    return SimpleUploadedFile("片子.pdf", files.pdf(), content_type="application/pdf")
