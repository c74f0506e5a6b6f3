import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings

from portal.dashboards.gallery import SampleFilter, SampleForm
from portal.models import Notice
from tests.factories import portal

COMPONENTS = sorted((Path(settings.BASE_DIR) / "templates" / "_components").glob("*.html"))


@pytest.fixture
def response(client, db):
    client.force_login(portal.user(is_synthetic=True))
    return client.get("/ui-components/")


def test_gallery_shows_every_component(response):
    shown = {template.name for template in response.templates}

    assert [path.name for path in COMPONENTS if f"_components/{path.name}" not in shown] == []


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.name)
def test_component_begins_with_its_parameters(path):
    assert path.read_text(encoding="utf-8").startswith("{# ")


def test_page_loads_nothing_from_elsewhere(response):
    page = response.content.decode()

    addresses = re.findall(r"""(?:src|href|action|content)=["']([^"']+)""", page)
    assert [address for address in addresses if re.match(r"(https?:)?//", address)] == []
    assert "<style" not in page
    assert 'style="' not in page


def test_error_summary_comes_first_and_links_to_each_field(response):
    page = response.content.decode()

    assert "<title>错误：页面组件 - 榕树</title>" in page
    assert page.index("<main") < page.index("data-error-summary") < page.index("<h1")
    links = re.findall(r'<li><a href="#(id_\w+)"', page)
    assert links == ["id_text", "id_choice", "id_radio_0", "id_day", "id_long"]
    assert [link for link in links if f'id="{link}"' not in page] == []


def test_field_is_label_hint_error_input():
    field = str(SampleForm({"text": ""})["text"].as_field_group())

    order = ["<label", 'id="id_text_helptext"', 'id="id_text_error"', "<input"]
    assert sorted(order, key=field.index) == order
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_text_helptext id_text_error"' in field
    assert 'class="form-control is-invalid"' in field


def test_radios_are_a_described_fieldset():
    field = str(SampleForm({"text": ""})["radio"].as_field_group())

    assert '<fieldset aria-describedby="id_radio_error">' in field
    assert "<legend" in field
    assert field.count("<label") == field.count('type="radio"') == 2


def test_label_has_no_colon_and_names_what_is_optional():
    page = str(SampleForm())

    assert "：" not in page
    assert ":</label>" not in page
    assert page.count("（选填）") == 2


def test_hint_is_escaped():
    class Hinted(forms.Form):
        name = forms.CharField(label="名称", help_text="<b>")

    assert "&lt;b&gt;" in str(Hinted())


def test_range_of_a_filter_names_both_ends():
    page = str(SampleFilter({}, Notice.objects.none()).form["sent"])

    assert page.count("<label") == page.count("<input") == 2
    assert page.index("自") < page.index("至")


def test_grouped_choices_and_hidden_fields_are_drawn():
    class Grouped(forms.Form):
        one = forms.ChoiceField(choices=[("组", [("a", "A")])])
        more = forms.MultipleChoiceField(
            choices=[("组", [("a", "A")])], widget=forms.CheckboxSelectMultiple
        )
        kept = forms.CharField(widget=forms.HiddenInput)

    page = str(Grouped())

    assert '<optgroup label="组">' in page
    assert '<div class="options-group">组</div>' in page
    assert '<input type="hidden" name="kept"' in page
