import gettext

from babel.messages.catalog import Catalog

from portal.local import catalogues


def ids(catalogue):
    return [message.id for message in catalogues.texts(catalogue)]


def test_code_gives_literal_texts_only():
    found = Catalog(locale="en")
    catalogues.add_code(
        found,
        "_('甲' '乙')\n_(NAMES['丙'])\nngettext('%(n)d 天', '%(n)d 天们', n)\n"
        "pgettext_lazy('bed', '床')\nother('丁')\n",
    )

    assert ids(found) == ["甲乙", ("%(n)d 天", "%(n)d 天们"), "床"]
    assert found.get("床", context="bed").context == "bed"


def test_template_gives_every_kind_of_text():
    found = Catalog(locale="en")
    catalogues.add_template(
        found,
        '{% translate "甲" %}{% include "x" with title=_("乙") only %}{{ _("丙") }}'
        "{% blocktranslate trimmed with n=count %}\n  共 {{ n }} 家\n{% endblocktranslate %}"
        "{% blocktranslate count n=d %}{{ n }} 天{% plural %}{{ n }} 天们{% endblocktranslate %}",
    )

    assert ids(found) == ["甲", "乙", "丙", "共 %(n)s 家", ("%(n)s 天", "%(n)s 天们")]


def test_faults_name_what_has_no_english_or_other_placeholders():
    catalogue = Catalog(locale="en")
    catalogue.add("甲", "")
    catalogue.add("%(count)d 家", "%(number)d hospitals", flags=["python-format"])
    catalogue.add("乙", "second")

    faults = catalogues.faults(catalogue)

    assert faults[0] == "no English: '甲'"
    assert [line.rpartition(": ")[2] for line in faults] == ["'甲'", "'%(count)d 家'"]


def test_written_catalogue_is_sorted_and_reads_back(tmp_path):
    path = tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po"
    known = Catalog(locale="en")
    known.add("乙", "second")
    found = Catalog(locale="en")
    for words in ("乙", "丙"):
        found.add(words)

    catalogues.write(path, catalogues.merged(found, known))

    text = path.read_text(encoding="utf-8")
    assert text.startswith(catalogues.HEADER)
    assert text.index('msgid "丙"') < text.index('msgid "乙"')
    assert catalogues.read(path).get("乙").string == "second"
    assert catalogues.compile_all(tmp_path) == 1
    assert catalogues.compile_all(tmp_path) == 0
    with path.with_suffix(".mo").open("rb") as stream:
        assert gettext.GNUTranslations(stream).gettext("乙") == "second"
