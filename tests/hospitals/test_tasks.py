from hospitals import tasks


def test_reminder_without_hospitals_is_quiet(db):
    assert tasks.remind_reports() is None
