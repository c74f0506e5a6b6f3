import json

import pytest
from django.db import connection
from django.utils import timezone

from referrals.actions import diagnoses
from referrals.models import DiagnosisCode
from referrals.readers.diagnosis_file import Row

pytestmark = pytest.mark.django_db
NAMES = {
    "C85.9": "淋巴瘤",
    "C83.3": "弥漫大B细胞淋巴瘤",
    "C81.9": "霍奇金淋巴瘤",
    "I21.9": "急性心肌梗死",
    "I63.9": "脑梗死",
}


@pytest.fixture
def table():
    rows = [Row(code, name) for code, name in NAMES.items()]
    diagnoses.load(rows=rows, system="国临版", edition="2.0")


@pytest.mark.parametrize(
    "text, codes",
    [
        ("lbl", ["C85.9", "C81.9", "C83.3"]),
        ("LBL", ["C85.9", "C81.9", "C83.3"]),
        ("淋巴", ["C85.9", "C81.9", "C83.3"]),
        ("巴瘤", ["C85.9", "C81.9", "C83.3"]),
        ("脑", ["I63.9"]),
        ("n", ["I63.9"]),
        ("c8", ["C85.9", "C81.9", "C83.3"]),
        ("I21", ["I21.9"]),
        ("梗死", ["I63.9", "I21.9"]),
        ("没有的病", []),
        ("%_", []),
        ("", []),
    ],
)
def test_found_by_code_name_and_initials(table, text, codes):
    found = DiagnosisCode.objects.found_by(text).best_first(text)

    assert [row.code for row in found] == codes


def test_category_is_known_by_its_subdivisions(table):
    known = DiagnosisCode.objects.official()

    assert known.at_or_below("C8").count() == 3
    assert not known.at_or_below("C84").exists()


@pytest.fixture
def forty_thousand(db):
    """The size of the national table, without its names."""
    syllables = "心肝脾肺肾脑胃肠骨血瘤炎癌损伤梗死结石感染"
    rows, today = [], timezone.localdate()
    for number in range(40_000):
        letters, left = [], number
        for _place in range(5):
            left, at = divmod(left, len(syllables))
            letters.append(syllables[at])
        rows.append(Row(f"D{number // 1000:02}.{number % 1000:03}", "".join(letters)))
    DiagnosisCode.objects.bulk_create(
        (diagnoses.made(row, system="国临版", edition="2.0", today=today) for row in rows),
        batch_size=5000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE referrals_diagnosiscode")


def test_forty_thousand_rows_are_searched_by_an_index(forty_thousand):
    for text in ("肝脾", "gp", "D31.0", "结石感染"):
        query = DiagnosisCode.objects.in_force().found_by(text).best_first(text)[:20]

        kinds = set(_kinds(json.loads(query.explain(format="json"))[0]["Plan"]))

        assert "Seq Scan" not in kinds, text
        assert kinds & {"Bitmap Index Scan", "Index Scan"}


def _kinds(plan):
    yield plan["Node Type"]
    for child in plan.get("Plans", ()):
        yield from _kinds(child)
