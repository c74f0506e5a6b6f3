from django.db import connection

from portal.core import resealing, sealing
from referrals.models import FilingDraft, Patient
from tests.factories import referrals as make
from tests.portal.core.test_sealing import NEW_KEY, old_form


def raw(column):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM referrals_patient ORDER BY id")
        return [text for (text,) in cursor.fetchall()]


def test_models_with_sealed_fields_are_found():
    found = resealing.sealed_models()

    assert {Patient, FilingDraft} <= set(found)
    assert [field.name for field in found[FilingDraft]] == ["typed"]


def test_old_keys_and_old_forms_are_sealed_again_in_batches(world, settings):
    for _number in range(3):
        make.draft(world)
    patient = Patient.objects.order_by("pk").first()
    with connection.cursor() as cursor:
        key = bytes.fromhex(settings.SEAL_KEYS["k1"])
        cursor.execute(
            "UPDATE referrals_patient SET name = %s WHERE id = %s",
            [old_form("覃旧", key), patient.pk],
        )
    assert resealing.left(Patient).count() == 1

    settings.SEAL_KEYS = {"k2": NEW_KEY, **settings.SEAL_KEYS}
    done = [
        resealing.reseal(Patient, 2),
        resealing.reseal(Patient, 2),
        resealing.reseal(Patient, 2),
    ]

    assert done == [2, 1, 0]
    assert {text[:5] for text in raw("name") + raw("id_number")} == {"2:k2:"}
    settings.SEAL_KEYS = {"k2": NEW_KEY}
    names = [row.name for row in Patient.objects.order_by("pk")]
    assert names == ["覃旧", "覃测试", "覃测试"]
    assert Patient.objects.order_by("pk").first().address == "模拟街道 1 号"


def test_resealing_changes_nothing_that_anybody_reads(world, settings):
    before = Patient.objects.get(pk=make.draft(world).patient.pk)
    settings.SEAL_KEYS = {"k2": NEW_KEY, **settings.SEAL_KEYS}

    resealing.reseal(Patient, 10)

    after = Patient.objects.get(pk=before.pk)
    assert (after.version, after.updated_at, after.phone) == (
        before.version,
        before.updated_at,
        before.phone,
    )
    assert sealing.newest_key() == "k2"
