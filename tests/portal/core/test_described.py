"""The schema of the API: how each operation refuses, and which fields may be empty."""

from functools import cache

from portal.api import SchemaGenerator


@cache
def document():
    return SchemaGenerator().get_schema(request=None, public=True)


def operation(method, path):
    return document()["paths"][f"/api/v1/{path}"][method]


def column(component, name):
    return document()["components"]["schemas"][component]["properties"][name]


def test_what_is_read_may_be_refused():
    listed, one = operation("get", "departments"), operation("get", "departments/{id}")

    assert sorted(listed["responses"]) == ["200", "400", "401", "403", "422", "default"]
    assert sorted(one["responses"]) == ["200", "400", "401", "403", "404", "422", "default"]
    refused = one["responses"]["404"]
    assert refused["description"] == "未找到"
    assert refused["content"] == {
        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
    }


def test_change_at_a_version_may_come_too_late():
    moved = operation("post", "referrals/{id}/transitions/{verb}")

    assert {"404", "409", "412", "428"} <= set(moved["responses"])
    assert "412" not in operation("post", "referrals")["responses"]


def test_field_that_is_only_read_may_be_empty():
    assert column("MonthlyReport", "campus")["type"] == ["string", "null"]
    assert {"$ref": "#/components/schemas/BlankEnum"} in column("Posting", "leave_reason")["oneOf"]


def test_time_of_day_has_no_zone():
    assert column("DutyShift", "begins")["pattern"] == r"^\d\d:\d\d(:\d\d(\.\d{1,6})?)?$"
