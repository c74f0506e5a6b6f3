"""Ask a clamd whether a file carries a virus (its INSTREAM command).

Not being answered is not an answer: Unreachable leaves the file waiting.
"""

import socket
import struct

CHUNK = 64 * 1024
PATIENCE = 60
LONGEST_ANSWER = 4096


class Unreachable(Exception):
    """No clamd there, or it did not say yes or no."""


def finds_virus(content: bytes, address: str) -> bool:
    """address: unix:/path/to/socket, or host:port."""
    try:
        with _connected(address) as line:
            line.sendall(b"zINSTREAM\0")
            for at in range(0, len(content), CHUNK):
                piece = content[at : at + CHUNK]
                line.sendall(struct.pack(">I", len(piece)) + piece)
            line.sendall(struct.pack(">I", 0))
            answer = _answer(line)
    except OSError as error:
        raise Unreachable(str(error)) from None
    if answer.endswith(b" FOUND"):
        return True
    if answer.endswith(b": OK"):
        return False
    raise Unreachable(answer.decode(errors="replace"))


def _connected(address):
    if address.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(PATIENCE)
        try:
            line.connect(address.removeprefix("unix:"))
        except OSError:
            line.close()
            raise
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)


def _answer(line):
    found = b""
    while not found.endswith(b"\0") and len(found) < LONGEST_ANSWER:
        piece = line.recv(LONGEST_ANSWER)
        if not piece:
            break
        found += piece
    return found.rstrip(b"\0\n")
