import datetime as dt

from django.urls import reverse
from django.utils import timezone

from referrals.models import FollowUpTask, Referral
from tests.factories import care
from tests.factories import referrals as make

LIST = "/referrals/follow-ups/"


def address(task, page):
    return reverse(f"referrals:follow-up-{page}", args=[task.pk])


def test_list_takes_the_same_queries_for_one_row_and_three(
    world, client, django_assert_num_queries
):
    tasks = care.tasks(world)
    today = timezone.localdate()
    client.force_login(world.clinician)
    client.get(LIST)
    FollowUpTask.objects.filter(pk=tasks[0].pk).update(due_on=today)
    with django_assert_num_queries(7):
        client.get(LIST)
    FollowUpTask.objects.update(due_on=today - dt.timedelta(days=1))

    with django_assert_num_queries(7):
        rows = client.get(LIST).context["object_list"]
    assert len(rows) == 3


def test_tabs_by_day_and_state(world, client):
    tasks = care.tasks(world)
    FollowUpTask.objects.filter(pk=tasks[0].pk).update(due_on=timezone.localdate())
    care.looked_after(world, tasks[1])
    client.force_login(world.clinician)

    lengths = {
        tab: len(client.get(f"{LIST}?tab={tab}").context["object_list"])
        for tab in ("due", "late", "coming", "done")
    }

    assert lengths == {"due": 1, "late": 0, "coming": 1, "done": 1}


def test_record_by_page_then_send_up_by_one_click(world, client):
    task = care.tasks(world)[0]
    client.force_login(world.clinician)
    typed = {"kind": "visit", "findings": "胸痛。", "readmitted": "false", "needs_referral": "on"}

    shown = client.get(address(task, "record"))
    wrong = client.post(address(task, "record"), typed | {"readmitted": "", "version": 1})
    right = client.post(address(task, "record"), typed | {"version": 1})
    sent = client.post(address(task, "send-up"), {"version": 2})

    assert (shown.status_code, wrong.status_code) == (200, 422)
    assert right["Location"] == address(task, "send-up")
    up = Referral.objects.get(parent=task.referral)
    assert sent["Location"] == reverse("referrals:referral-edit", args=[up.pk])


def test_move_cancel_and_add_by_page(world, client):
    child = care.taken_over(world)
    first, second, _third = care.tasks(world, child)
    client.force_login(world.clinician)
    when = {"due_on": "2030-01-01", "kind": "clinic", "version": 1}

    client.post(address(first, "move"), when)
    client.post(address(second, "cancel"), {"findings": "迁居", "version": 1})
    client.post(reverse("referrals:follow-up-add", args=[child.pk]), when)

    rows = FollowUpTask.objects.order_by("seq").values_list("seq", "state", "kind")
    assert list(rows) == [
        (1, "open", "clinic"),
        (2, "cancelled", "phone"),
        (3, "open", "phone"),
        (4, "open", "clinic"),
    ]


def test_hospital_above_reads_but_does_not_write(world, client):
    child = care.taken_over(world)
    task = care.tasks(world, child)[0]
    care.looked_after(world, task, findings="一切平稳。")
    client.force_login(world.head)

    page = client.get(reverse("referrals:referral-detail", args=[child.pk])).content.decode()

    assert "一切平稳。" in page
    assert client.get(address(task, "record")).status_code == 403


def test_care_sheet_says_what_to_do_and_when(world, client):
    child = care.taken_over(world)
    care.tasks(world, child)
    client.force_login(world.clinician)

    page = client.get(reverse("referrals:care-sheet", args=[child.pk])).content.decode()

    assert "低盐饮食，按时服药。" in page
    assert "胸痛加重。" in page
    assert (timezone.localdate() + dt.timedelta(days=7)).isoformat() in page


def test_stranger_finds_no_task(world, client, stranger):
    task = care.tasks(world)[0]
    client.force_login(stranger)

    assert client.get(address(task, "record")).status_code == 404
    assert make.ID_NUMBER not in client.get(LIST).content.decode()
