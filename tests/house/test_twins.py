"""Every module has its tests, at the same path below tests."""

from tests.house import sources

# No behaviour of their own: lists of names, words, settings and wiring, tested where they are used.
WITHOUT_BEHAVIOUR = {"__init__.py", "apps.py", "enums.py", "urls.py", "wsgi.py", "settings.py"}
WITHOUT_BEHAVIOUR |= {"celery.py", "schedule.py"}
# Module → the tests that cover it, where the path does not say it.
ELSEWHERE: dict[str, str] = {}


def folder_of_tests(path):
    return sources.ROOT / "tests" / path.relative_to(sources.ROOT).parent


def is_tested(path):
    """test_<module>.py in the mirrored folder, or one test file for the whole small folder."""
    folder = folder_of_tests(path)
    beside = (folder / f"test_{path.stem}.py", folder.parent / f"test_{folder.name}.py")
    return any(file.exists() for file in beside)


def test_every_module_has_its_tests():
    untested = [
        sources.named(path)
        for path in sources.modules()
        if path.name not in WITHOUT_BEHAVIOUR
        and sources.named(path) not in ELSEWHERE
        and not is_tested(path)
    ]

    assert untested == []


def test_every_test_file_has_its_module():
    """A test whose module was moved or removed is moved or removed too."""
    modules = {sources.named(path) for path in sources.modules()}
    folders = {name.rpartition("/")[0] for name in modules}
    strays = [
        sources.named(path)
        for package in sources.PACKAGES
        for path in sources.modules(f"tests/{package}")
        if path.name.startswith("test_")
        and twin(path) not in modules
        and twin(path).removesuffix(".py") not in folders
    ]

    assert strays == []


def twin(path):
    place = path.relative_to(sources.ROOT / "tests")
    return str(place.with_name(path.name.removeprefix("test_")))


def test_exceptions_exist():
    named = {name for pair in ELSEWHERE.items() for name in pair}

    assert [name for name in named if not (sources.ROOT / name).exists()] == []
