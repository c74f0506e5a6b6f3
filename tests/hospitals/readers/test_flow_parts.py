from hospitals.readers.flow_parts import Parts

CELL = ("2024-03", "A", "B")


def test_suppressed_parts_are_a_range():
    parts = Parts()
    parts.add((*CELL, "ALL", "ALL"), 2, 10, None)
    parts.add((*CELL, "MDC", "F"), 3, None, 5)
    parts.add((*CELL, "MDC", "R"), 4, 6, None)

    assert list(parts.problems()) == []


def test_suppressed_whole_is_a_range_and_other_systems_stand_alone():
    parts = Parts()
    parts.add((*CELL, "ALL", "ALL"), 2, None, 5)
    parts.add((*CELL, "MDC", "F"), 3, 4, None)
    parts.add((*CELL, "ADRG", "FM1"), 4, 5, None)

    assert [(problem.row, problem.rule) for problem in parts.problems()] == [
        (2, "parts_exceed_whole")
    ]


def test_parts_without_a_whole_are_not_judged():
    parts = Parts()
    parts.add((*CELL, "MDC", "F"), 3, 4, None)

    assert list(parts.problems()) == []
