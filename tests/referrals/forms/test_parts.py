from referrals.forms.filing import FilingForm, FilingPageForm
from referrals.forms.parts import PARTS, parts_of

OUTSIDE = {"files", "files_kind", "files_kind_other", "still_new"}


def form(world, data=None, **initial):
    return FilingForm(data, user=world.clinician, hospital=world.county, initial=initial)


def opened(parts):
    return {group.fields[0].name for part in parts for group in part.groups if group.is_open}


def test_every_field_of_the_form_stands_in_one_part():
    names = [name for part in PARTS for name in part.all_names]

    assert sorted(names) == sorted(set(FilingPageForm.base_fields) - OUTSIDE)


def test_group_opens_for_what_it_holds_lacks_or_refuses(world):
    assert opened(parts_of(form(world))) == set()
    assert opened(parts_of(form(world, escort="护士"))) == {"escort"}
    assert opened(parts_of(form(world), ["medicines"])) == {"key_results"}
    assert opened(parts_of(form(world, {"pulse": "9999", "patient_name": "覃"}))) == {
        "green_channel"
    }


def test_what_opens_a_group_is_a_choice_of_the_form():
    for part in PARTS:
        for name, values in (group.when.split("=") for group in part.groups if group.when):
            choices = {code for code, _label in FilingForm.base_fields[name].choices}
            assert set(values.split()) <= choices
