"""Small files of each kind, sound and hostile, made byte by byte."""

import struct
import zlib


def pdf(body=b"1 0 obj <</Type/Catalog>> endobj", end=b"\n"):
    return b"%PDF-1.7\n" + body + b"\ntrailer <</Root 1 0 R>>\n%%EOF" + end


def packed_object(content):
    """An object stream: names inside it are not seen by who looks at the raw bytes."""
    packed = zlib.compress(content)
    head = b"2 0 obj <</Type/ObjStm/Filter/FlateDecode/Length %d>> stream\n" % len(packed)
    return head + packed + b"\nendstream endobj"


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width=1, height=1, more=b""):
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [
        chunk(b"IHDR", head),
        more,
        chunk(b"IDAT", zlib.compress(b"\0\0")),
        chunk(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def jpeg(width=1, height=1):
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xe0"
        + struct.pack(">H", 16)
        + b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
        + b"\xff\xc0"
        + struct.pack(">H", len(frame) + 2)
        + frame
        + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
        + b"\x12\x34\xff\xd9"
    )
