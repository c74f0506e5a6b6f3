"""The list of diagnoses that people choose from, and how it is found by code, name and initials."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from portal.core.reference import kept

# The demo's hand-picked list: a help to choose, never a reason to refuse a code.
STARTER = "起始清单"
PAIR = 2


def pairs(text: str) -> set[str]:
    """Every two neighbouring characters: what an index of a language without blanks can hold."""
    return {text[at : at + PAIR] for at in range(len(text) - 1)}


class DiagnosisCodeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A published classification: everyone signed in may look up all of it."""
        return self if user.is_authenticated else self.none()

    def in_force(self):
        return self.filter(valid_until__isnull=True)

    def common(self):
        """The hand-picked ones: few enough to lie in a page."""
        return self.in_force().filter(code_system=STARTER)

    def official(self):
        """The tables that an operator loaded; only they can say that a code does not exist."""
        return self.in_force().exclude(code_system=STARTER)

    def at_or_below(self, code):
        """The code itself, or a category (I21.9) of which the table has subdivisions (I21.900)."""
        return self.filter(code__startswith=code)

    def found_by(self, text):
        """By the beginning of a code, any part of a name, or any run of pinyin initials."""
        text = text.strip()
        if not text:
            return self.none()
        if text[0].isascii() and any(character.isdigit() for character in text):
            return self.filter(code__startswith=text.upper())
        word = text.lower()
        field = "initials" if word.isascii() else "name"
        if len(word) < PAIR:
            return self.filter(**{f"{field}__startswith": word})
        return self.filter(pairs__contains=sorted(pairs(word)), **{f"{field}__contains": word})

    def best_first(self, text):
        """What begins with the text, then the shorter name: the plain disease before its kinds."""
        word = text.strip().lower()
        begins = models.Q(name__startswith=word) | models.Q(initials__startswith=word)
        return self.annotate(
            other_start=models.Case(models.When(begins, then=0), default=1), size=Length("name")
        ).order_by("other_start", "size", "code")


@kept
def is_loaded():
    """Whether an official table is there to say that a code does not exist."""
    return DiagnosisCode.objects.official().exists()


@kept
def is_known(code):
    """Whether the official tables have this code, or subdivisions of it."""
    return DiagnosisCode.objects.official().at_or_below(code).exists()


class DiagnosisCode(models.Model):
    """One diagnosis of one edition of a classification. A code that was used is never deleted."""

    code_system = models.CharField(_("编码体系"), max_length=32)
    edition = models.CharField(_("版本"), max_length=16)
    code = models.CharField(_("诊断编码"), max_length=20)
    name = models.CharField(_("诊断名称"), max_length=200)
    initials = models.CharField(_("拼音首字母"), max_length=200, blank=True)
    pairs = ArrayField(models.CharField(max_length=PAIR), default=list, editable=False)
    valid_from = models.DateField(_("生效日期"))
    valid_until = models.DateField(_("失效日期"), null=True, blank=True)

    objects = DiagnosisCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("诊断编码表")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["code_system", "edition", "code"], name="diagnosis_code_once"
            )
        ]
        indexes = [
            GinIndex(fields=["pairs"], name="diagnosis_by_pairs", fastupdate=False),
            models.Index(
                fields=["code"], name="diagnosis_by_code", opclasses=["varchar_pattern_ops"]
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"
