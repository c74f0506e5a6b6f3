"""The gettext catalogues: found by Babel, sorted by source text, and never half translated."""

import ast
import re
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.util import distinct
from django.utils.translation.template import templatize

PACKAGES = ("portal", "hospitals", "experts", "referrals")
# Which arguments are the context and the texts, by the name of the function without "_lazy".
KEYWORDS = {
    "_": (None, 0),
    "gettext": (None, 0),
    "gettext_noop": (None, 0),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1),
    "npgettext": (0, 1, 2),
}
STRING = r"u?(?:'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")"
CALL = re.compile(rf"(?<![\w.])(n?p?gettext|_)\(\s*({STRING}(?:\s*,\s*{STRING})*)")
# Dates and tool versions would make every two branches conflict.
HEADER = """\
# English words of Banyan, sorted by the Chinese source text; made by `manage.py messages`.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def sources(base: Path) -> Catalog:
    """Every text that the code and the templates show to a user."""
    found = Catalog(locale="en", fuzzy=False)
    for package in PACKAGES:
        for path in sorted((base / package).rglob("*.py")):
            add_code(found, path.read_text(encoding="utf-8"))
    roots = [base / "templates", *(base / package / "templates" for package in PACKAGES)]
    for root in roots:
        for path in sorted(root.rglob("*")):
            if path.suffix in {".html", ".txt"}:
                add_template(found, path.read_text(encoding="utf-8"), origin=str(path))
    return found


def add_code(found: Catalog, text: str) -> None:
    """Add the texts of one module: literal arguments only, never a name or a computed string."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", "")).removesuffix("_lazy")
        values = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        context_at, *texts_at = KEYWORDS.get(name, (None, len(values)))
        if len(values) <= max(texts_at):
            continue
        context = None if context_at is None else values[context_at]
        words = tuple(values[at] for at in texts_at)
        found.add(words if len(words) > 1 else words[0], context=context)


def add_template(found: Catalog, text: str, origin: str = "") -> None:
    """Add the texts of one template; `templatize` has reduced it to calls of gettext."""
    for name, arguments in CALL.findall(templatize(text, origin=origin)):
        words = [ast.literal_eval(part) for part in re.findall(STRING, arguments)]
        context = words.pop(0) if "pgettext" in name else None
        found.add(tuple(words) if name.startswith("n") else words[0], context=context)


def read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as stream:
        return read_po(stream, locale="en", ignore_obsolete=True)


def merged(found: Catalog, known: Catalog) -> Catalog:
    """The found texts with the translations that are known; what is no longer used goes."""
    result = Catalog(locale="en", fuzzy=False)
    for message in texts(found):
        old = known.get(message.id, context=message.context)
        translation = old.string if old is not None else ""
        result.add(message.id, translation, context=message.context, flags=message.flags)
    return result


def texts(catalogue: Catalog) -> list[Message]:
    """The messages without the header."""
    return [message for message in catalogue if message.id]


def faults(catalogue: Catalog) -> list[str]:
    """What stands in the way of a complete translation, one line each."""
    found = []
    for message in texts(catalogue):
        words = message.string if isinstance(message.string, tuple | list) else [message.string]
        name = message.id[0] if isinstance(message.id, tuple | list) else message.id
        if not all(words) or not words:
            found.append(f"no English: {name!r}")
            continue
        found += [f"{error}: {name!r}" for error in message.check(catalogue)]
    return list(distinct(found))


def write(path: Path, catalogue: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(HEADER.encode())
        write_po(stream, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)


def compile_all(base: Path) -> int:
    """Compile each catalogue that is newer than its compiled form; say how many were."""
    count = 0
    for path in sorted((base / "locale").glob("*/LC_MESSAGES/django.po")):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        with target.open("wb") as stream:
            write_mo(stream, read(path))
        count += 1
    return count
