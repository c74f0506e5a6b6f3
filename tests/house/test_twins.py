"""Every module has its tests: at the same path below tests, or named in a test of its package."""

import ast
import re
from functools import cache

from tests.house import sources

# No behaviour of their own: lists of names, words, settings and wiring, tested where they are used.
WITHOUT_BEHAVIOUR = {"__init__.py", "apps.py", "enums.py", "urls.py", "wsgi.py", "settings.py"}
WITHOUT_BEHAVIOUR |= {"celery.py", "schedule.py"}
# Module → the tests that cover it, where the path does not say it.
ELSEWHERE = {
    "portal/accounts/filters.py": "tests/portal/accounts/views/test_audit.py",
    "portal/core/authentication.py": "tests/referrals/api/test_referrals.py",
    "portal/core/keeping.py": "tests/hospitals/api/test_duty.py",
    "portal/core/pages.py": "tests/hospitals/views/test_registry.py",
    "portal/core/paging.py": "tests/hospitals/api/test_network.py",
    "portal/core/sealing.py": "tests/referrals/actions/test_filing.py",
    "portal/demo/cases.py": "tests/portal/demo/test_base.py",
    "portal/core/filtering.py": "tests/portal/lists/test_api.py",
    "portal/lists/tasks.py": "tests/portal/lists/actions/test_exports.py",
    "portal/lists/forms.py": "tests/portal/lists/views/test_looks.py",
    "portal/core/documents_api.py": "tests/experts/api/test_evidence.py",
    "portal/models/listing.py": "tests/portal/lists/actions/test_looks.py",
    "portal/models/request_key.py": "tests/referrals/api/test_referrals.py",
    "portal/roles.py": "tests/house/test_moves.py",
    "portal/tasks.py": "tests/processes/test_kill.py",
    "experts/filters/__init__.py": "tests/experts/views/test_postings.py",
    "experts/forms/places.py": "tests/experts/views/test_experts.py",
    "experts/listing/expert_file.py": "tests/portal/lists/views/test_imports.py",
    "experts/listing/away_lists.py": "tests/portal/lists/test_kinds.py",
    "experts/listing/posting_lists.py": "tests/portal/lists/test_kinds.py",
    "experts/listing/training_lists.py": "tests/portal/lists/test_kinds.py",
    "experts/listing/work_lists.py": "tests/portal/lists/test_kinds.py",
    "experts/listing/technology_list.py": "tests/portal/lists/test_kinds.py",
    "experts/listing/places.py": "tests/experts/listing/test_technology_file.py",
    "hospitals/listing/cells.py": "tests/portal/lists/views/test_imports.py",
    "hospitals/listing/claim_list.py": "tests/portal/lists/test_kinds.py",
    "hospitals/listing/governance_lists.py": "tests/portal/lists/test_kinds.py",
    "hospitals/listing/network_lists.py": "tests/portal/lists/test_kinds.py",
    "hospitals/listing/report_list.py": "tests/portal/lists/test_kinds.py",
    "hospitals/listing/total_lists.py": "tests/portal/lists/test_kinds.py",
    "hospitals/listing/resource_lists.py": "tests/portal/lists/test_kinds.py",
    "hospitals/listing/report_file.py": "tests/portal/lists/views/test_imports.py",
    "experts/models/scope.py": "tests/experts/models/test_expert.py",
    "experts/forms/windows.py": "tests/experts/views/test_windows.py",
    "experts/forms/activities.py": "tests/experts/views/test_activities.py",
    "experts/forms/mentoring.py": "tests/experts/views/test_mentoring.py",
    "portal/models/importing.py": "tests/portal/lists/views/test_imports.py",
    "portal/lists/actions/imports.py": "tests/portal/lists/views/test_imports.py",
    "portal/lists/actions/templates.py": "tests/portal/lists/views/test_imports.py",
    "hospitals/forms/papers.py": "tests/hospitals/views/test_papers.py",
    "experts/forms/evidence.py": "tests/experts/views/test_evidence.py",
    "portal/core/uploads.py": "tests/experts/views/test_evidence.py",
    "portal/core/documents.py": "tests/referrals/actions/test_attachments.py",
    "experts/forms/training.py": "tests/experts/views/test_training.py",
    "experts/filters/training.py": "tests/experts/views/test_training.py",
    "experts/forms/technologies.py": "tests/experts/views/test_technologies.py",
    "hospitals/readers/crossed.py": "tests/hospitals/readers/test_swapped.py",
    "hospitals/tasks.py": "tests/portal/test_tasks.py",
    "hospitals/readers/archive.py": "tests/hospitals/readers/test_table.py",
    "hospitals/views/overseen.py": "tests/hospitals/views/test_reports.py",
    "hospitals/access.py": "tests/house/test_stranger.py",
    "hospitals/actions/changes.py": "tests/hospitals/actions/test_registry.py",
    "hospitals/filters/__init__.py": "tests/hospitals/views/test_registry.py",
    "hospitals/filters/inspections.py": "tests/hospitals/views/test_inspections.py",
    "hospitals/forms/inspections.py": "tests/hospitals/views/test_inspections.py",
    "hospitals/listing/inspection_lists.py": "tests/hospitals/views/test_inspections.py",
    "hospitals/filters/resources.py": "tests/hospitals/views/test_resources.py",
    "hospitals/forms/resources.py": "tests/hospitals/views/test_resources.py",
    "hospitals/filters/governance.py": "tests/hospitals/views/test_governance.py",
    "hospitals/forms/governance.py": "tests/hospitals/views/test_governance.py",
    "referrals/filters.py": "tests/referrals/api/test_referrals.py",
    "referrals/api/shown.py": "tests/referrals/api/test_service_requests.py",
    "referrals/actions/guards.py": "tests/referrals/actions/test_service_requests.py",
    "referrals/api/record.py": "tests/referrals/actions/test_records.py",
    "referrals/actions/news.py": "tests/referrals/actions/changes/test_journey.py",
    "referrals/actions/supersession.py": "tests/referrals/actions/changes/test_sending.py",
    "referrals/actions/changes/base.py": "tests/referrals/actions/changes/test_endings.py",
    "referrals/forms/moves/answers.py": "tests/referrals/forms/test_moves.py",
    "referrals/forms/moves/base.py": "tests/referrals/forms/test_moves.py",
    "referrals/forms/moves/endings.py": "tests/referrals/forms/test_moves.py",
    "referrals/forms/moves/journey.py": "tests/referrals/forms/test_moves.py",
    "referrals/forms/moves/sending.py": "tests/referrals/forms/test_moves.py",
    "referrals/forms/moves/treatment.py": "tests/referrals/forms/test_moves.py",
    "referrals/forms/places.py": "tests/referrals/forms/test_filing.py",
    "referrals/models/content.py": "tests/referrals/actions/test_filing.py",
    "referrals/listing/kind.py": "tests/portal/core/test_listing.py",
    "referrals/listing/rows.py": "tests/referrals/views/test_worklist.py",
    "referrals/tasks.py": "tests/processes/test_kill.py",
}
DEFINITIONS = (ast.ClassDef, ast.FunctionDef)


@cache
def text_of_tests(package):
    """The text of all tests of a package."""
    return "\n".join(
        path.read_text(encoding="utf-8")
        for path in sources.modules(f"tests/{package}")
        if path.name.startswith("test_")
    )


def has_twin(path):
    folder = sources.ROOT / "tests" / path.relative_to(sources.ROOT).parent
    return (folder / f"test_{path.stem}.py").exists()


def is_named_by_a_test(path):
    """A test of the package says the name of the module, or of something that it defines."""
    defined = [node.name for node in sources.tree(path).body if isinstance(node, DEFINITIONS)]
    names = [path.stem, *(name for name in defined if not name.startswith("_"))]
    text = text_of_tests(path.relative_to(sources.ROOT).parts[0])
    return any(re.search(rf"\b{name}\b", text) for name in names)


def test_every_module_has_its_tests():
    untested = [
        sources.named(path)
        for path in sources.modules()
        if path.name not in WITHOUT_BEHAVIOUR
        and sources.named(path) not in ELSEWHERE
        and not has_twin(path)
        and not is_named_by_a_test(path)
    ]

    assert untested == []


def test_tests_lie_where_their_subject_lies():
    """A test whose room was moved or removed is moved or removed too."""
    strays = [
        sources.named(path)
        for package in sources.PACKAGES
        for path in sources.modules(f"tests/{package}")
        if not (sources.ROOT / path.relative_to(sources.ROOT / "tests").parent).is_dir()
    ]

    assert strays == []


def test_exceptions_exist():
    named = {name for pair in ELSEWHERE.items() for name in pair}

    assert [name for name in named if not (sources.ROOT / name).exists()] == []
