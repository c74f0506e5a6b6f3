"""The empty workbook of a list that takes files: heads to fill in, what they mean, what they take.

The first sheet is the one that an import reads, so that a filled-in template can be sent as it is.
"""

import xlsxwriter
from django.utils.translation import gettext as _

from portal.core.downloads import guarded

# Rows below the heads in which a closed list is offered to choose from.
ROWS = 2000


def write(*, kind, sheet, path):
    """Heads first, then the meaning of each column, then the words of closed lists."""
    with xlsxwriter.Workbook(path) as book:
        names = [_("填写"), _("说明"), _("可填的值")]
        fill, about, words = (book.add_worksheet(name) for name in names)
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        fill.set_column(0, len(sheet.columns), 18, text)
        fill.freeze_panes(1, 0)
        for place, column in enumerate(sheet.columns):
            fill.write_string(0, place, _head(column), bold)
            _offer(fill, words, place, column, names[2])
        _explain(about, kind, sheet, bold)


def _head(column):
    return f"{column.label}*" if column.is_required else str(column.label)


def _offer(fill, words, place, column, name):
    """The words of a closed list on their own sheet, and a choice of them in the column."""
    words.write_string(0, place, str(column.label))
    if not column.words:
        return
    for number, word in enumerate(column.words, 1):
        words.write_string(number, place, str(guarded(word)))
    letter = xlsxwriter.utility.xl_col_to_name(place)
    source = f"='{name}'!${letter}$2:${letter}${len(column.words) + 1}"
    fill.data_validation(
        1,
        place,
        ROWS,
        place,
        {"validate": "list", "source": source, "error_type": "warning"},
    )


def _explain(about, kind, sheet, bold):
    heads = (_("列"), _("必填"), _("格式"), _("说明"), _("可填的值"))
    lines = [heads, *(_line(column) for column in sheet.columns)]
    about.set_column(0, 0, 18)
    about.set_column(2, 4, 40)
    for number, line in enumerate(lines):
        for place, cell in enumerate(line):
            about.write_string(number, place, str(guarded(cell)), None if number else bold)
    for number, hint in enumerate(kind.hints, len(lines) + 1):
        about.write_string(number, 0, str(hint))


def _line(column):
    few = "、".join(column.words) if len(column.words) <= 20 else _("见“可填的值”页")
    return (
        str(column.label),
        _("是") if column.is_required else _("否"),
        str(column.form),
        str(column.meaning),
        few if column.words else "",
    )
