import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.metrics import catalogue
from portal.metrics.definitions.base import Shown
from tests.oracles import change

COUNTS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n)))


@given(now=COUNTS, base=COUNTS)
def test_change_equals_the_oracle(now, base):
    shown = Shown.of(catalogue.BY_CODE["F06"], numerator=now[0], denominator=now[1], base=base)
    told = change.change(*now, *base)

    assert {name: getattr(shown, name) for name in told} == pytest.approx(told, abs=1e-12, rel=1e-9)


@given(now=COUNTS)
def test_share_equals_the_oracle(now):
    shown = Shown.of(catalogue.BY_CODE["F01"], numerator=now[0], denominator=now[1])

    assert (shown.low, shown.high) == pytest.approx(change.wilson(*now), abs=1e-12)
    assert shown.value == now[0] / now[1]
    assert shown.is_unstable == (now[1] < 30)


def test_no_denominator_is_null_and_not_zero():
    shown = Shown.of(catalogue.BY_CODE["F01"], numerator=0, denominator=0)

    assert (shown.value, shown.low, shown.high) == (None, None, None)
