import datetime as dt

from django.utils import timezone

URL = "/api/v1/clinic-sessions"


def test_sessions_are_opened_and_listed(client, sending):
    client.force_login(sending.receiver)
    person, unit = sending.posting().expert, sending.unit
    day = timezone.localdate() + dt.timedelta(days=3)
    told = {"expert": str(person.pk), "department": str(unit.pk), "day": f"{day}"}
    told |= {"opens": "14:00", "closes": "16:30", "capacity": 6, "quota": 2}

    def post(key, **changed):
        headers = {"Idempotency-Key": key}
        return client.post(URL, told | changed, "application/json", headers=headers)

    made, twice, wrong = (
        post("first-of-three"),
        post("second-of-three"),
        post("third-of-three", closes="13:00", quota=7),
    )
    listed = client.get(URL, {"expert": person.pk, "phase": "coming"}).json()

    assert [one.status_code for one in (made, twice, wrong)] == [201, 409, 422]
    assert (made.json()["booked"], made.json()["department"]["name"]) == (0, unit.name)
    assert [row["id"] for row in listed["results"]] == [made.json()["id"]]
