from experts.listing.people import People
from tests.factories import experts as make


def put(people, hospital, name):
    values = {"hospital": hospital, "holder": name}
    return [rule for _column, rule, _hint in people.put(values, "holder")], values["holder"]


def test_people_by_name_or_licence(sending):
    mine = make.local(sending.project, name="丁", licence_number="4501")
    for _number in range(2):
        make.local(sending.project, name="戊")
    people = People(sending.receiver, [sending.project])

    assert put(people, sending.project, "丁") == ([], mine)
    assert put(people, sending.project, "4501") == ([], mine)
    assert put(people, sending.project, "戊") == (["ambiguous"], None)
    assert put(people, sending.source, "丁") == (["unknown"], None)
    assert put(people, sending.project, None) == ([], None)
