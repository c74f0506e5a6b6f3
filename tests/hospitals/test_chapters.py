import pytest

from hospitals import chapters


@pytest.mark.parametrize(
    ("code", "first"),
    [
        ("I21.9", "I00"),
        ("C50.9", "C00"),
        ("D25.9", "C00"),
        ("D50.0", "D50"),
        ("H59.9", "H00"),
        ("H60.0", "H60"),
        ("t07", "S00"),
        ("U07.1", "U00"),
        ("V99", "V01"),
        ("Z48.8", "Z00"),
        ("", ""),
        ("12", ""),
    ],
)
def test_chapter_of_a_code(code, first):
    assert chapters.chapter(code) == first


def test_same_chapter_needs_two_known_codes():
    assert chapters.same("I21.9", "I50.9")
    assert not chapters.same("I21.9", "J18.9")
    assert not chapters.same("", "")


def test_chapters_are_numbered_as_the_classification_does():
    codes = ("A00.0", "C50.9", "T07", "V99", "Z48.8", "U07.1", "12")

    assert [chapters.number(code) for code in codes] == [1, 2, 19, 20, 21, 22, 0]
