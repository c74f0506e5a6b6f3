"""The least identity that a transfer needs."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.models import Hospital, Region
from portal.core.sealing import SealedTextField, match_hash
from portal.models import Record
from referrals import masking
from referrals.enums import IdType, Insurance, MaritalStatus, Sex


class Patient(Record):
    """A person as one hospital knew them when it filed one referral. Sealed fields are ciphertext.

    id_hash finds the same person again without showing the number; it is never unique, because
    two hospitals may each file the same person.
    """

    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="+")
    name = SealedTextField(_("姓名"))
    sex = models.CharField(_("性别"), max_length=1, choices=Sex.choices, blank=True)
    birth_date = models.DateField(_("出生日期"), null=True, blank=True)
    id_type = models.CharField(
        _("证件类型"), max_length=16, choices=IdType.choices, default=IdType.RESIDENT
    )
    id_number = SealedTextField(_("证件号码"), blank=True)
    id_hash = models.CharField(max_length=64, blank=True, editable=False)
    phone = SealedTextField(_("联系电话"), blank=True)
    residence = models.ForeignKey(
        Region,
        verbose_name=_("现住址区划"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    address = SealedTextField(_("详细住址"), blank=True)
    insurance = models.CharField(
        _("医保类型"), max_length=10, choices=Insurance.choices, blank=True
    )
    insurance_other = models.CharField(_("其他保险"), max_length=80, blank=True)
    contact_name = SealedTextField(_("联系人"), blank=True)
    contact_relation = models.CharField(_("与患者关系"), max_length=32, blank=True)
    contact_phone = SealedTextField(_("联系人电话"), blank=True)
    contact_is_guardian = models.BooleanField(_("联系人是监护人"), default=False)
    birth_time = models.TimeField(_("出生时间"), null=True, blank=True)
    home_province = models.ForeignKey(
        Region,
        verbose_name=_("户籍或常住省"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    insurance_region = models.ForeignKey(
        Region,
        verbose_name=_("参保地"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    nationality = models.CharField(_("国籍"), max_length=32, blank=True)
    ethnicity = models.CharField(_("民族"), max_length=32, blank=True)
    marital_status = models.CharField(
        _("婚姻"), max_length=2, choices=MaritalStatus.choices, blank=True
    )
    occupation = models.CharField(_("职业"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("患者")
        indexes = [models.Index(fields=["id_hash"], name="patient_by_id_hash")]

    def __str__(self):
        return self.masked_name

    def save(self, **options):
        self.derive()
        super().save(**options)

    def derive(self):
        """The hash follows from the number."""
        self.id_hash = match_hash(self.id_number)

    @property
    def masked_name(self):
        return masking.name(self.name)

    @property
    def masked_phone(self):
        return masking.phone(self.phone)

    @property
    def masked_contact_phone(self):
        return masking.phone(self.contact_phone)

    @property
    def masked_id_number(self):
        return masking.id_number(self.id_number)

    @property
    def age(self):
        """Age today as (number, unit), or None without a birth date."""
        if self.birth_date is None:
            return None
        return masking.age_text(self.birth_date, timezone.localdate())
