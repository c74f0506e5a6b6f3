import datetime as dt

import pytest
from django.utils import timezone

from experts.listing.expert_file import EXPERTS
from experts.models import Expert
from portal.core import waiting
from portal.errors import Refusal, Stale
from portal.lists.actions import imports, long_imports
from portal.models import AuditEvent, ImportRun, OutboxMessage
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "张三,模拟市医院,模拟市医院", "李四,模拟市医院,别院"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def keeper():
    return hospitals.member("hospital_admin", hospitals.hospital("模拟市医院"))


def sent(*lines):
    return imports.Sent("\n".join(["姓名,派出医院,登记机构", *lines]).encode(), "专家.csv")


def ask(by, *lines, **options):
    return long_imports.ask(kind=EXPERTS, sent=sent(*lines), by=by, **options)


def told():
    return [(one.kind, one.payload) for one in OutboxMessage.objects.order_by("created_at")]


def test_file_is_brought_in_once_whoever_comes(keeper):
    run, again = ask(keeper, RIGHT), ask(keeper, RIGHT)

    for _time in range(2):
        done = long_imports.work_on(run_id=run.pk)

    assert (again, done.state, done.written, done.progress) == (run, "done", 1, 100)
    assert Expert.objects.get().name == "张三"
    assert AuditEvent.objects.filter(verb="list.import").count() == 1
    assert told() == [("import.finish", {"rows": 1, "wrong": 0})]


def test_right_rows_come_in_and_the_others_lie_aside(keeper):
    run = ask(keeper, RIGHT, WRONG, only_right=True)

    done = long_imports.work_on(run_id=run.pk)

    assert (done.state, done.written, done.wrong_rows) == ("part", 1, 1)
    assert done.leftover


@pytest.mark.parametrize("lines, fault", [((WRONG,), "文件有 1 处错误"), ((), "没有可以导入的")])
def test_what_is_wrong_is_said_on_the_run(keeper, lines, fault):
    run = ask(keeper, *lines)

    done = long_imports.work_on(run_id=run.pk)

    assert (done.state, done.written, fault in done.fault) == ("failed", 0, True)
    assert told() == [("import.fail", {"file": "专家.csv"})]


def test_who_lost_the_right_or_the_file_brings_nothing_in(keeper, media):
    first, second = ask(keeper, RIGHT), ask(keeper, RIGHT, RIGHT.replace("三", "五"))
    next((media / "incoming").glob(f"*{first.sha256}")).unlink()

    gone = long_imports.work_on(run_id=first.pk)
    keeper.memberships.update(until=timezone.localdate() - dt.timedelta(days=1))
    refused = long_imports.work_on(run_id=second.pk)

    assert [row.state for row in (gone, refused)] == ["failed", "failed"]
    assert Expert.objects.count() == 0


def test_killed_worker_is_followed_by_another_but_not_for_ever(keeper):
    run, now = ask(keeper, RIGHT), timezone.now()
    claims = [long_imports.claim_due(now + number * dt.timedelta(minutes=3)) for number in range(4)]

    row = ImportRun.objects.get()
    assert told() == [("import.fail", {"file": "专家.csv"})]
    assert claims == [[str(run.pk)]] * 3 + [[]]
    assert (row.state, row.written, "重新导入" in row.fault) == ("failed", 0, True)


def test_claimed_file_is_left_to_its_worker(keeper):
    run = ask(keeper, RIGHT)

    assert (long_imports.claim_due(), long_imports.claim_due()) == ([str(run.pk)], [])
    with waiting.alone(run.pk) as is_alone:
        assert is_alone
        # The same session may lock twice; another one would not get it.
        assert ImportRun.objects.due().count() == 1


def test_reading_says_how_far_it_has_come(keeper):
    parts = []
    lines = [f"人{number},模拟市医院,模拟市医院" for number in range(1200)]

    imports.read(kind=EXPERTS, content=sent(*lines).content, by=keeper, say=parts.append)

    assert parts == [41, 83]


def test_long_dry_run_tells_what_it_found_and_writes_nothing(keeper):
    run = long_imports.ask_trial(kind=EXPERTS, sent=sent(RIGHT, WRONG), by=keeper)

    done = long_imports.work_on(run_id=run.pk)

    assert (run.state, done.state, done.progress) == ("trying", "tried", 100)
    assert (done.right_rows, done.wrong_rows, done.encoding) == (1, 1, "utf-8")
    assert done.header == ["姓名", "派出医院", "登记机构"]
    assert done.mapping == {"name": 0, "home_hospital": 1, "kept_by": 2}
    assert (bool(done.leftover), Expert.objects.count()) == (True, 0)
    assert told() == [("import.try", {"right": 1, "wrong": 1})]


def test_file_that_was_tried_is_brought_in_by_the_same_row(keeper):
    told = {"kind": EXPERTS, "sent": sent(RIGHT), "by": keeper}
    run = long_imports.ask_trial(**told)
    with pytest.raises(Refusal, match="正在试运行"):
        long_imports.ask(**told)

    long_imports.work_on(run_id=run.pk)
    waits = long_imports.ask(**told)
    same = long_imports.ask_trial(**told)
    done = long_imports.work_on(run_id=run.pk)

    assert (waits, same, done.state) == (run, run, "done")
    assert Expert.objects.count() == 1


def test_cancelled_file_is_never_written_and_may_be_sent_again(keeper):
    run = ask(keeper, RIGHT)

    gone = long_imports.cancel(run=run, by=keeper, version=run.version)
    nothing = long_imports.work_on(run_id=run.pk)

    assert (gone.state, nothing.state, Expert.objects.count()) == ("stopped", "stopped", 0)
    assert AuditEvent.objects.filter(verb="list.import_cancel").count() == 1
    assert ask(keeper, RIGHT) != run
    with pytest.raises(Refusal, match="可以取消"):
        long_imports.cancel(run=run, by=keeper, version=gone.version)


def test_reading_that_is_cancelled_meanwhile_stops_at_its_next_step(keeper):
    lines = [f"人{number},模拟市医院,模拟市医院" for number in range(600)]
    run = ask(keeper, *lines)
    with pytest.raises(Stale):
        long_imports.cancel(run=run, by=keeper, version=run.version + 1)
    # As the job read it before the cancelling.
    row = ImportRun.objects.select_related("owner").get()
    long_imports.cancel(run=run, by=keeper, version=run.version)

    with pytest.raises(Refusal, match="已取消"):
        long_imports._work(row, keeper)

    assert (Expert.objects.count(), told()) == (0, [])
