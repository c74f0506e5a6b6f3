"""The table of requirements against the data set typed once more, by hand, the slow way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals import requirements
from referrals.forms.filing import FilingForm

# number, fields, up, down, lateral, across; as the specification of the data set prints them.
LITERAL = """
4   parent                                                      O C O O  after_up
7   encounter_class                                             M M M M
8   priority                                                    M M M M
9   green_channel                                               C - C C  channel
11  patient_name                                                M M M M
12  sex                                                         M M M M
13  birth_date                                                  M M M M  known
14  id_type                                                     M M M M
14  id_number                                                   M M M M  known
15  phone                                                       M M M M  known
16  contact_name contact_relation contact_phone                 C O O M  minor_or_emergency
17  residence address                                           M M M M  known
18  home_province                                               M M M M  known
19  insurance                                                   O O O M
19  insurance_region                                            O O O C  insured
21  allergies                                                   M M M M
22  origin_department                                           M M M M
25  origin_coordinator destination_coordinator                  O O O M
26  destination                                                 M M M M  here
26  destination_department                                      M M M M  here_first
27  external_name external_province                             C C C C  external
29  reason                                                      M M M M
30  purpose                                                     M M M M
31  main_diagnosis main_diagnosis_code                          M M M M
32  other_diagnoses                                             O M O O
35  summary                                                     M M M M
36  vital_signs consciousness vital_signs_at                    C O C C  urgent
37  key_results                                                 O O O M
38  treatment_so_far                                            C M C M  inpatient
39  medicines                                                   O M O M
40  infection_status                                            C C C C  infectious
40  infection_note                                              C C C C  infected
41  not_local_reason                                            M - M M
42  wanted_from wanted_until                                    M M M M
43  transport_mode                                              M O M M
44  escort equipment oxygen                                     C - C C  ambulance
47  consent_method                                              M M M M
47  consent_given_by consent_relation consent_given_at          C C C C  consented
47  consent_waiver                                              C C C C  waived
48  patient_choice                                              M M M M  known
49  attachments                                                 O O O M
58  follow_up_plan follow_up_on                                 O M O O
59  care_instructions                                           - M - O
60  down_condition                                              - M - -
"""
CODES = st.sampled_from(
    ["I21.9", "I63.9", "S72.0", "O14.1", "P07.3", "C34.9", "A15.0", "J18.9", ""]
)
CASES = st.fixed_dictionaries(
    {
        "priority": st.sampled_from(["emergency", "urgent", "routine"]),
        "encounter_class": st.sampled_from(["inpatient", "outpatient", ""]),
        "cross_level": st.sampled_from(["none", "county", "province"]),
        "id_type": st.sampled_from(["resident", "unknown"]),
        "age": st.sampled_from([None, 0, 17, 18, 60]),
        "insurance": st.sampled_from(["resident", "self_pay", ""]),
        "transport_mode": st.sampled_from(["ambulance", "own", ""]),
        "consent_method": st.sampled_from(["written", "oral", "emergency", ""]),
        "infection_status": st.sampled_from(["none", "confirmed", "suspected", ""]),
        "main_diagnosis_code": CODES,
        "external_name": st.sampled_from(["", "某医院"]),
        "pool": st.sampled_from([None, 1]),
        "after_up": st.booleans(),
        "submitted_at": st.sampled_from([None, "2026"]),
    }
)


def holds(condition, case):
    """Each condition in plain words, none of them shared with the table."""
    emergency, code = case["priority"] == "emergency", case["main_diagnosis_code"]
    elsewhere = bool(case["pool"]) or case["external_name"] != ""
    channels = {"I21.9", "I63.9", "S72.0", "O14.1", "P07.3"}
    return {
        "after_up": case["after_up"],
        "channel": emergency and code in channels,
        "minor_or_emergency": emergency or case["age"] in {0, 17},
        "insured": case["insurance"] != "self_pay",
        "external": case["external_name"] != "",
        "urgent": case["priority"] != "routine",
        "inpatient": case["encounter_class"] == "inpatient",
        "infectious": code == "A15.0",
        "infected": case["infection_status"] in {"confirmed", "suspected"},
        "ambulance": case["transport_mode"] == "ambulance",
        "consented": case["consent_method"] in {"written", "oral"},
        "waived": case["consent_method"] == "emergency",
        "known": not (emergency and case["id_type"] == "unknown"),
        "here": not elsewhere,
        "here_first": not elsewhere and case["submitted_at"] is None,
        "": True,
    }[condition]


def by_hand(case, direction):
    found = set()
    for line in LITERAL.strip().splitlines():
        words = line.split()
        at = next(place for place, word in enumerate(words) if word in {"M", "C", "O", "-"})
        marks, when = words[at : at + 4], "".join(words[at + 4 :])
        asked = [marks[["up", "down", "lateral"].index(direction)]]
        if case["cross_level"] == "province" and direction != "down":
            asked.append(marks[3])
        for name in words[1:at]:
            lifted = when in {"known", "here", "here_first"} and not holds(when, case)
            contact = name.startswith("contact_") and not holds("known", case)
            if lifted or contact:
                continue
            if "M" in asked or ("C" in asked and holds(when, case)):
                found.add(name)
    return found


@given(CASES, st.sampled_from(["up", "down", "lateral"]))
def test_table_asks_for_what_the_data_set_says(case, direction):
    assert set(requirements.needed(case, direction)) == by_hand(case, direction)


def test_all_sixty_elements_are_in_the_table_once_per_field():
    fields = [item.field for item in requirements.ITEMS]

    assert {item.number for item in requirements.ITEMS} == set(range(1, 61))
    assert len(fields) == len(set(fields))
    assert [item.number for item in requirements.ITEMS] == sorted(
        item.number for item in requirements.ITEMS
    )


def test_every_mark_and_condition_is_known():
    for item in requirements.ITEMS:
        assert len(item.need) == 4
        assert set(item.need) <= set("MCO-")
        assert ("C" in item.need) == bool(item.when)
        assert {item.when, *item.unless.split()} - {""} <= set(requirements.CONDITIONS)


def test_form_asks_for_every_field_of_the_table():
    asked = {item.field for item in requirements.ASKED}

    assert asked - set(FilingForm.base_fields) == {"attachments"}
    assert set(FilingForm.base_fields) - asked <= {
        "temperature",
        "pulse",
        "respiration",
        "systolic",
        "diastolic",
        "oxygen_saturation",
        "agreed_with",
        "agreed_at",
        "actual_arrival_at",
        "pool",
    }


@pytest.mark.parametrize(
    ("code", "channel"),
    [("I63.900", "stroke"), ("I21.9", "chest_pain"), ("T07", "trauma"), ("T63.0", ""), ("", "")],
)
def test_channel_follows_the_diagnosis(code, channel):
    assert requirements.channel_of(code) == channel
