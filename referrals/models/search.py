"""What referrals are found by. Apart from the referral, whose moves would write its index again."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from referrals import tokens

MOST = 10_000_000


class SearchEntryQuerySet(models.QuerySet):
    def hits(self, *meanings):
        """The referrals that have all tokens of any of these meanings, whoever may see them.

        The limit is no limit but a fence: PostgreSQL reads these by their index first, instead of
        walking through everything from the newest on until it has met enough of them.
        """
        found = models.Q(pk__in=[])
        for tokens_of_one in meanings:
            found |= models.Q(tokens__contains=list(tokens_of_one))
        return self.filter(found).values("referral_id")[:MOST]

    def write(self, referral):
        """Note again what this referral is found by; its patient or diagnosis has changed."""
        entry = self.model.of(referral)
        self.bulk_create(
            [entry],
            update_conflicts=True,
            unique_fields=["referral"],
            update_fields=["tokens"],
        )
        return entry


class SearchEntry(models.Model):
    """The keyed hashes by which one referral is found; nothing in it can be read (tokens.py)."""

    referral = models.OneToOneField(
        "referrals.Referral",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="search_entry",
    )
    tokens = ArrayField(models.BigIntegerField())

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("检索项")
        indexes = [GinIndex(fields=["tokens"], name="search_by_token")]

    def __str__(self):
        return str(self.pk)

    @classmethod
    def of(cls, referral):
        """What this referral is found by, as it is now; not written yet."""
        patient = referral.patient
        found = tokens.of_person(patient.name, patient.phone, patient.contact_phone)
        found |= tokens.of_number(referral.number)
        found |= tokens.of_diagnosis(referral.main_diagnosis, referral.main_diagnosis_code)
        return cls(referral=referral, tokens=sorted(found))
