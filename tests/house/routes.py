"""Every URL that the site answers, and how to fill in the places of those that name a row.

A new URL with a place that nothing here can fill fails the stranger walk: say below which row it
names, and it is walked from then on.
"""

from dataclasses import dataclass
from functools import cache
from itertools import product

from django.urls import get_resolver, reverse

from hospitals.models import ImportBatch
from portal.metrics.models import IndicatorValue
from portal.models import Notice
from portal.roles import Permission
from referrals.models import Referral
from referrals.states import MOVES

# The row that `pk` names, where the view does not say it with `model`.
ROWS = {
    "accounts:notice-read": Notice,
    "hospitals:batch-problems": ImportBatch,
    "metrics:value-file": IndicatorValue,
    "abstracts:batch-problems": ImportBatch,
    "referrals:pool-claim": Referral,
}
# Places that name no row: each is filled with all of its values.
WORDS = {
    "verb": [verb for verb in MOVES if verb != "create"],
    "name": ["trend", "destinations", "regions"],
    "code": ["F01", "R02"],
    "kind": ["referrals", "hospitals", "experts", "technologies"],
    "table": ["experts", "activities", "monthly-reports", "population", "bed-targets"],
}
# The permission that a view which is a function asks for; None: any signed-in person.
FUNCTIONS = {
    "accounts:workplace": None,
    "accounts:language": None,
    "accounts:profile": None,
    "accounts:prefer": None,
    "accounts:signed-in": None,
    "accounts:notice-read-all": None,
    "accounts:notice-read": None,
    "dashboards:home": None,
    "dashboards:summary": None,
    "dashboards:search": None,
    "dashboards:ui-components": None,
    "dashboards:healthz": None,
    "dashboards:outflow": Permission.FIGURE_VIEW,
    "dashboards:outflow-data": Permission.FIGURE_VIEW,
    "dashboards:outflow-course": Permission.FIGURE_VIEW,
    "dashboards:matrix": Permission.FIGURE_VIEW,
    "health:status": Permission.STATUS_VIEW,
    "dashboards:referral-overview": Permission.FIGURE_VIEW,
    "dashboards:referral-overview-data": Permission.FIGURE_VIEW,
    "dashboards:timeliness": Permission.FIGURE_VIEW,
    "dashboards:timeliness-data": Permission.FIGURE_VIEW,
    "handbook:referral-states": None,
    "metrics:indicator-list": None,
    "metrics:indicator-detail": None,
    "hospitals:batch-problems": Permission.FLOW_VIEW,
    "metrics:value-file": Permission.FIGURE_VIEW,
    "abstracts:batch-problems": Permission.ABSTRACT_VIEW,
}
# Answered without signing in.
PUBLIC = {"accounts:sign-in", "accounts:sign-out", "accounts:language", "dashboards:healthz"}


@dataclass(frozen=True)
class Route:
    """One named URL pattern of the site."""

    name: str
    places: tuple[str, ...]
    view: object

    @property
    def view_class(self):
        return getattr(self.view, "view_class", None) or getattr(self.view, "cls", None)

    @property
    def is_api(self):
        return self.name.startswith("api:")

    @property
    def methods(self):
        """What the address answers to; a page that lacks one of the two says so itself."""
        answered = getattr(self.view, "actions", None) or ("get", "post")
        return tuple(method for method in answered if method != "head")

    @property
    def model(self):
        """The model of the row that `pk` names."""
        return ROWS.get(self.name) or getattr(self.view_class, "model", None)

    @property
    def permission(self) -> Permission | None:
        if self.view_class is None:
            return FUNCTIONS[self.name]
        return getattr(self.view_class, "permission", None)

    @property
    def filters(self):
        filterset = getattr(self.view_class, "filterset_class", None)
        return tuple(filterset.base_filters) if filterset else ()

    def urls(self, pk_of):
        """The addresses of this route for the rows that pk_of(model) gives."""
        words = [place for place in self.places if place != "pk"]
        fixed = {"pk": pk_of(self.model)} if "pk" in self.places else {}
        for values in product(*(WORDS[word] for word in words)):
            yield reverse(self.name, kwargs=fixed | dict(zip(words, values, strict=True)))

    @property
    def gap(self):
        """What keeps this route from being walked, if anything does."""
        if "pk" in self.places and self.model is None:
            return f"{self.name}: say in ROWS which row pk names"
        if unknown := [place for place in self.places if place not in {"pk", *WORDS}]:
            return f"{self.name}: say in WORDS what {unknown} may be"
        if self.view_class is None and self.name not in FUNCTIONS:
            return f"{self.name}: say in FUNCTIONS which permission it asks for"
        return None


@cache
def all_routes():
    return tuple(_below(get_resolver(), "", ()))


def _below(resolver, namespace, places):
    for pattern in resolver.url_patterns:
        here = (*places, *pattern.pattern.regex.groupindex)
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _below(pattern, inner, here)
        else:
            yield Route(f"{namespace}{pattern.name}", here, pattern.callback)
