"""Every list of the network, its experts and its technologies has what a list has.

A FilterSet shared by page and API, search, saved views, columns, and a file that explains itself:
that is what a ListKind gives, so no such page may do without one.
"""

from django.urls import reverse

from portal.core.pages import ListPage
from portal.lists.kinds import KINDS, LISTS
from tests.factories import hospitals
from tests.house import routes
from tests.house.foreign import Foreign

ROOMS = {"hospitals", "experts"}
# Pages of these that are no lists of rows, and why.
NO_LISTS = {
    "hospitals.views.claims.FindingList": "findings of rules, kept nowhere",
    "experts.views.windows.PostingCalendar": "a calendar of the list of postings",
    "hospitals.views.abstracts.AbstractBatchList": "the ledger of imports, too",
    "hospitals.views.quality.QualityList": "hospitals of one month, worked out when asked",
    "hospitals.views.population.PopulationList": "published figures, brought in as a file",
    "hospitals.views.batches.BatchList": "the ledger of imports, which is itself about files",
    "hospitals.views.capacity.BedBoard": "beds free at this hour, for who refers a patient now",
    "hospitals.views.capacity.SlotList": "sessions to come, for who refers a patient now",
    "hospitals.views.routes.RouteList": "settings, with an import of their own",
    "hospitals.views.duty.DutyList": "settings",
    "hospitals.views.calendars.CalendarList": "settings",
}
# Lists whose rows the API gives under a name of theirs together with others.
TOGETHER = {
    "staff": "experts",
    "monthly-reports-restated": "monthly-reports",
    "report-completeness": "monthly-reports",
    "posting-counts": "postings",
}


def views(of_api):
    found = (route.view_class for route in routes.all_routes() if route.is_api == of_api)
    return {view for view in found if view is not None}


def named(view):
    return f"{view.__module__}.{view.__name__}"


def test_every_list_has_a_kind():
    lists = {view for view in views(of_api=False) if issubclass(view, ListPage)}
    ours = {view for view in lists if view.__module__.partition(".")[0] in ROOMS}

    assert {named(view) for view in ours if view.kind is None} == set(NO_LISTS)
    assert [named(view) for view in lists if view.kind and view.kind not in LISTS] == []


def test_every_kind_has_its_page_and_its_twin_in_the_api():
    shown = {route.name: route.view_class for route in routes.all_routes()}
    served = {view.kind.code: view for view in views(of_api=True) if getattr(view, "kind", None)}
    expected = {TOGETHER.get(kind.code, kind.code) for kind in LISTS}

    assert [kind.code for kind in LISTS if shown[kind.url_name].kind is not kind] == []
    assert set(served) == expected
    assert [
        code for code, view in served.items() if view.filterset_class != KINDS[code].filterset_class
    ] == []


def test_every_kind_can_be_searched_chosen_from_and_explained():
    wrong = [
        kind.code
        for kind in LISTS
        if "q" not in kind.filterset_class.base_filters
        or not any(column.is_fixed for column in kind.columns)
        or not kind.choices
        or not kind.explained
    ]

    assert wrong == []
    assert len(KINDS) == len(LISTS)
    assert [kind.code for kind in LISTS if len(set(kind.column_codes)) < len(kind.columns)] == []


def test_files_come_back_to_their_list(db):
    person = hospitals.member("hospital_admin", hospitals.hospital())
    imports = [(kind, one) for kind in LISTS for one in kind.imports]

    assert [one.code for _kind, one in imports if not reverse(one.url_name)] == []
    assert [one.code for _kind, one in imports if not one.sheet(person).columns] == []


def test_strangers_find_no_row_in_any_list(db):
    Foreign()
    person = hospitals.member("hospital_admin", hospitals.hospital())

    found = {kind.code: kind.rows(person).count() for kind in LISTS}

    # Their own hospital, also in the totals; and what was printed is public.
    assert {code for code, count in found.items() if count} == {
        "hospitals",
        "monthly-reports-restated",
        "report-completeness",
        "claims",
    }
    assert found["hospitals"] == 1
