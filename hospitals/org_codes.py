"""Codes of organisations and their check digits.

18 characters are the unified social credit code (GB 32100), 9 the code of the organisation inside
it (GB 11714), 22 the registration of a medical institution, which begins with those nine.
"""

import unicodedata

from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
BASE_36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def narrow(text: str) -> str:
    """Full-width letters, digits and dots as they are on a keyboard, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).replace("。", ".").split())


def tidy(text: str) -> str:
    """As it is kept: capitals, nothing between them."""
    return narrow(text).upper().replace("-", "")


def fault(code: str) -> str:
    """What is wrong with a tidy code: "length", "characters" or "check"; empty when it is right."""
    if len(code) == 18:
        return _fault_of_credit_code(code)
    if len(code) not in (9, 22):
        return "length"
    if any(character not in BASE_36 for character in code):
        return "characters"
    total = sum(
        BASE_36.index(letter) * weight for letter, weight in zip(code, WEIGHTS, strict=False)
    )
    # 10 is written X, 11 is written 0.
    return "" if "0123456789X0"[11 - total % 11] == code[8] else "check"


def _fault_of_credit_code(code):
    try:
        uscc.validate(code)
    except InvalidChecksum:
        return "check"
    except ValidationError:
        return "characters"
    return ""
