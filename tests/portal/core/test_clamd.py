import socket
import struct
import threading

import pytest

from portal.core import clamd


def read_exactly(line, size):
    found = b""
    while len(found) < size:
        found += line.recv(size - len(found))
    return found


def serve(server, answer, received):
    """One conversation of a clamd: the command, the pieces, one answer."""
    line, _address = server.accept()
    with line:
        assert read_exactly(line, 10) == b"zINSTREAM\0"
        while size := struct.unpack(">I", read_exactly(line, 4))[0]:
            received.append(read_exactly(line, size))
        line.sendall(answer)


@pytest.fixture
def clamd_that_says(tmp_path):
    threads, received = [], []

    def start(answer):
        server = socket.socket(socket.AF_UNIX)
        path = tmp_path / "clamd.sock"
        server.bind(str(path))
        server.listen()
        threads.append(threading.Thread(target=serve, args=(server, answer, received)))
        threads[0].start()
        return f"unix:{path}", received, server

    yield start
    for thread in threads:
        thread.join(timeout=5)


@pytest.mark.parametrize(
    "answer, virus", [(b"stream: OK\0", False), (b"stream: Eicar-Test-Signature FOUND\0", True)]
)
def test_answer_is_understood_and_all_bytes_are_sent(clamd_that_says, answer, virus):
    address, received, server = clamd_that_says(answer)
    content = b"x" * (clamd.CHUNK + 7)

    assert clamd.finds_virus(content, address) is virus
    assert b"".join(received) == content
    server.close()


def test_neither_yes_nor_no_is_no_answer(clamd_that_says):
    address, _received, server = clamd_that_says(b"INSTREAM size limit exceeded. ERROR\0")

    with pytest.raises(clamd.Unreachable):
        clamd.finds_virus(b"x", address)
    server.close()


def test_nobody_there_is_no_answer(tmp_path):
    for address in (f"unix:{tmp_path}/none", "127.0.0.1:1"):
        with pytest.raises(clamd.Unreachable):
            clamd.finds_virus(b"x", address)
