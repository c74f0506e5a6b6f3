"""When two names of a technology are the same: width, case, blanks and marks do not matter."""

import unicodedata


def normalised(text: str) -> str:
    """The letters, digits and characters of a name alone, in one width and case."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in plain if character.isalnum())
