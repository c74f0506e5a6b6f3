from hospitals.readers import swapped
from hospitals.readers.flow_cells import Place, Places

PLACES = Places("TEST", {"A": Place("a"), "B": Place("b", may_send=False)})
HEADER = ["period", "origin_code", "dest_code", "n_stays"]


def test_columns_in_their_places_are_no_pair():
    assert swapped.pair(HEADER, [["2024-03", "A", "B", "7"]] * 5, PLACES) is None


def test_a_few_bad_cells_are_no_swap():
    rows = [["2024-03", "A", "B", "7"]] * 8 + [["7", "A", "B", "2024-03"]] * 2

    assert swapped.pair(HEADER, rows, PLACES) is None


def test_swap_is_seen_from_the_contents():
    rows = [["2024-03", "B", "A", "7"]] * 5

    assert swapped.pair(HEADER, rows, PLACES) == ("origin_code", "dest_code")


def test_nothing_is_said_about_an_empty_file():
    assert swapped.pair(HEADER, [], PLACES) is None
