"""The audit trail says in words what the code writes as codes."""

import ast
import re

import pytest

from portal.accounts import trail
from portal.core import audit
from tests.factories import hospitals
from tests.house import sources

VERB = re.compile(r"[a-z_]+\.[a-z_]+")


def verbs():
    """Every verb that the code names: of audit.record, or as verb=… to what records it."""
    for path in sources.modules():
        for call in sources.nodes(path, ast.Call):
            said = [word.value for word in call.keywords if word.arg == "verb"]
            if getattr(call.func, "attr", "") in ("record", "event"):
                said += call.args[:1]
            for one in said:
                if isinstance(one, ast.Constant) and VERB.fullmatch(str(one.value)):
                    yield one.value


def test_every_verb_has_words():
    found = set(verbs())

    assert len(found) > 150
    assert {verb for verb in found if trail.verb_words(verb, "hospitals.hospital") == verb} == set()


def test_verb_without_words_of_its_own_names_the_kind_of_row():
    assert trail.verb_words("technology.register", "experts.newtechnology") == "登记：新技术新项目"
    assert trail.verb_words("service.report") == "发出报告"
    assert trail.verb_words("nobody.knows", "experts.newtechnology") == "nobody.knows"


@pytest.mark.django_db
def test_codes_become_words_and_ids_stand_apart():
    place = hospitals.hospital()
    told = {"kind": "general", "blocked_for": "", "referral": str(place.pk)}

    event = audit.record("hospital.edit", place, by=None, **told)

    assert trail.lines(event) == [("类别", "综合医院")]
    assert trail.ids(event) == [("转诊单", str(place.pk))]
