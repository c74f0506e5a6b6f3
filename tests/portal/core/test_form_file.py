import pytest
from django import forms

from portal.core import form_file
from portal.core.importing import Wrong


def read(field, text):
    return form_file._column("field", field).value(text)


@pytest.mark.parametrize(
    "field, text, typed",
    [
        (forms.CharField(max_length=5), "五个字", "五个字"),
        (forms.DateField(), "2026年1月31日", "2026-01-31"),
        (forms.IntegerField(), "1,400", 1400),
        (forms.DecimalField(), "1,400.50", "1400.50"),
        (forms.BooleanField(required=False), "是", True),
        (forms.ChoiceField(choices=[("", "—"), ("a", "甲")]), "甲", "a"),
    ],
)
def test_cell_becomes_what_one_would_have_typed(field, text, typed):
    assert read(field, text) == typed


@pytest.mark.parametrize(
    "field, text",
    [
        (forms.CharField(max_length=2), "三个字"),
        (forms.DateField(), "昨天"),
        (forms.DecimalField(), "十元"),
        (forms.ChoiceField(choices=[("a", "甲")]), "乙"),
        (forms.CharField(), ""),
    ],
)
def test_cell_that_no_field_takes_is_wrong(field, text):
    with pytest.raises(Wrong):
        read(field, text)


def test_field_with_a_usual_value_may_stay_empty_but_a_day_is_told():
    usual = forms.ChoiceField(choices=[("a", "甲")], initial="a")
    today = forms.DateField(initial=lambda: None)

    columns = [form_file._column("field", field) for field in (usual, today)]

    assert [column.is_required for column in columns] == [False, True]


class Row:
    def __init__(self, pk, name, licence_number=""):
        self.pk, self.name, self.licence_number = pk, name, licence_number

    def __str__(self):
        return self.name


def test_two_of_one_name_are_told_apart_by_their_numbers():
    first, second = Row(1, "张三", "1"), Row(2, "张三", "2")

    assert form_file._by_words([first, second]) == {"张三": None, "1": first, "2": second}
