from django.db import migrations

from portal.core.sealing import seal, unseal
from referrals import tokens

ABOUT = "referrals.patient:name"
BATCH = 500


def forward(apps, schema_editor):
    Patient, Referral = apps.get_model("referrals", "Patient"), apps.get_model("referrals", "Referral")
    SearchEntry = apps.get_model("referrals", "SearchEntry")
    changed = []
    for patient in Patient.objects.filter(sealed_name="").only("name").iterator(BATCH):
        patient.sealed_name = seal(patient.name, about=ABOUT)
        changed.append(patient)
        if len(changed) == BATCH:
            Patient.objects.bulk_update(changed, ["sealed_name"])
            changed = []
    Patient.objects.bulk_update(changed, ["sealed_name"])
    rows = Referral.objects.filter(search_entry=None).select_related("patient")
    SearchEntry.objects.bulk_create(
        (SearchEntry(referral=row, tokens=sorted(tokens_of(row))) for row in rows.iterator(BATCH)),
        batch_size=BATCH,
    )


def tokens_of(row):
    person = tokens.of_person(row.patient.name, row.patient.phone, row.patient.contact_phone)
    return person | tokens.of_diagnosis(row.main_diagnosis, row.main_diagnosis_code)


def backward(apps, schema_editor):
    Patient = apps.get_model("referrals", "Patient")
    for patient in Patient.objects.exclude(sealed_name="").only("sealed_name").iterator(BATCH):
        Patient.objects.filter(pk=patient.pk).update(
            name=unseal(patient.sealed_name, about=ABOUT), sealed_name=""
        )
    apps.get_model("referrals", "SearchEntry").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('referrals', '0007_room_for_sealed_names_and_search'),
    ]

    operations = [migrations.RunPython(forward, backward)]
