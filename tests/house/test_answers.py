"""What the API answers is what its schema says: status, media type, and each member of the body."""

import re
import uuid
from functools import cache
from types import SimpleNamespace

import pytest
from django.db.models import UUIDField
from django.test import Client
from jsonschema import Draft202012Validator

from portal.api import SchemaGenerator
from tests.house import routes
from tests.house.foreign import Foreign, insider

CHANGING = ("post", "patch", "put", "delete")
JSON = re.compile(r"application/(problem\+)?json")


@pytest.fixture
def foreign(db):
    return Foreign()


@pytest.fixture
def client(foreign):
    found = Client(raise_request_exception=False)
    found.force_login(insider(foreign))
    return found


@cache
def document():
    return SchemaGenerator().get_schema(request=None, public=True)


@cache
def templates():
    """Each path as what its addresses look like; those with fewer open places come first."""
    paths = sorted(document()["paths"], key=lambda path: path.count("{"))
    return [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), path) for path in paths]


def operation(method, url):
    path = next((path for like, path in templates() if like.fullmatch(url)), None)
    return document()["paths"].get(path, {}).get(method)


def asked(foreign, methods):
    """Each (method, address) of the API that the schema describes."""
    for route in routes.all_routes():
        if not route.is_api or route.name in UNDESCRIBED:
            continue
        for url in route.urls(foreign.pk_of):
            yield from ((method, url) for method in methods if operation(method, url))


# The description itself, and addresses of rows that are only asked for by other ways.
UNDESCRIBED = {"api:schema", "api:docs", "api:arrival-code-list", "api:arrival-code-detail"}
UNDESCRIBED |= {"api:bulk-transition-detail"}


def faults(method, url, response):
    """What the schema says otherwise."""
    described = operation(method, url)["responses"]
    told = described.get(str(response.status_code), described["default"])
    media_type = response.headers.get("Content-Type", "").split(";")[0]
    content = told.get("content", {})
    if not response.content and not content:
        return []
    if media_type not in content:
        return [f"{response.status_code} {media_type}"]
    if not JSON.fullmatch(media_type):
        return []
    schema = content[media_type]["schema"] | {"components": document()["components"]}
    wrong = Draft202012Validator(schema).iter_errors(response.json())
    return [f"{error.json_path}: {error.message[:80]}" for error in wrong]


def test_what_is_read_is_as_the_schema_says(foreign, client):
    found, read = {}, 0

    for method, url in asked(foreign, ["get"]):
        response = client.get(url)
        read += response.status_code == 200
        if wrong := faults(method, url, response):
            found[url] = wrong[:5]

    assert found == {}
    assert read > 150


def test_refusals_are_as_the_schema_says(foreign, client):
    found, refused = {}, 0

    for method, url in asked(foreign, CHANGING):
        for headers in ({}, {"Idempotency-Key": uuid.uuid4().hex, "If-Match": '"v0"'}):
            response = getattr(client, method)(url, "{}", "application/json", headers=headers)
            refused += 400 <= response.status_code < 500
            if response.status_code >= 400 and (wrong := faults(method, url, response)):
                found[f"{method} {url}"] = wrong[:5]

    assert found == {}
    assert refused > 300


def test_every_address_is_in_the_schema():
    some = SimpleNamespace(pk_of=lambda model: uuid.UUID(int=0) if has_uuid(model) else 1)
    described = {url for _method, url in asked(some, ("get", *CHANGING))}

    found = [route for route in routes.all_routes() if route.is_api]
    missing = {route.name for route in found if not {*route.urls(some.pk_of)} <= described}

    assert missing == UNDESCRIBED


def has_uuid(model):
    return isinstance(model._meta.pk, UUIDField)


def test_an_id_that_is_none_is_not_found():
    answers = {
        path: Client().get(re.sub(r"\{\w+\}", "null,null", path)).status_code
        for path, described in document()["paths"].items()
        if "{" in path and "get" in described
    }

    assert {path: status for path, status in answers.items() if status != 404} == {}
