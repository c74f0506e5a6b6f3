"""Whether an Excel file, which is an archive, may be opened at all. Imports no Django."""

import zipfile

MAX_ENTRIES = 200


def _(text: str) -> str:
    """Mark a Chinese text for the catalogue; it is translated where it is shown."""
    return text


def fault(file, *, unpacked: int, ratio: int) -> str:
    """What forbids it, in words, or nothing.

    file: a path, or its bytes as a stream. unpacked: how many bytes it may hold. ratio: how many
    times its own size.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        return _("无法读取 Excel 文件，可能已损坏或已加密。")
    holds = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if holds > min(unpacked, packed * ratio) or len(entries) > MAX_ENTRIES:
        return _("Excel 文件解压后过大。请另存为 CSV 后再上传。")
    return ""
