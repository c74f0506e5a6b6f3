from collections import defaultdict

from hospitals import volumes
from hospitals.models import Hospital, MonthlyReport
from portal.demo import reports
from portal.periods import Month


def test_two_years_fit_the_rules_and_jump_nowhere():
    hospital, past = Hospital(name="模拟医院", level="3A"), defaultdict(list)

    for ago in range(reports.MONTHS, 0, -1):
        report = MonthlyReport(hospital=hospital, month=Month(2026, 11).plus(-ago).first)
        values = {row.measure: row.value for row in reports._volumes(report)}
        assert volumes.errors(values) == []
        assert volumes.doubts(values, {m: told[-12:] for m, told in past.items()}) == []
        for measure, value in values.items():
            past[measure].append(value)


def test_some_months_wait_and_some_are_missing():
    assert {reports._state(1, number) for number in range(3)} == {"submitted", "approved", None}
    assert [reports._state(ago, 0) for ago in (2, reports.HOLE, 12)] == ["approved", None, "locked"]
