"""What the API answers with is what REST framework itself would answer with, only sooner."""

from types import SimpleNamespace

from rest_framework import serializers

from portal.core.schema import Shown


class Inner(Shown):
    name = serializers.CharField()


class Outer(Shown):
    number = serializers.IntegerField()
    above = serializers.CharField(source="inner.name", default=None)
    missing = serializers.CharField(required=False)
    day = serializers.DateField(allow_null=True)
    inner = Inner(allow_null=True)
    rows = Inner(many=True)
    asker = serializers.SerializerMethodField()
    called = serializers.CharField(source="spelled")

    def get_asker(self, row):
        return self.context["asker"]


class Slow(Outer):
    to_representation = serializers.Serializer.to_representation


def row(**fields):
    inner = SimpleNamespace(name="内科")
    usual = {"number": 7, "inner": inner, "rows": [inner], "day": None, "spelled": lambda: "neike"}
    return SimpleNamespace(**usual | fields)


def both(found):
    """The quick answer beside the framework's own."""
    return [kind(found, context={"asker": "甲"}).data for kind in (Outer, Slow)]


def test_fields_are_read_as_the_framework_reads_them():
    quick, slow = both(row())

    assert quick == slow
    assert (quick["above"], quick["rows"], quick["asker"]) == ("内科", [{"name": "内科"}], "甲")
    assert "missing" not in quick


def test_what_is_not_there_is_null():
    quick, slow = both(row(inner=None, rows=[]))

    assert quick == slow
    assert (quick["above"], quick["inner"], quick["rows"]) == (None, None, [])


def test_one_answer_keeps_nothing_of_another():
    first, second = (Outer(row(), context={"asker": name}).data["asker"] for name in "甲乙")

    assert (first, second) == ("甲", "乙")
