"""What kind of file this is, by its own bytes, and whether anything in it is active; pure.

A name or a declared type is never believed. A structure that cannot be followed is blocked, not
guessed: encrypted documents, unknown filters, bytes behind the end.
"""

import re
import struct
import zlib

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
MAGIC = ((b"%PDF-1.", PDF), (b"%PDF-2.", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))
MOST_PIXELS = 120_000_000
MOST_UNPACKED = 64 * 1024 * 1024
PDF_END = b"%%EOF"
TAIL = 2048
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
HEX_IN_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
# Names that a document which is only read has no use for.
ACTIVE = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|OpenAction|AA|SubmitForm|ImportData"
    rb"|GoToR|GoToE|Movie|Sound|Rendition)(?![A-Za-z0-9])"
)
# Opening at a page is what most printers of PDF write; only the other uses are active.
HARMLESS_OPENING = re.compile(rb"/OpenAction\s*(\[|\d+\s+\d+\s+R)")
# Segments of a JPEG that carry no length.
BARE_MARKERS = frozenset({0x01, *range(0xD0, 0xD9)})
FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


class Blocked(Exception):
    """The file is not to be read; the argument is the code of the reason."""


def kind_of(content: bytes) -> str:
    """The media type by the first bytes; empty for what is not accepted."""
    return next((kind for magic, kind in MAGIC if content.startswith(magic)), "")


def inspect(content: bytes) -> None:
    """Raises Blocked with the reason; says nothing when the structure is as it should be."""
    kind = kind_of(content)
    if kind not in INSPECTORS:
        raise Blocked("unknown_type")
    INSPECTORS[kind](content)


def _inspect_pdf(content):
    end = content.rfind(PDF_END)
    if end < 0 or end < len(content) - TAIL or content[end + len(PDF_END) :].strip(b"\r\n \0"):
        raise Blocked("broken")
    outside = STREAM.sub(b" stream endstream ", content)
    if b"/Encrypt" in _named(outside):
        raise Blocked("encrypted")
    _refuse_active(outside)
    left = MOST_UNPACKED
    for found in STREAM.finditer(content):
        header = _named(content[max(0, found.start() - TAIL) : found.start()])
        header = header[header.rfind(b" obj") + 1 :]
        if b"/ObjStm" in header:
            unpacked = _unpacked(found[1], header, left)
            left -= len(unpacked)
            _refuse_active(unpacked)


def _named(text):
    """With the escapes of names undone: /J#53 is /JS."""
    return HEX_IN_NAME.sub(lambda found: bytes([int(found[1], 16)]), text)


def _refuse_active(text):
    plain = HARMLESS_OPENING.sub(b"", _named(text))
    if ACTIVE.search(plain):
        raise Blocked("active_content")


def _unpacked(stream, header, most):
    """Objects may hide in a packed stream; one that we cannot unpack may hide anything."""
    if b"/Filter" not in header:
        return stream
    if b"/FlateDecode" not in header or b"/Decode85" in header or b"/ASCII" in header:
        raise Blocked("unknown_filter")
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(stream, max(1, most))
    except zlib.error:
        raise Blocked("broken") from None
    if unpacker.unconsumed_tail:
        raise Blocked("too_large")
    return text


def _inspect_png(content):
    at, seen = len(MAGIC[3][0]), []
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        at += 12 + length
        if at > len(content) or _checksum(content, at) != zlib.crc32(kind + body):
            raise Blocked("broken")
        if not seen and (kind != b"IHDR" or length != 13):
            raise Blocked("broken")
        if kind == b"IHDR":
            _check_size(*struct.unpack_from(">II", body))
        seen.append(kind)
        if kind == b"IEND":
            break
    if not {b"IDAT", b"IEND"} <= set(seen):
        raise Blocked("broken")
    if at != len(content):
        raise Blocked("trailing_data")


def _checksum(content, end):
    return struct.unpack_from(">I", content, end - 4)[0]


def _check_size(width, height):
    if not width or not height:
        raise Blocked("broken")
    if width * height > MOST_PIXELS:
        raise Blocked("too_large")


def _inspect_jpeg(content):
    at = _end_of_jpeg(content, 0)
    while content[at : at + 3] == MAGIC[2][0]:
        # Cameras append a second picture, a small or a deep one.
        at = _end_of_jpeg(content, at)
    if content[at:].strip(b"\0"):
        raise Blocked("trailing_data")


def _end_of_jpeg(content, start):
    """Where the picture that begins at start ends. Raises Blocked when it never does."""
    at, has_frame = start + 2, False
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise Blocked("broken")
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in BARE_MARKERS:
            at += 2
        elif marker == 0xDA:
            return _end_of_scans(content, at, has_frame)
        else:
            (length,) = struct.unpack_from(">H", content, at + 2)
            if marker in FRAMES:
                has_frame = True
                _check_size(*_frame_size(content, at))
            at += 2 + max(length, 2)
    raise Blocked("broken")


def _frame_size(content, at):
    if at + 9 > len(content):
        raise Blocked("broken")
    height, width = struct.unpack_from(">HH", content, at + 5)
    return width, height


def _end_of_scans(content, at, has_frame):
    end = content.find(b"\xff\xd9", at)
    if not has_frame or end < 0:
        raise Blocked("broken")
    return end + 2


INSPECTORS = {PDF: _inspect_pdf, JPEG: _inspect_jpeg, PNG: _inspect_png}
