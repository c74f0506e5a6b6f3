"""What printing needs from the machine itself: shared libraries, and a font with Chinese."""

import ctypes
import sys

# What WeasyPrint loads at its start, and the packages of Debian that bring it.
LIBRARIES = {
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
}
FONTCONFIG = "libfontconfig.so.1"
CHINESE_FONTS = "fonts-noto-cjk"


class _FontSet(ctypes.Structure):
    """FcFontSet, as fontconfig.h has it."""

    _fields_ = [("count", ctypes.c_int), ("size", ctypes.c_int), ("fonts", ctypes.c_void_p)]


def missing() -> list[str]:
    """The packages that this machine lacks for printing; empty where it can print."""
    lacking = [package for library, package in LIBRARIES.items() if not loads(library)]
    if not loads(FONTCONFIG) or not chinese_fonts():
        lacking.append(CHINESE_FONTS)
    return lacking


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def chinese_fonts() -> int:
    """How many fonts hold simplified Chinese. Fontconfig is asked itself: fc-list may be absent."""
    config = ctypes.CDLL(FONTCONFIG)
    config.FcNameParse.restype = config.FcObjectSetCreate.restype = ctypes.c_void_p
    config.FcFontList.restype = ctypes.POINTER(_FontSet)
    config.FcFontList.argtypes = [ctypes.c_void_p] * 3
    config.FcInit()
    wanted = config.FcNameParse(b":lang=zh-cn")
    found = config.FcFontList(None, wanted, config.FcObjectSetCreate())
    return found.contents.count if found else 0


if __name__ == "__main__":
    sys.exit(" ".join(missing()) or 0)
