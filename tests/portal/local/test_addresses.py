from pathlib import Path

from portal.local.addresses import addresses, socket_folder


def test_sockets_lie_in_the_state_folder():
    found = addresses(Path("/srv/banyan/.state"))

    assert found.database_url == "postgresql://banyan@/banyan?host=/srv/banyan/.state/run"
    assert found.redis_url == "unix:///srv/banyan/.state/run/valkey.sock"


def test_long_path_gets_a_short_folder_of_its_own():
    first, second = (socket_folder(Path("/srv") / (letter * 100)) for letter in "ab")

    assert first != second
    assert (first.parent, len(str(first)) < 60) == (Path("/tmp"), True)


def test_path_that_needs_quoting_gets_a_short_folder():
    assert socket_folder(Path("/srv/my portal/状态")).parent == Path("/tmp")
