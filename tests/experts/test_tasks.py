from experts import tasks


def test_warning_without_certificates_is_quiet(db):
    assert tasks.warn_of_certificates() is None
