from portal.metrics import elimination


def test_an_equation_of_one_unknown_fixes_it():
    assert elimination.fixed([{"a": 2}, {"b": 1, "c": 1}]) == {"a"}


def test_several_equations_fix_what_none_of_them_fixes():
    pairs = [{"a": 1, "b": 1}, {"b": 1, "c": 1}, {"a": 1, "c": 1}]

    assert elimination.fixed(pairs) == {"a", "b", "c"}
    assert elimination.fixed(pairs[:2]) == set()


def test_equations_that_say_the_same_fix_no_more():
    assert elimination.fixed([{"a": 1, "b": -1}, {"a": 2, "b": -2}, {}]) == set()
