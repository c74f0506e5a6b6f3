import datetime as dt

from django.utils import timezone

from experts.listing.clinic_list import CLINICS
from tests.factories import experts as make


def test_a_clinic_tells_its_hours_and_whether_it_was_held(sending):
    expert = sending.expert(name="己专家")
    begun = timezone.localtime().replace(hour=8, minute=0) - dt.timedelta(days=2)
    make.session(expert, sending.unit, begun - timezone.now(), capacity=5, quota=2)

    [row] = CLINICS.rows(sending.receiver)

    told = {column.code: column.lines(row) for column in CLINICS.columns}
    assert told["time"] == [f"{begun:%Y-%m-%d} 08:00 至 09:00"]
    assert (told["expert"], told["department"]) == (["己专家"], ["骨科"])
    assert (told["capacity"], told["booked"], told["phase"]) == (["5"], ["0"], ["已开诊"])
