from itertools import pairwise

from portal.dashboards.drawn import sankey
from portal.dashboards.drawn.plane import LINE

FLOWS = {("甲市", "广东"): 60, ("甲市", "湖南"): 10, ("乙市", "广东"): 30}


def test_every_flow_is_a_ribbon_with_its_number_and_the_largest_place_stands_out():
    drawing = sankey.sankey(FLOWS)

    ribbons = {
        stroke.label: stroke.kind for stroke in drawing.strokes if stroke.kind.startswith("ribbon")
    }
    assert ribbons == {
        "甲市 → 广东 60": "ribbon-main",
        "甲市 → 湖南 10": "ribbon",
        "乙市 → 广东 30": "ribbon-main",
    }
    assert [words.text for words in drawing.words] == ["甲市 70", "乙市 30", "广东 90", "湖南 10"]


def test_small_ones_are_one_and_stand_last():
    flows = {(f"{at}市", "广东"): 100 - at for at in range(12)}

    drawing = sankey.sankey(flows, most=3, others="其他")

    names = [words.text for words in drawing.words if words.anchor == "end"]
    assert names == ["0市 100", "1市 99", "2市 98", f"其他 {sum(100 - at for at in range(3, 12))}"]


def test_words_keep_a_line_apart_and_inside():
    moved = sankey.apart([10, 12, 14, 98], 100)

    assert all(two - one >= LINE for one, two in pairwise(moved))
    assert moved[-1] <= 100
