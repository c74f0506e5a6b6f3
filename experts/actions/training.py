"""Send people away to learn, write down their return, and what they may show for it."""

from django.db import transaction
from django.utils.translation import gettext as _

from experts.models import Award, Certificate, Recruitment, TrainingStay
from hospitals.actions import changes
from portal.core.locking import atomic
from portal.errors import Refusal
from portal.roles import Permission

EDIT = Permission.TRAINING_EDIT
# Who they are is in the row; the trail says only that it changed. A number leads to its holder.
PEOPLE = ("holder", "number", "stay")


@atomic
def send(*, hospital, trainees, details, by):
    """Everybody named, or nobody: a team goes together. Returns the stays in their order."""
    changes.require(EDIT, hospital, by=by)
    if any(person.home_hospital_id != hospital.pk for person in trainees):
        raise Refusal(_("进修人员须是派出医院的人员。"), code="other_home")
    rows = [
        TrainingStay(
            trainee=person,
            home_hospital=hospital,
            is_synthetic=hospital.is_synthetic,
            **details,
        )
        for person in sorted(trainees, key=lambda person: person.pk)
    ]
    return [changes.add(row, verb="stay.send", by=by, hospitals=_places(row)) for row in rows]


@atomic
def import_stays(*, rows, by):
    """Everybody of a file, who may be back already: hospital and the fields of each stay."""
    made = [TrainingStay(**_of_home(row, "home_hospital")) for row in rows]
    return _import(made, [row["hospital"] for row in rows], "stay.send", _places, by)


@atomic
def import_certificates(*, rows, by):
    """Those of the people of one's hospitals; a later one of the same kind renews."""
    made = [Certificate(is_synthetic=row["holder"].is_synthetic, **row) for row in rows]
    homes = {row.holder.home_hospital for row in made}
    return _import(made, homes, "certificate.record", lambda row: _homes(row.holder), by)


@atomic
def import_awards(*, rows, by):
    """Titles of people, or of hospitals themselves."""
    made = [Award(**_of_home(row, "hospital")) for row in rows]
    for row in made:
        _of_the_house(row)
    return _import(made, [row.hospital for row in made], "award.record", _place, by)


@atomic
def import_recruitments(*, rows, by):
    """Groups of people won from elsewhere."""
    made = [Recruitment(**_of_home(row, "hospital")) for row in rows]
    return _import(made, [row.hospital for row in made], "recruitment.record", _place, by)


def _of_home(row, name):
    """The fields of a row of a file, its hospital under this name."""
    hospital = row["hospital"]
    told = {field: value for field, value in row.items() if field != "hospital"}
    return told | {name: hospital, "is_synthetic": hospital.is_synthetic}


def _import(made, hospitals, verb, places, by):
    for hospital in set(hospitals):
        changes.require(EDIT, hospital, by=by)
    return len(changes.add_all(made, verb=verb, by=by, places=places))


def _place(row):
    return [row.hospital_id]


@transaction.atomic
def revise(*, stay, details, by, version=None):
    """Another place, other days; who it is stays."""
    changes.require(EDIT, stay, by=by)
    row = changes.lock(stay, version=version)
    return changes.update(row, details, verb="stay.revise", by=by, hospitals=_places(row))


@transaction.atomic
def come_back(*, stay, details, by, version=None):
    """details: returned_on and independent_on, which may follow later.

    Who comes back before the last day ends the stay with that day.
    """
    changes.require(EDIT, stay, by=by)
    row = changes.lock(stay, version=version)
    returned, told = details["returned_on"], dict(details)
    if returned is not None and (row.until is None or returned < row.until):
        told["until"] = max(returned, row.since)
    return changes.update(row, told, verb="stay.return", by=by, hospitals=_places(row))


@transaction.atomic
def certify(*, holder, details, by):
    """A later certificate of the same kind renews the one before."""
    changes.require(EDIT, holder, by=by)
    row = Certificate(holder=holder, is_synthetic=holder.is_synthetic, **details)
    _earned_by_holder(row)
    return changes.add(row, verb="certificate.record", by=by, hospitals=_homes(holder))


@transaction.atomic
def revise_certificate(*, certificate, details, by, version=None):
    changes.require(EDIT, certificate, by=by)
    row = changes.lock(certificate, version=version)
    _earned_by_holder(Certificate(holder=row.holder, stay=details.get("stay")))
    hospitals = _homes(row.holder)
    return changes.update(
        row, details, verb="certificate.revise", by=by, hospitals=hospitals, silent=PEOPLE
    )


@transaction.atomic
def grant(*, hospital, details, by):
    """A title of one of its people, or of the hospital itself."""
    changes.require(EDIT, hospital, by=by)
    row = Award(hospital=hospital, is_synthetic=hospital.is_synthetic, **details)
    _of_the_house(row)
    return changes.add(row, verb="award.record", by=by, hospitals=[hospital.pk])


@transaction.atomic
def revise_award(*, award, details, by, version=None):
    changes.require(EDIT, award, by=by)
    row = changes.lock(award, version=version)
    _of_the_house(Award(hospital=row.hospital, holder=details.get("holder")))
    return changes.update(
        row, details, verb="award.revise", by=by, hospitals=[row.hospital_id], silent=PEOPLE
    )


@transaction.atomic
def recruit(*, hospital, details, by):
    changes.require(EDIT, hospital, by=by)
    row = Recruitment(hospital=hospital, is_synthetic=hospital.is_synthetic, **details)
    return changes.add(row, verb="recruitment.record", by=by, hospitals=[hospital.pk])


@transaction.atomic
def revise_recruitment(*, recruitment, details, by, version=None):
    changes.require(EDIT, recruitment, by=by)
    row = changes.lock(recruitment, version=version)
    return changes.update(
        row, details, verb="recruitment.revise", by=by, hospitals=[row.hospital_id]
    )


def _earned_by_holder(certificate):
    if certificate.stay is not None and certificate.stay.trainee_id != certificate.holder_id:
        raise Refusal(_("这次进修不是持证人的。"), code="other_trainee")


def _of_the_house(award):
    person = award.holder
    if person is not None and award.hospital_id not in (person.home_hospital_id, person.kept_by_id):
        raise Refusal(_("获得者不是这家机构的人员。"), code="other_hospital")


def _places(stay):
    return [pk for pk in (stay.home_hospital_id, stay.at_hospital_id) if pk]


def _homes(person):
    return sorted({person.home_hospital_id, person.kept_by_id})
