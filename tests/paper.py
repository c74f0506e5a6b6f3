"""A PDF read back."""

import io

import pytest
from pypdf import PdfReader

from referrals.paper import libraries

needs_press = pytest.mark.skipif(
    bool(libraries.missing()), reason=f"no PDF without {' '.join(libraries.missing())}"
)


def reader_of(content):
    return PdfReader(io.BytesIO(content))


def squeezed(text):
    """Without white space: a line that is broken on paper is still the same text."""
    return "".join(text.split())


def text_of(content):
    return squeezed("".join(page.extract_text() for page in reader_of(content).pages))
