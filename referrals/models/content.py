"""What a referral says about the patient's need: the fields that its author fills in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from referrals import enums


class ReferralContent(models.Model):
    """The medical content of a referral; frozen into the event of each submission."""

    priority = models.CharField(
        _("紧急程度"), max_length=10, choices=enums.Priority.choices, default="routine"
    )
    encounter_class = models.CharField(
        _("病人类型"), max_length=10, choices=enums.EncounterClass.choices, blank=True
    )

    reason = models.CharField(
        _("转诊原因"), max_length=20, choices=enums.ReferralReason.choices, blank=True
    )
    purpose = models.CharField(
        _("转诊目的"), max_length=20, choices=enums.Purpose.choices, blank=True
    )
    main_diagnosis_code = models.CharField(_("主要诊断编码"), max_length=20, blank=True)
    main_diagnosis = models.CharField(_("主要诊断"), max_length=128, blank=True)
    summary = models.TextField(_("病情摘要"), max_length=4000, blank=True)
    allergies = models.CharField(_("过敏史"), max_length=200, blank=True)
    vital_signs = models.CharField(_("生命体征"), max_length=200, blank=True)
    treatment_so_far = models.TextField(_("治疗经过"), max_length=4000, blank=True)
    medicines = models.TextField(_("用药"), max_length=2000, blank=True)
    not_local_reason = models.CharField(
        _("不能本地解决的原因"),
        max_length=12,
        choices=enums.NotLocalReason.choices,
        blank=True,
    )
    care_instructions = models.TextField(_("康复护理用药指导"), max_length=2000, blank=True)
    down_condition = models.CharField(_("下转条件说明"), max_length=400, blank=True)
    wanted_from = models.DateField(_("期望转入日期"), null=True, blank=True)
    transport_mode = models.CharField(
        _("转运方式"), max_length=10, choices=enums.TransportMode.choices, blank=True
    )
    consent_method = models.CharField(
        _("知情同意"), max_length=10, choices=enums.ConsentMethod.choices, blank=True
    )
    patient_choice = models.CharField(_("患者/家属意愿"), max_length=200, blank=True)

    class Meta:
        abstract = True
