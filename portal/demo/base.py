"""The base of the demo: divisions, organisations, who works with whom, departments, people."""

from django.db import connection, transaction

from hospitals.actions import calendars, claims, regions
from hospitals.models import Claim, Region
from portal.core import audit
from portal.demo import (
    accounts,
    accreditations,
    activities,
    departments,
    diagnoses,
    duty,
    experts,
    governance,
    inspections,
    mentoring,
    networks,
    organisations,
    people,
    projects,
    reports,
    resources,
    routes,
    technologies,
    training,
)


@transaction.atomic
def load() -> dict[str, int]:
    """Load what is missing and say how many rows there are of each kind."""
    regions.load_national()
    calendars.load_national()
    places = Region.objects.current_by_code()
    hospitals = organisations.load(places)
    made = {
        "regions": len(places),
        "hospitals": len(hospitals),
        "networks": networks.load(hospitals),
        "projects": projects.load(hospitals, places),
        "accreditations": accreditations.load(hospitals),
        "agreements": governance.load(hospitals),
        "bed_counts": resources.load(hospitals),
        "routes": routes.load(),
        "departments": departments.load(hospitals),
        "diagnoses": diagnoses.load(),
        "people": people.load(hospitals) + accounts.load(hospitals, places),
        "shifts": duty.load(),
        "postings": experts.load(hospitals),
        "claims": _claims(),
        "technologies": technologies.load(hospitals),
        "reports": reports.load(hospitals),
        "inspections": inspections.load(hospitals),
        "activities": activities.load(hospitals),
        "mentorships": mentoring.load(hospitals),
        "stays": training.load(hospitals),
    }
    _tell_the_planner()
    audit.record("demo.load", next(iter(hospitals.values())), by=None, made=made)
    return made


def _claims():
    claims.load()
    return Claim.objects.count()


def _tell_the_planner():
    """Thousands of rows came at once: without new statistics the next joins may take minutes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
