"""The name of an uploaded file, fit to be shown and to be saved under; pure."""

import re
import unicodedata

LONGEST = 80
ENDINGS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"|?*;%]+')


def sanitised(name: str, media_type: str) -> str:
    """The last part without path, control and direction marks, and the ending of what it is."""
    text = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    text = "".join(sign for sign in text if unicodedata.category(sign)[0] not in "CM")
    text = NOT_IN_NAMES.sub(" ", text)
    stem, dot, _ending = text.rpartition(".")
    stem = " ".join((stem if dot else text).split()).strip(". ")
    return (stem[:LONGEST].strip(". ") or "file") + ENDINGS[media_type]
