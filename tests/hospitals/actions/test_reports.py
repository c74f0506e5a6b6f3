import datetime as dt

import pytest
from django.utils import timezone

from hospitals.actions import reports as actions
from hospitals.models import Campus, MonthlyReport
from portal.errors import Incomplete, NotAllowed, Refusal, Stale
from portal.models import AuditEvent
from tests.factories import hospitals, reports

pytestmark = pytest.mark.django_db
NOTE = {"note": "数据有误"}


@pytest.fixture
def hospital():
    return hospitals.hospital()


@pytest.fixture
def clerk(hospital):
    return hospitals.member("it_admin", hospital)


@pytest.fixture
def admin(hospital):
    return hospitals.member("hospital_admin", hospital)


@pytest.fixture
def lead(hospital):
    lead = hospitals.hospital()
    hospitals.network(lead, hospital)
    return hospitals.member("network_admin", lead)


def test_a_month_goes_from_draft_to_locked_and_back(hospital, clerk, admin, lead):
    row = actions.open_report(hospital=hospital, month=dt.date(2026, 9, 1), by=clerk)

    row = actions.fill(report=row, figures=reports.told(), by=clerk, version=1)
    row = actions.submit(report=row, by=clerk, version=2)
    row = actions.approve(report=row, details={"note": ""}, by=admin, version=3)
    row = actions.lock(report=row, by=lead, version=4)
    assert (row.state, row.approved_by, row.volumes.count()) == ("locked", admin, 14)
    row = actions.reopen(report=row, details=NOTE, by=lead, version=5)

    assert (row.state, row.note, row.approved_by) == ("draft", "数据有误", None)
    verbs = AuditEvent.objects.touching([hospital.pk]).order_by("at", "pk")
    steps = ["open", "fill", "submit", "approve", "lock", "reopen"]
    assert [event.verb for event in verbs] == [f"report.{step}" for step in steps]
    assert "数据有误" not in str(verbs.last().detail)
    assert [event["label"] for event in row.history()][:2] == ["重开月报", "锁定月报"]


def test_nobody_approves_their_own(hospital, admin):
    row = actions.submit(report=reports.full(hospital), by=admin)

    with pytest.raises(NotAllowed) as refusal:
        actions.approve(report=row, details={"note": ""}, by=admin)

    assert refusal.value.code == "own_report"
    assert row.steps_for(admin) == {"send_back"}


def test_roles_hold_what_is_theirs(hospital, clerk, admin, lead, stranger):
    submitted = hospitals.handed_in(hospital, "2026-09-01", reports.FIGURES)
    approved = reports.approved(hospital, "2026-08-01")
    locked = hospitals.handed_in(hospital, "2026-07-01", reports.FIGURES, state="locked")
    no = {"details": NOTE}

    for act, row, by, told in (
        (actions.approve, submitted, clerk, no),
        (actions.send_back, submitted, stranger, no),
        (actions.lock, approved, admin, {}),
        (actions.reopen, locked, admin, no),
        (actions.reopen, approved, clerk, no),
    ):
        with pytest.raises(NotAllowed):
            act(report=row, by=by, **told)

    steps = [row.steps_for(lead) for row in (submitted, approved, locked)]
    assert steps == [{"approve", "send_back"}, {"lock", "reopen"}, {"reopen"}]


def test_only_a_draft_is_filled_in(hospital, clerk, admin):
    row = reports.approved(hospital, "2026-09-01")

    with pytest.raises(Refusal) as refusal:
        actions.fill(report=row, figures={"discharges": (1, "")}, by=clerk)

    assert refusal.value.message == "该月报现在是“已批准”，不能执行此操作。"


def test_figures_are_changed_removed_and_audited(hospital, clerk):
    row = hospitals.report(hospital, figures={"discharges": 600, "emergencies": 5})

    figures = {"discharges": (610, "补录"), "emergencies": (None, ""), "outpatients": (0, "")}
    row = actions.fill(report=row, figures=figures, by=clerk, version=1)
    same = actions.fill(report=row, figures={"discharges": (610, "补录")}, by=clerk, version=2)

    told = {line.measure: (line.value, line.reason) for line in row.volumes.all()}
    assert told == {"discharges": (610, "补录"), "outpatients": (0, "")}
    changed = AuditEvent.objects.get(verb="report.fill").detail["changed"]
    assert changed == {"discharges": [600, 610], "emergencies": [5, None], "outpatients": [None, 0]}
    assert same.version == 2
    with pytest.raises(Stale):
        actions.fill(report=row, figures={}, by=clerk, version=1)


def test_what_cannot_be_is_refused_at_its_figure(hospital, clerk):
    row = hospitals.report(hospital, figures={"surgeries": 100, "surgeries_level_4": 40})

    with pytest.raises(Incomplete) as refusal:
        actions.fill(report=row, figures={"surgeries_level_3": (61, "")}, by=clerk)

    said = "三级与四级手术合计 101，多于住院手术台次 100。"
    assert refusal.value.errors == {"surgeries_level_3": said}


def test_a_jump_is_answered_with_a_word(hospital, clerk):
    for month in ("2026-06-01", "2026-07-01", "2026-08-01"):
        reports.approved(hospital, month)
    row = reports.full(hospital, emergencies=1500)

    with pytest.raises(Incomplete) as refusal:
        actions.submit(report=row, by=clerk)
    actions.fill(report=row, figures={"emergencies": (1500, "新急诊楼启用")}, by=clerk)

    said = "急诊人次：过去十二个月为 900 至 900，变动过大，请说明。"
    assert refusal.value.message == said
    assert actions.submit(report=row, by=clerk).state == "submitted"


def test_what_is_missing_is_named(hospital, clerk):
    row = reports.full(hospital)
    row.volumes.filter(measure__in=["surgeries", "discharges"]).delete()

    with pytest.raises(Incomplete) as refusal:
        actions.submit(report=row, by=clerk)

    said = "尚未填写：出院人次、住院手术台次。没有发生的填 0。"
    assert refusal.value.errors == {"figures": said}


def test_a_month_that_runs_is_a_draft_only(hospital, clerk):
    today = timezone.localdate()
    row = actions.open_report(hospital=hospital, month=today, by=clerk)
    actions.fill(report=row, figures=reports.told(), by=clerk)

    with pytest.raises(Refusal) as refusal:
        actions.submit(report=row, by=clerk)
    with pytest.raises(Refusal) as later:
        actions.open_report(hospital=hospital, month=today + dt.timedelta(days=40), by=clerk)

    assert (refusal.value.code, later.value.code) == ("month_not_over", "month_to_come")


def test_a_month_is_begun_once_and_at_home(hospital, clerk, stranger):
    month, campus = dt.date(2026, 9, 1), Campus.objects.create(hospital=hospital, name="东院区")
    elsewhere = Campus.objects.create(hospital=hospitals.hospital(), name="外院区")
    actions.open_report(hospital=hospital, month=month, by=clerk)
    actions.open_report(hospital=hospital, month=month, campus=campus, by=clerk)

    with pytest.raises(Refusal) as twice:
        actions.open_report(hospital=hospital, month=month, by=clerk)
    with pytest.raises(Refusal):
        actions.open_report(hospital=hospital, month=month, campus=elsewhere, by=clerk)
    with pytest.raises(NotAllowed):
        actions.open_report(hospital=hospital, month=month, by=stranger)

    assert twice.value.message == "该机构（院区）这个月已有月报。"
    assert MonthlyReport.objects.count() == 2
