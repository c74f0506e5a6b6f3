import pytest
from django.db import IntegrityError

from experts.models import Expert
from tests.factories import experts as make
from tests.factories import hospitals


def test_level_is_never_guessed_from_the_title(sending):
    assert sending.expert(title="主任医师").title_level == "unknown"


def test_telephone_shows_its_last_digits_only(sending):
    told = sending.expert(phone="13800001234"), sending.expert()

    assert [row.masked_phone for row in told] == ["****1234", ""]


def test_both_ends_see_an_expert_and_others_do_not(sending, stranger):
    row = sending.expert()
    kept = make.expert(hospitals.hospital(), kept_by=sending.project)
    there = [list(Expert.objects.visible_to(sending.receiver))]
    sending.posting(row)
    there += [set(Expert.objects.visible_to(sending.receiver))]

    assert there == [[kept], {kept, row}]
    assert list(Expert.objects.visible_to(sending.sender)) == [row]
    assert not Expert.objects.visible_to(stranger).exists()


def test_lead_and_commission_see_what_is_below_them(sending, commission_of):
    row = make.expert(sending.project)
    lead = hospitals.member("network_admin", sending.source)
    above = commission_of(sending.project.region.parent.parent)

    assert [list(Expert.objects.visible_to(user)) for user in (lead, above)] == [[row], [row]]
    assert not Expert.objects.visible_to(sending.sender).exists()


@pytest.mark.parametrize("text, found", [("zs", 1), ("张", 1), ("骨", 1), ("scyy", 1), ("李", 0)])
def test_found_by_name_pinyin_specialty_or_home(sending, text, found):
    sending.expert(name="张三", pinyin="zhangsan zs")

    assert Expert.objects.named_like(text).count() == found


def test_database_keeps_a_licence_once(sending):
    sending.expert(), sending.expert()
    sending.expert(licence_number="110")

    with pytest.raises(IntegrityError) as caught:
        sending.expert(licence_number="110")

    assert caught.value.__cause__.diag.constraint_name == "expert_licence_once"
