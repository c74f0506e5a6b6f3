"""The production shape names only commands, variables and secrets that exist."""

import os
import re
import subprocess
import sys
from secrets import token_hex

import pytest
import yaml
from celery.bin.celery import celery as celery_command
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.utils.module_loading import import_string
from gunicorn.config import Config

COMPOSE = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
KNOWN = set(
    re.findall(
        r'env(?:_bool|_int)?\("([A-Z_]+)"',
        (settings.BASE_DIR / "portal" / "settings.py").read_text(encoding="utf-8"),
    )
)


def commands():
    for name, service in OURS.items():
        yield pytest.param(service["command"], id=name)
        if check := service.get("healthcheck"):
            yield pytest.param(check["test"][1:], id=f"{name} health")


def check_gunicorn(words):
    parsed = Config().parser().parse_args(words)

    module, name = parsed.args[0].split(":")
    assert callable(import_string(f"{module}.{name}"))


def check_celery(words):
    application = import_string(f"{words[words.index('--app') + 1]}.celery_app")
    assert application.main == "banyan"

    context = celery_command.make_context("celery", list(words))
    name, *rest = [*context._protected_args, *context.args]
    command = celery_command.get_command(context, name)
    arguments, _left, _order = command.make_parser(context).parse_args(rest)
    assert isinstance(arguments, dict)


def check_python(words):
    if words[0] == "-m":
        assert (settings.BASE_DIR / (words[1].replace(".", "/") + ".py")).exists()
        return
    assert (settings.BASE_DIR / words[0]).exists()
    command = load_command_class(get_commands()[words[1]], words[1])
    assert command.create_parser("manage.py", words[1]).parse_args(words[2:])


CHECKS = {"gunicorn": check_gunicorn, "celery": check_celery, "python": check_python}


@pytest.mark.parametrize("words", list(commands()))
def test_command_exists(words):
    CHECKS[words[0]](words[1:])


@pytest.mark.parametrize("name", OURS)
def test_variables_are_settings(name):
    named = {variable.removesuffix("_FILE") for variable in OURS[name]["environment"]}

    assert named - KNOWN == set()


@pytest.mark.parametrize("name", SERVICES)
def test_secrets_are_declared_and_files(name):
    service = SERVICES[name]
    values = [str(value) for value in service["environment"].values()]
    paths = [value for value in values if value.startswith("/run/secrets/")]

    assert set(service["secrets"]) <= set(COMPOSE["secrets"])
    assert {path.rpartition("/")[2] for path in paths} <= set(service["secrets"])
    assert all(set(secret) == {"file"} for secret in COMPOSE["secrets"].values())


def test_long_running_services_have_a_health_check():
    lasting = {name for name, service in SERVICES.items() if service.get("restart") != "no"}

    assert lasting == {"postgres", "redis", "web", "worker", "printer", "calculator", "beat"}
    assert all(SERVICES[name]["healthcheck"]["test"][0] == "CMD" for name in lasting)


def test_waits_name_services_and_volumes_are_declared():
    for service in SERVICES.values():
        assert set(service.get("depends_on", {})) <= set(SERVICES)
        volumes = {volume.partition(":")[0] for volume in service["volumes"]}
        assert volumes <= set(COMPOSE["volumes"])


@pytest.mark.processes
def test_settings_accept_the_environment(tmp_path):
    secrets = {
        "database_password": "word",
        "redis_url": "redis://:word@redis:6379/0",
        "secret_key": token_hex(32),
        "seal_key": token_hex(32),
        "match_key": token_hex(32),
    }
    for name, content in secrets.items():
        (tmp_path / name).write_text(f"{content}\n", encoding="utf-8")
    environment = {
        name: value.replace("/run/secrets", str(tmp_path))
        for name, value in OURS["web"]["environment"].items()
        if not value.startswith("${")
    }
    environment |= {"ALLOWED_HOSTS": "portal.invalid", "PATH": os.environ["PATH"]}

    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
