"""How files of several kinds tell places and telephones."""

from operator import attrgetter

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.forms.registry import check_org_code, check_phone
from portal.core.importing import Wrong, named_in
from portal.core.listing import number

FILES = number(
    "files",
    gettext_lazy("文件"),
    attrgetter("file_count"),
    gettext_lazy("检查通过、可以打开的文件数"),
    by="file_count",
)
NO_HOSPITAL = gettext_lazy("没有这家机构，或您不能看到它。请填写全称。")


def phone(text):
    if len(text) > 32:
        raise Wrong("too_long", _("最多 %(most)d 个字。") % {"most": 32})
    try:
        return check_phone(text)
    except forms.ValidationError as error:
        raise Wrong("phone", " ".join(error.messages)) from None


def org_code(text):
    try:
        return check_org_code(text)
    except forms.ValidationError as error:
        raise Wrong(error.code, " ".join(error.messages)) from None


def hospital_in(rows, hint=NO_HOSPITAL):
    """One of these hospitals by its code, its short name or its name."""
    named = {row.org_code: row for row in rows} | {row.short_name: row for row in rows}
    named |= {row.name: row for row in rows}
    named.pop("", None)
    return named_in(named, hint)


def twice(seen, key, number, column):
    """What is wrong with a row whose key an earlier row of the file had."""
    if key in seen:
        yield column, "twice", _("与第 %(row)d 行重复。") % {"row": seen[key]}
    seen.setdefault(key, number)
