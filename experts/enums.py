"""The closed lists of experts and their postings, in the field's own words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitals.enums import RoleChoice


class ExpertSex(models.TextChoices):
    UNKNOWN = "0", _("未填报")
    MALE = "1", _("男")
    FEMALE = "2", _("女")


class TitleLevel(models.TextChoices):
    """Only what somebody coded: never guessed from the words of a title."""

    UNKNOWN = "unknown", _("未填报")
    NONE = "none", _("无职称")
    JUNIOR = "junior", _("初级")
    INTERMEDIATE = "intermediate", _("中级")
    ASSOCIATE = "associate", _("副高级")
    SENIOR = "senior", _("正高级")


class Degree(models.TextChoices):
    UNKNOWN = "unknown", _("未填报")
    DOCTOR = "doctor", _("博士")
    MASTER = "master", _("硕士")
    BACHELOR = "bachelor", _("本科")
    OTHER = "other", _("其他学历")


class PostingKind(models.TextChoices):
    RESIDENT = "resident", _("常驻")
    SHORT = "short", _("短期")
    CLINIC = "clinic", _("定期出诊")
    OUTREACH = "outreach", _("巡回")
    REMOTE = "remote", _("远程指导")
    GUIDANCE = "guidance", _("期满指导")


# Whoever is posted so stays there; the others come for a day, or not at all.
STAYING = (PostingKind.RESIDENT, PostingKind.SHORT)


class PostingState(models.TextChoices):
    PLANNED = "planned", _("待批准")
    CONFIRMED = "confirmed", _("已确认")
    STRUCK = "struck", _("已撤下")


class BatchStage(models.TextChoices):
    DRAFT = "draft", _("编制中")
    SUBMITTED = "submitted", _("待批准")
    APPROVED = "approved", _("已批准")
    RETURNED = "returned", _("退回修改")


class LeaveReason(models.TextChoices):
    DONE_EARLY = "done_early", _("任务提前完成")
    RECALLED = "recalled", _("派出医院召回")
    HEALTH = "health", _("健康原因")
    FAMILY = "family", _("家庭原因")
    UNSUITED = "unsuited", _("不适应岗位")
    OTHER = "other", _("其他")


# What an expert's account may be at the receiving hospital, while the posting lasts.
ADMITTED_AS = [
    choice
    for choice in RoleChoice.choices
    if choice[0] in {"referring_clinician", "department_head"}
]


class TechnologyKind(models.TextChoices):
    TECHNOLOGY = "technology", _("新技术")
    PROJECT = "project", _("新项目")
    TRANSFERRED = "transferred", _("平移技术")


class TechnologyStatus(models.TextChoices):
    REGISTERED = "registered", _("待准入")
    IN_USE = "in_use", _("在用")
    STOPPED = "stopped", _("停用")


class SurgeryLevel(models.TextChoices):
    THREE = "3", _("三级手术")
    FOUR = "4", _("四级手术")


class AdmissionClass(models.TextChoices):
    A = "A", _("A类")
    B = "B", _("B类")
    ORDINARY = "ordinary", _("普通")
    RESTRICTED = "restricted", _("限制类")


class NoveltyKind(models.TextChoices):
    """Gaps that were filled and first cases are counted apart."""

    GAP = "gap", _("填补空白")
    FIRST_CASE = "first_case", _("首例")
    RECORD = "record", _("其他纪录")


class NoveltyTier(models.TextChoices):
    NATIONAL = "national", _("国内")
    SOUTHWEST = "southwest", _("西南")
    PROVINCE = "province", _("省内（全区）")
    AREA = "area", _("片区")
    CITY = "city", _("市")
    HOSPITAL = "hospital", _("院内")


class ClaimState(models.TextChoices):
    PENDING = "pending", _("待核")
    VERIFIED = "verified", _("已核")
    DISPUTED = "disputed", _("存疑")
    WITHDRAWN = "withdrawn", _("撤回")


class MentoringKind(models.TextChoices):
    MASTER = "master", _("师徒")
    ONE_TO_ONE = "one_to_one", _("一对一")


class SkillStage(models.IntegerChoices):
    """In the order in which one learns: nobody leads an operation without having assisted."""

    OBSERVES = 1, _("观摩")
    ASSISTS = 2, _("助手")
    LEADS = 3, _("主刀")
    ALONE = 4, _("独立")


class CertificateKind(models.TextChoices):
    """Life support courses by their names; the others by what earns them."""

    BLS = "bls", _("基础生命支持（BLS）")
    ACLS = "acls", _("高级心血管生命支持（ACLS）")
    PALS = "pals", _("儿童高级生命支持（PALS）")
    NRP = "nrp", _("新生儿复苏（NRP）")
    COMPLETION = "completion", _("进修结业证书")
    SPECIALIST = "specialist", _("专科技术培训证书")
    OTHER = "other", _("其他证书")


class DirectorSide(models.TextChoices):
    DISPATCHED = "dispatched", _("派驻主任")
    LOCAL = "local", _("本院主任")


class ActivityKind(models.TextChoices):
    ROUND = "round", _("教学查房")
    CONSULTATION = "consultation", _("会诊")
    REMOTE_CONSULTATION = "remote_consultation", _("远程会诊")
    REMOTE_SURGERY = "remote_surgery", _("远程手术")
    LECTURE = "lecture", _("讲课")
    DEMONSTRATION = "demonstration", _("手术演示")
    EXCHANGE = "exchange", _("学术交流")
    MDT = "mdt", _("多学科会诊（MDT）")


class ActivityMode(models.TextChoices):
    ONSITE = "onsite", _("线下")
    ONLINE = "online", _("线上")


# What is remote by its name cannot have taken place on site.
REMOTE_KINDS = (ActivityKind.REMOTE_CONSULTATION, ActivityKind.REMOTE_SURGERY)


class StopKind(models.TextChoices):
    CLINIC = "clinic", _("义诊")
    LECTURE = "lecture", _("讲座")
    SCREENING = "screening", _("筛查")


class EvidenceKind(models.TextChoices):
    NOVELTY_SEARCH = "search", _("查新报告")
    PAPER = "paper", _("论文")
    COMMITTEE = "committee", _("审批或准入文件")
    ETHICS = "ethics", _("伦理批件")
    CASE = "case", _("病例资料（不含患者身份信息）")
    OTHER = "other", _("其他证据")


class PriceAction(models.TextChoices):
    ADDED = "added", _("新增")
    ADJUSTED = "adjusted", _("调整")
