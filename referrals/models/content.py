"""What a referral says about the patient's need: the fields that its author fills in.

Which field is needed when is not said here but in requirements.py.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.models import AuditEvent
from referrals import enums


class ReferralContent(models.Model):
    """The medical content of a referral; frozen into the event of each submission."""

    priority = models.CharField(
        _("紧急程度"), max_length=10, choices=enums.Priority.choices, default="routine"
    )
    green_channel = models.CharField(
        _("绿色通道"), max_length=12, choices=enums.GreenChannel.choices, blank=True
    )
    encounter_class = models.CharField(
        _("病人类型"), max_length=10, choices=enums.EncounterClass.choices, blank=True
    )
    encounter_class_other = models.CharField(_("其他病人类型"), max_length=80, blank=True)

    reason = models.CharField(
        _("转诊原因"), max_length=20, choices=enums.ReferralReason.choices, blank=True
    )
    purpose = models.CharField(
        _("转诊目的"), max_length=20, choices=enums.Purpose.choices, blank=True
    )
    main_diagnosis_code = models.CharField(_("主要诊断编码"), max_length=20, blank=True)
    main_diagnosis = models.CharField(_("主要诊断"), max_length=128, blank=True)
    no_other_diagnoses = models.BooleanField(_("无其他诊断"), default=False)
    diagnosis_basis = models.TextField(_("诊断依据"), max_length=1000, blank=True)
    tcm_diagnosis = models.CharField(_("中医诊断"), max_length=200, blank=True)
    summary = models.TextField(_("病情摘要"), max_length=4000, blank=True)
    past_history = models.TextField(_("既往史"), max_length=1000, blank=True)
    allergies = models.CharField(_("过敏史"), max_length=200, blank=True)
    infection_status = models.CharField(
        _("感染防控"), max_length=10, choices=enums.InfectionStatus.choices, blank=True
    )
    infection_note = models.CharField(_("感染说明"), max_length=200, blank=True)

    temperature = models.DecimalField(
        _("体温"), max_digits=3, decimal_places=1, null=True, blank=True
    )
    pulse = models.PositiveSmallIntegerField(_("脉搏"), null=True, blank=True)
    respiration = models.PositiveSmallIntegerField(_("呼吸"), null=True, blank=True)
    systolic = models.PositiveSmallIntegerField(_("收缩压"), null=True, blank=True)
    diastolic = models.PositiveSmallIntegerField(_("舒张压"), null=True, blank=True)
    oxygen_saturation = models.PositiveSmallIntegerField(_("血氧饱和度"), null=True, blank=True)
    consciousness = models.CharField(
        _("意识"), max_length=10, choices=enums.Consciousness.choices, blank=True
    )
    vital_signs_at = models.DateTimeField(_("测量时间"), null=True, blank=True)
    vital_signs = models.CharField(_("生命体征"), max_length=200, blank=True)

    treatment_so_far = models.TextField(_("治疗经过"), max_length=4000, blank=True)
    medicines = models.TextField(_("用药"), max_length=2000, blank=True)
    not_local_reason = models.CharField(
        _("不能本地解决的原因"),
        max_length=12,
        choices=enums.NotLocalReason.choices,
        blank=True,
    )
    down_condition = models.CharField(_("下转条件说明"), max_length=400, blank=True)
    care_instructions = models.TextField(_("康复护理用药指导"), max_length=2000, blank=True)
    follow_up_plan = models.TextField(_("后续计划"), max_length=1000, blank=True)
    follow_up_on = models.DateField(_("随访日期"), null=True, blank=True)

    wanted_specialty = models.CharField(_("期望专科"), max_length=64, blank=True)
    wanted_expert = models.CharField(_("期望医师"), max_length=64, blank=True)
    wanted_from = models.DateField(_("期望转入日期"), null=True, blank=True)
    wanted_until = models.DateField(_("最迟转入日期"), null=True, blank=True)
    transport_mode = models.CharField(
        _("转运方式"), max_length=10, choices=enums.TransportMode.choices, blank=True
    )
    escort = models.CharField(_("随行医护"), max_length=128, blank=True)
    equipment = models.CharField(_("随行设备"), max_length=200, blank=True)
    oxygen = models.CharField(_("吸氧"), max_length=12, choices=enums.Oxygen.choices, blank=True)
    origin_coordinator = models.CharField(_("转出方转诊专员"), max_length=80, blank=True)
    destination_coordinator = models.CharField(_("接收方转诊专员"), max_length=80, blank=True)
    insurance_filing_number = models.CharField(_("异地就医备案号"), max_length=40, blank=True)

    consent_method = models.CharField(
        _("知情同意"), max_length=10, choices=enums.ConsentMethod.choices, blank=True
    )
    patient_choice = models.CharField(_("患者/家属意愿"), max_length=200, blank=True)

    diagnosis_match = models.CharField(
        _("诊断符合情况"), max_length=1, choices=enums.DiagnosisMatch.choices, blank=True
    )
    treatment_result = models.CharField(
        _("治疗结果"), max_length=1, choices=enums.TreatmentResult.choices, blank=True
    )
    cost_fen = models.PositiveBigIntegerField(_("费用"), null=True, blank=True)
    receiving_organisation = models.CharField(_("拟接收机构"), max_length=128, blank=True)
    discharge_other = models.CharField(_("其他离院方式"), max_length=200, blank=True)
    filler_number = models.CharField(_("接收方编号"), max_length=40, blank=True)
    agreed_with = models.CharField(_("电话同意人"), max_length=80, blank=True)
    agreed_at = models.DateTimeField(_("电话同意时间"), null=True, blank=True)
    actual_arrival_at = models.DateTimeField(_("实际到达时间"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def vital_signs_words(self):
        """All that was measured in one line, as a chart writes it."""
        parts = [self._measured(*part) for part in MEASURED if getattr(self, part[0]) is not None]
        if self.systolic and self.diastolic:
            parts.append(f"BP {self.systolic}/{self.diastolic}mmHg")
        if self.consciousness:
            parts.append(str(self.get_consciousness_display()))
        if self.vital_signs:
            parts.append(self.vital_signs)
        if parts and self.vital_signs_at:
            local = timezone.localtime(self.vital_signs_at)
            parts.append(gettext("%(time)s 测") % {"time": local.strftime("%m-%d %H:%M")})
        return "，".join(parts)

    def noted(self, *verbs):
        """Changes that are no moves: the audit trail has them, oldest first."""
        about = {"target_label": self._meta.label_lower, "target_id": str(self.pk)}
        return AuditEvent.objects.filter(**about, verb__in=verbs).order_by("at")

    def _measured(self, name, sign, unit):
        return f"{sign} {getattr(self, name)}{unit}"


MEASURED = (
    ("temperature", "T", "℃"),
    ("pulse", "P", "/min"),
    ("respiration", "R", "/min"),
    ("oxygen_saturation", "SpO₂", "%"),
)


class ReferralDiagnosis(models.Model):
    """One diagnosis beside the main one; rank 2 is the next important."""

    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.CASCADE, related_name="other_diagnoses"
    )
    rank = models.PositiveSmallIntegerField(_("顺位"))
    code = models.CharField(_("诊断编码"), max_length=20, blank=True)
    name = models.CharField(_("诊断名称"), max_length=128)

    class Meta:
        verbose_name = _("其他诊断")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "rank"], name="diagnosis_rank_once")
        ]

    def __str__(self):
        return f"{self.code} {self.name}".strip()


class KeyResult(models.Model):
    """One result of an examination or a laboratory test that travels with the patient.

    may_be_recognised: it is on the list of results that the hospitals recognise of each other.
    """

    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.CASCADE, related_name="key_results"
    )
    rank = models.PositiveSmallIntegerField(_("序号"))
    done_on = models.DateField(_("检查日期"), null=True, blank=True)
    name = models.CharField(_("项目"), max_length=80)
    finding = models.CharField(_("结果"), max_length=400, blank=True)
    may_be_recognised = models.BooleanField(_("可互认"), default=False)

    class Meta:
        verbose_name = _("检查检验结果")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "rank"], name="key_result_rank_once")
        ]

    def __str__(self):
        return self.name
