import pytest

from experts.naming import normalised


@pytest.mark.parametrize("name", ["TEER", "ｔｅｅｒ", " T-E E·R ", "（teer）"])
def test_width_case_blanks_and_marks_do_not_matter(name):
    assert normalised(name) == "teer"


def test_words_do():
    assert normalised("经导管二尖瓣钳夹术") != normalised("经导管二尖瓣夹术")
