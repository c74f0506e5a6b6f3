"""Nothing grows without end: how long files, functions, views, tasks, templates and tests may be.

A limit that is passed is a sign of two things in one place: split it. The lists of exceptions
below are meant to stay empty, and a name added there needs its reason beside it.
"""

import ast

from tests.house import sources

FILE, FUNCTION, VIEW, TASK, TEMPLATE, TEST = 400, 40, 30, 15, 150, 30
ACTION_PARAMETERS = 6
HOUSE_BASES = {"ListPage", "DetailPage", "FormPage", "ActionPage", "ScopedViewSet"}

LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
LONG_TEMPLATES: dict[str, str] = {}
MANY_PARAMETERS = {"import_flows": "a file's provenance is named in full, and most has a default"}

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
EVERYTHING = sources.modules(*sources.PACKAGES, "tests", "bench")


def too_long(paths, kinds, limit, is_meant=lambda node: True):
    return [
        f"{sources.named(path, node)} {node.name}: {sources.length(node)}"
        for path in paths
        for node in sources.nodes(path, *kinds)
        if is_meant(node) and sources.length(node) > limit and node.name not in LONG_FUNCTIONS
    ]


def lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def test_files():
    assert [
        f"{sources.named(path)}: {lines(path)}"
        for path in EVERYTHING
        if lines(path) > FILE and sources.named(path) not in LONG_FILES
    ] == []


def test_functions():
    assert too_long(EVERYTHING, FUNCTIONS, FUNCTION) == []


def test_views():
    """A view that is a function, and every method of one that is a class."""
    views = [path for path in sources.surfaces() if "forms" not in path.parts]

    assert too_long(views, FUNCTIONS, VIEW) == []


def test_tasks():
    tasks = [path for path in sources.modules() if path.name == "tasks.py"]

    assert too_long(tasks, FUNCTIONS, TASK) == []


def test_templates():
    assert [
        f"{sources.named(path)}: {lines(path)}"
        for path in sources.templates()
        if lines(path) > TEMPLATE and sources.named(path) not in LONG_TEMPLATES
    ] == []


def test_test_functions():
    tests = sources.modules("tests")

    assert too_long(tests, FUNCTIONS, TEST, lambda node: node.name.startswith("test_")) == []


def actions():
    """Each public function of the actions folders: what pages, API, jobs and commands may call."""
    return [
        (path, node)
        for path in sources.modules()
        if path.parent.name == "actions"
        for node in sources.tree(path).body
        if isinstance(node, FUNCTIONS) and not node.name.startswith("_")
    ]


def is_whole(node):
    """A change of its own is atomic; the rest are steps inside one."""
    return "transaction.atomic" in [ast.unparse(item) for item in node.decorator_list]


def test_actions_have_few_parameters():
    assert [
        f"{sources.named(path, node)} {node.name}"
        for path, node in actions()
        if len(node.args.args) + len(node.args.kwonlyargs) > ACTION_PARAMETERS
        and node.name not in MANY_PARAMETERS
    ] == []


def test_actions_take_nothing_by_position():
    assert [
        f"{sources.named(path, node)} {node.name}"
        for path, node in actions()
        if is_whole(node) and (node.args.args or node.args.vararg or node.args.kwarg)
    ] == []


def test_steps_take_at_most_two_by_position():
    assert [
        f"{sources.named(path, node)} {node.name}"
        for path, node in actions()
        if len(node.args.args) > 2 or node.args.vararg or node.args.kwarg
    ] == []


def test_one_house_class_per_view():
    assert [
        f"{sources.named(path, node)} {node.name}"
        for path in sources.surfaces()
        for node in sources.nodes(path, ast.ClassDef)
        if HOUSE_BASES & {ast.unparse(base) for base in node.bases} and len(node.bases) > 1
    ] == []


def test_no_junk_drawers():
    drawers = {"utils", "helpers", "common", "services", "signals", "managers", "misc", "selectors"}

    assert [
        sources.named(path)
        for path in EVERYTHING
        if drawers & {part.removesuffix(".py") for part in path.parts[len(sources.ROOT.parts) :]}
    ] == []


def test_exceptions_still_exist():
    named = {sources.named(path) for path in (*EVERYTHING, *sources.templates())}
    functions = {node.name for path in EVERYTHING for node in sources.nodes(path, *FUNCTIONS)}

    assert set(LONG_FILES) | set(LONG_TEMPLATES) <= named
    assert set(LONG_FUNCTIONS) | set(MANY_PARAMETERS) <= functions
