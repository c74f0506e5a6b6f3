from portal.demo import flow_world
from portal.demo.flow_world import Origin
from portal.periods import Month

GUILIN = Origin("450305", "450300", "450000", "450302", "450103", 200_000)
NANNING = Origin("450103", "450100", "450000", "450102", "450302", 400_000)


def rows(origin, month, seed=1):
    lines = list(flow_world.lines([origin], [month], seed))[1:]
    return [line.strip().split(",") for line in lines]


def test_same_seed_same_file():
    month = Month(2024, 5)

    assert rows(GUILIN, month) == rows(GUILIN, month)
    assert rows(GUILIN, month) != rows(GUILIN, month, seed=2)


def test_all_diseases_are_the_sum_of_their_groups():
    table = rows(GUILIN, Month(2024, 5))
    by_system = {
        name: sum(int(row[5]) for row in table if row[3] == name) for name in ("ALL", "MDC")
    }

    assert by_system["ALL"] == by_system["MDC"]


def test_splitting_by_sex_and_age_changes_no_sum():
    whole, split = (
        list(flow_world.lines([GUILIN], [Month(2024, 5)], 1, splits=splits))[1:]
        for splits in (False, True)
    )

    told = [line.strip().split(",") for line in split]
    away = [row for row in told if row[2][:2] != "45" and row[3] == "ALL"]
    assert all(row[7] in "12" and row[8] in {"0-59", "60+"} for row in away)
    assert len(split) > len(whole)
    for column in (5, 6):
        assert sum(int(row[column]) for row in told) == sum(
            int(line.split(",")[column]) for line in whole
        )


def test_shares_of_the_groups_add_up_and_keep_the_mean():
    groups = flow_world.diseases()

    assert round(sum(group.share for group in groups), 12) == 1
    assert round(sum(group.share * group.multiplier for group in groups), 12) == 1


def test_an_opening_works_where_it_is_and_for_what_it_treats():
    heart, bones = (
        next(group for group in flow_world.diseases() if group.code == code) for code in "FI"
    )

    assert flow_world.effect(GUILIN, heart, Month(2024, 3)) == 1
    assert round(flow_world.effect(GUILIN, heart, Month(2024, 4)), 12) == 0.7
    assert flow_world.effect(GUILIN, heart, Month(2025, 12)) == flow_world.FLOOR
    assert flow_world.effect(GUILIN, bones, Month(2025, 12)) == 1
    assert flow_world.effect(NANNING, heart, Month(2025, 12)) == 1
