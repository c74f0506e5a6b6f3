import datetime as dt

import pytest
from django import forms

from portal.metrics.filters import MonthField


def test_month_is_its_first_day():
    assert MonthField(required=False).clean("2024-03") == dt.date(2024, 3, 1)
    assert MonthField(required=False).clean("") is None


@pytest.mark.parametrize("text", ["2024", "2024-13", "soon"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(forms.ValidationError):
        MonthField().clean(text)
