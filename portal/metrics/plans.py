"""What is computed from case abstracts: which queries over which cubes make the figures of a job.

The unit of work is a month of a province. Its cubes are kept, and a year is computed from those.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.metrics import disclose
from portal.metrics.models import Grain, Job

# Cubes of the stays of one month, and the one that also reads the months after it.
CUBES = ("work", "endings", "operations", "origins", "leavers", "wards")
FOLLOWING = "returns"
EVERY_CUBE = (*CUBES, FOLLOWING)
# A stay is found again under the month in which it ends: two months on for nearly all.
MONTHS_FOLLOWED = 2
DAYS_FOLLOWED = 31


@dataclass(frozen=True)
class Plan:
    """Queries by name, the cubes that they read, and the codes of the figures that they give."""

    grain: Grain
    queries: tuple[str, ...]
    cubes: tuple[str, ...]
    codes: tuple[str, ...]
    parameters: Mapping[str, object] = field(default_factory=dict)


_OF_HOSPITALS = ("discharges", "surgery", "case_mix", "readmissions", "inflow")
_THEIR_CODES = ("H01", "H03", "H04", "H05", "H06", "H07", "H08", "H13", "H17", "H18", "H19")
_THEIR_CODES += ("D01", "D02", "F08", "F09")

PLANS: dict[str, Plan] = {
    Job.ABSTRACTS: Plan(
        Grain.MONTH,
        (*_OF_HOSPITALS, "sent_on", "case_mix_of_wards"),
        ("work", "endings", "operations", "origins", "returns", "wards"),
        (*_THEIR_CODES, "R10A"),
        {"by_chapter": False, "k": disclose.THRESHOLD},
    ),
    Job.ABSTRACTS_OF_YEAR: Plan(
        Grain.YEAR,
        (*_OF_HOSPITALS, "efficiency", "catchment"),
        ("work", "endings", "operations", "origins", "returns"),
        (*_THEIR_CODES, "H09", "H10", "H11", "H12", "F15", "F16"),
        {"by_chapter": True, "k": disclose.THRESHOLD},
    ),
    # Of all provinces at once: who leaves one is found in the abstracts of another.
    Job.RESIDENTS_OF_YEAR: Plan(
        Grain.YEAR,
        ("relevance", "outflow_cases", "repeat_outflow"),
        ("origins", "leavers", "work"),
        ("F14", "F26", "F27", "F29"),
        {"k": disclose.THRESHOLD, "often": 10},
    ),
}
