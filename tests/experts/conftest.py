"""Who sends and who receives."""

import pytest

from tests.factories.experts import Sending


@pytest.fixture
def sending(db):
    return Sending()
