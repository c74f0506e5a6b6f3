import pytest

from hospitals import org_codes


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("91110000600037341L", ""),
        ("１２４５０３００４９８６００１２５０", ""),
        ("12450300-498600125-0", ""),
        ("91110000600037341A", "check"),
        ("91110000600037341l", ""),
        ("A1110000600037341L", "characters"),
        ("9111000060003734OL", "characters"),
        ("9111000060003734", "length"),
        ("498600125", ""),
        ("49860012-5", ""),
        ("498600121", "check"),
        ("49860012_", "characters"),
        ("498600125450304AB12C1Z", ""),
        ("498600121450304AB12C1Z", "check"),
    ],
)
def test_check_digits(text, fault):
    assert org_codes.fault(org_codes.tidy(text)) == fault
