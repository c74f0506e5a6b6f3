"""The source texts are Chinese, every one has its English, and none is glued together."""

import ast
import re

import pytest
from django.core.management import call_command

from portal.local import catalogues
from portal.roles import Role
from tests.factories import hospitals
from tests.house import routes, sources

CHINESE = re.compile(r"[\u3400-\u9fff]")
CHINESE_WORDS = re.compile(r"[\u3400-\u9fff]+")
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext"}
# The name of a language is written in that language.
OWN_NAME = re.compile(r'lang="zh-hans">中文<')
TAG_OR_COMMENT = re.compile(r"\{%.*?%\}|\{#.*?#\}|\{\{.*?\}\}", re.DOTALL)
TRANSLATED = re.compile(r"\{%\s*blocktranslate.*?endblocktranslate\s*%\}", re.DOTALL)
# The name of a language is written in that language.
OWN_NAME = re.compile(r'lang="zh-hans">中文<')
COMMENT = re.compile(r"\{%\s*comment.*?endcomment\s*%\}|<!--.*?-->", re.DOTALL)


def test_english_catalogue_is_complete():
    call_command("messages", check=True)


def test_templates_hold_no_bare_chinese():
    found = []
    for path in sources.templates():
        text = path.read_text(encoding="utf-8")
        for pattern in (TRANSLATED, COMMENT, TAG_OR_COMMENT, OWN_NAME):
            text = pattern.sub("", text)
        found += [f"{sources.named(path)}: {line.strip()}" for line in bare(text)]

    assert found == []


def bare(text):
    return [line for line in text.splitlines() if CHINESE.search(line)]


def marked(node):
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS


def test_no_sentence_is_glued_together():
    """Word order differs between languages, so a text is one whole with named places."""
    found = []
    for path in sources.modules():
        for node in sources.nodes(path, ast.BinOp):
            if isinstance(node.op, ast.Add) and (marked(node.left) or marked(node.right)):
                found.append(sources.named(path, node))

    assert found == []


def test_marks_hold_whole_literals():
    """`_(f"…")` is looked up under a name that no catalogue has."""
    found = [
        sources.named(path, node)
        for path in sources.modules()
        for node in sources.nodes(path, ast.Call)
        if marked(node) and any(isinstance(word, ast.JoinedStr) for word in node.args)
    ]

    assert found == []


def test_chinese_labels_end_in_no_ascii_colon():
    label = re.compile(r"[\u3400-\u9fff]\s*:")
    found = [
        f"{sources.named(path)}: {node.value}"
        for path in sources.modules()
        for node in sources.nodes(path, ast.Constant)
        if isinstance(node.value, str) and label.search(node.value)
    ]

    assert found == []


@pytest.fixture(scope="module")
def english():
    """The compiled catalogue, as a start of the site compiles it."""
    catalogues.compile_all(sources.ROOT)


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_pages_in_english_hold_no_chinese(client, english, role):
    """People and places have Latin names here, so every Chinese character is a missing word."""
    region = hospitals.region("Upland", level="county", parent=hospitals.region("Land"))
    place = hospitals.hospital("County Hospital", region=region)
    client.force_login(hospitals.member(role, place, display_name="Ann"))
    client.cookies["django_language"] = "en"

    found = {}
    for route in routes.all_routes():
        if route.places or route.is_api:
            continue
        answer = client.get(*route.urls(None))
        text = answer.content.decode() if not answer.streaming else ""
        found[route.name] = CHINESE_WORDS.findall(OWN_NAME.sub("", text))

    assert {name: words for name, words in found.items() if words} == {}
