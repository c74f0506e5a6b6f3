"""The closed lists of a referral, in the field's own words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from referrals import service_states
from referrals.states import STATES

STATE_CHOICES = [(state.code, _(state.label)) for state in STATES.values()]
SERVICE_STATE_CHOICES = [(state.code, _(state.label)) for state in service_states.STATES.values()]


class Priority(models.TextChoices):
    EMERGENCY = "emergency", _("急危重")
    URGENT = "urgent", _("紧急")
    ROUTINE = "routine", _("常规")


class Direction(models.TextChoices):
    UP = "up", _("上转")
    DOWN = "down", _("下转")
    LATERAL = "lateral", _("平转")


class CrossLevel(models.TextChoices):
    """How far the patient travels: derived from the regions of the two hospitals."""

    NONE = "none", _("县内")
    COUNTY = "county", _("跨县")
    CITY = "city", _("跨市")
    PROVINCE = "province", _("跨省")
    UNKNOWN = "unknown", _("省内，去向待核")


class GreenChannel(models.TextChoices):
    """The kinds of centre that take a patient without asking first."""

    STROKE = "stroke", _("卒中")
    CHEST_PAIN = "chest_pain", _("胸痛")
    TRAUMA = "trauma", _("创伤")
    MATERNAL = "maternal", _("孕产妇")
    NEONATAL = "neonatal", _("新生儿")


class Reach(models.TextChoices):
    """Where patients go, as it is spoken of when patients leave."""

    CITY = "city", _("市内")
    PROVINCE = "province", _("省内")
    AWAY = "away", _("跨省")
    OUTSIDE = "outside", _("网络外")

    @classmethod
    def of(cls, cross_level):
        borders = {CrossLevel.CITY: cls.PROVINCE, CrossLevel.PROVINCE: cls.AWAY}
        borders[CrossLevel.UNKNOWN] = cls.PROVINCE
        return borders.get(cross_level, cls.CITY)


class EncounterClass(models.TextChoices):
    OUTPATIENT = "outpatient", _("门诊")
    EMERGENCY = "emergency", _("急诊")
    INPATIENT = "inpatient", _("住院")
    OTHER = "other", _("其他")


class Sex(models.TextChoices):
    """GB/T 2261.1."""

    MALE = "1", _("男")
    FEMALE = "2", _("女")
    UNKNOWN = "0", _("未知")
    UNSTATED = "9", _("未说明")


class IdType(models.TextChoices):
    RESIDENT = "resident", _("居民身份证")
    RESIDENCE_PERMIT = "residence_permit", _("港澳台居民居住证")
    PASSPORT = "passport", _("护照")
    MOTHER = "mother", _("母亲身份证（新生儿）")
    UNKNOWN = "unknown", _("身份不明")


class ReferralReason(models.TextChoices):
    BEYOND_CAPABILITY = "beyond_capability", _("超出本院诊治能力")
    SPECIALIST_CARE = "specialist_care", _("需专科诊治")
    DIAGNOSIS_UNCLEAR = "diagnosis_unclear", _("诊断不明")
    REHABILITATION = "rehabilitation", _("康复治疗")
    CONTINUED_CARE = "continued_care", _("延续治疗")
    PATIENT_WISH = "patient_wish", _("患者要求")


class Purpose(models.TextChoices):
    CONSULTATION = "consultation", _("会诊")
    SURGERY = "surgery", _("手术")
    EXAMINATION = "examination", _("检查")
    CONTINUED_TREATMENT = "continued_treatment", _("继续治疗")
    REHABILITATION = "rehabilitation", _("康复")
    FOLLOW_UP = "follow_up", _("随访")


class NotLocalReason(models.TextChoices):
    """Why it cannot be done here; feeds the list of gaps."""

    TECHNIQUE = "technique", _("缺技术")
    EQUIPMENT = "equipment", _("缺设备")
    BED = "bed", _("缺床位")
    PATIENT = "patient", _("患者要求")


class Insurance(models.TextChoices):
    EMPLOYEE = "employee", _("职工医保")
    RESIDENT = "resident", _("居民医保")
    OTHER = "other", _("其他保险")
    SELF_PAY = "self_pay", _("自费")


class TransportMode(models.TextChoices):
    OWN = "own", _("自行前往")
    AMBULANCE = "ambulance", _("救护车")
    AIR = "air", _("航空")
    RAIL = "rail", _("铁路")


class ConsentMethod(models.TextChoices):
    WRITTEN = "written", _("书面同意")
    ORAL = "oral", _("口头同意并记录")
    EMERGENCY = "emergency", _("急救免签")


class AdmissionKind(models.TextChoices):
    OUTPATIENT = "outpatient", _("门诊")
    EMERGENCY = "emergency", _("急诊")
    OBSERVATION = "observation", _("留观")
    INPATIENT = "inpatient", _("住院")
    REGISTERED = "registered", _("承接建档")


class DischargeMode(models.TextChoices):
    """离院方式, CV06.00.226."""

    ORDERED = "1", _("医嘱离院")
    TRANSFER = "2", _("医嘱转院")
    COMMUNITY = "3", _("医嘱转社区卫生服务机构/乡镇卫生院")
    AGAINST_ADVICE = "4", _("非医嘱离院")
    DEATH = "5", _("死亡")
    OTHER = "9", _("其他")


class OfferState(models.TextChoices):
    OPEN = "open", _("待答复")
    ACCEPTED = "accepted", _("已同意")
    DECLINED = "declined", _("已拒绝")
    WITHDRAWN = "withdrawn", _("已撤回")
    EXPIRED = "expired", _("已失效")
    ADVISED = "advised", _("已给出建议")


class TimerKind(models.TextChoices):
    RECEIVED = "received", _("签收时限")
    DECIDED = "decided", _("答复时限")
    SUPPLIED = "supplied", _("补充资料时限")
    ACCEPT_TOTAL = "accept_total", _("总答复时限")
    FIRST_CONTACT = "first_contact", _("门诊首诊时限")
    SCHEDULED = "scheduled", _("预约时限")
    HOLD = "hold", _("号源床位保留")
    EXPECTED_ARRIVAL = "expected_arrival", _("到诊时限")
    RECORDS = "records", _("完整病历时限")
    REPLIED = "replied", _("回执时限")
    AUTO_CLOSE = "auto_close", _("自动闭环")
    FOLLOW_UP = "follow_up", _("首次随访时限")
    DRAFT_PURGE = "draft_purge", _("草稿保留")
    CONFIRMED = "confirmed", _("补录确认时限")
    CANCEL_SILENCE = "cancel_silence", _("撤销申请默认同意")
    EXPIRY = "expiry", _("转诊单有效期")
    BREAK_GLASS = "break_glass", _("紧急查阅")


class ReservationEnd(models.TextChoices):
    """How the hold of a bed or a seat ended."""

    RELEASED = "released", _("已释放")
    EXPIRED = "expired", _("超时释放")
    MOVED = "moved", _("改约")
    FINISHED = "finished", _("诊疗结束")
    ATTENDED = "attended", _("已就诊")


class ReplyKind(models.TextChoices):
    FINAL = "final", _("最终回执")
    INTERIM = "interim", _("阶段回复")
    ADVICE = "advice", _("诊疗建议")


class CountsAs(models.TextChoices):
    """Whose doing a coded reason is."""

    PROVIDER = "provider", _("医院")
    PATIENT = "patient", _("患者")
    SYSTEM = "system", _("系统")


class CausedBy(models.TextChoices):
    """Whose doing a missed or moved appointment was."""

    PATIENT = "patient", _("患者原因")
    PROVIDER = "provider", _("医院原因")


class UnplacedOutcome(models.TextChoices):
    """What became of a patient whom no referral reached."""

    LEFT = "left", _("患者自行外出")
    ELSEWHERE = "elsewhere", _("系统外安置")
    TREATED_HERE = "treated_here", _("改本院治疗")
    GAVE_UP = "gave_up", _("放弃")


class OutflowState(models.TextChoices):
    CANDIDATE = "candidate", _("待核实")
    CONFIRMED = "confirmed", _("已核实")
    DISMISSED = "dismissed", _("不是外流")


class DiagnosisMatch(models.TextChoices):
    """Whether the diagnosis of the origin held, by CV05.10.001."""

    NONE = "0", _("未做")
    SAME = "1", _("符合")
    OTHER = "2", _("不符合")
    UNSURE = "3", _("不肯定")


class TreatmentResult(models.TextChoices):
    """How the patient left, in the words of the case abstract."""

    CURED = "1", _("治愈")
    BETTER = "2", _("好转")
    UNHEALED = "3", _("未愈")
    DIED = "4", _("死亡")
    OTHER = "5", _("其他")


class SideChoice(models.TextChoices):
    ORIGIN = "origin", _("转出方")
    DESTINATION = "destination", _("接收方")
    NETWORK = "network", _("牵头医院")
    SYSTEM = "system", _("系统")


class ServiceKind(models.TextChoices):
    """What is asked for when the patient stays and only a question travels."""

    CONSULTATION = "consultation", _("远程会诊")
    PATHOLOGY = "pathology", _("远程病理")
    IMAGING = "imaging", _("远程影像")


class ServiceRefusal(models.TextChoices):
    """Why a remote service is not given."""

    MATERIALS = "materials", _("资料、标本或影像不合格")
    NO_SPECIALIST = "no_specialist", _("无相应专科")
    EQUIPMENT = "equipment", _("设备或系统故障")
    OUTSIDE_SCOPE = "outside_scope", _("超出诊疗范围")
    IN_PERSON = "in_person", _("须当面诊治，建议转诊")
    OTHER = "other", _("其他")


class PrintState(models.TextChoices):
    QUEUED = "queued", _("排队中")
    PRINTING = "printing", _("正在生成")
    READY = "ready", _("可下载")
    FAILED = "failed", _("生成失败")
    EXPIRED = "expired", _("已过期")


class PrintProblem(models.TextChoices):
    """Why a sheet was not printed, in words for the person who asked for it."""

    CHANGED = "changed", _("转诊单已有新内容，请重新生成。")
    FORBIDDEN = "forbidden", _("您已无权打印此转诊单。")
    SLOW = "slow", _("生成超时，请稍后重试。")
    BROKEN = "broken", _("排版失败，请联系信息科。")
    MISSING = "missing", _("PDF 服务未安装，请联系信息科；浏览器打印仍可使用。")


class MaritalStatus(models.TextChoices):
    """GB/T 2261.2."""

    SINGLE = "10", _("未婚")
    MARRIED = "20", _("已婚")
    WIDOWED = "30", _("丧偶")
    DIVORCED = "40", _("离婚")
    UNSTATED = "90", _("未说明")


class Consciousness(models.TextChoices):
    ALERT = "alert", _("清醒")
    DROWSY = "drowsy", _("嗜睡")
    CONFUSED = "confused", _("意识模糊")
    STUPOR = "stupor", _("昏睡")
    COMA = "coma", _("昏迷")


class Oxygen(models.TextChoices):
    NONE = "none", _("不需要")
    CANNULA = "cannula", _("鼻导管")
    MASK = "mask", _("面罩")
    VENTILATOR = "ventilator", _("呼吸机")


class InfectionStatus(models.TextChoices):
    NONE = "none", _("无")
    SUSPECTED = "suspected", _("疑似，待排查")
    CONFIRMED = "confirmed", _("确诊")
    UNKNOWN = "unknown", _("未检查")


class Relation(models.TextChoices):
    """Who the person that consented is to the patient."""

    SELF = "self", _("本人")
    SPOUSE = "spouse", _("配偶")
    CHILD = "child", _("子女")
    PARENT = "parent", _("父母")
    GUARDIAN = "guardian", _("其他监护人")
    OTHER = "other", _("其他")


class AttachmentKind(models.TextChoices):
    SUMMARY = "summary", _("病历摘要")
    LABORATORY = "laboratory", _("检验报告")
    IMAGING = "imaging", _("检查报告")
    PATHOLOGY = "pathology", _("病理报告")
    CONSENT = "consent", _("知情同意书")
    OTHER = "other", _("其他资料")


class MessageKind(models.TextChoices):
    """What a message beside the moves is."""

    SAID = "message", _("留言")
    URGE = "urge", _("催办")


class CatchUpKind(models.TextChoices):
    """What an emergency left to be made good."""

    REVIEW = "review", _("急诊转出事后审核")
    IDENTITY = "identity", _("补全患者身份")


class ReviewOutcome(models.TextChoices):
    """What a review after the sending came to."""

    CONFIRMED = "confirmed", _("认可")
    OBJECTED = "objected", _("有异议")


class FollowUpKind(models.TextChoices):
    PHONE = "phone", _("电话随访")
    VISIT = "visit", _("上门随访")
    CLINIC = "clinic", _("门诊复查")


class FollowUpState(models.TextChoices):
    OPEN = "open", _("待随访")
    DONE = "done", _("已随访")
    CANCELLED = "cancelled", _("已取消")


class RecognitionVerdict(models.TextChoices):
    RECOGNISED = "recognised", _("互认")
    REPEATED = "repeated", _("重复检查")


class RepeatReason(models.TextChoices):
    """Why a result was not recognised: the cases that the national rule on recognition allows."""

    CONDITION_CHANGED = "changed", _("病情变化，结果与临床表现不符")
    CHANGES_FAST = "changes_fast", _("该项目在疾病发展中变化较快")
    BEFORE_TREATMENT = "treatment", _("手术、输血等重大医疗措施前")
    EMERGENCY = "emergency", _("急诊急救状态")
    FORENSIC = "forensic", _("司法、伤残或病退鉴定")
    QUALITY = "quality", _("结果质量不符合要求")
    OTHER = "other", _("其他")


class ReadmissionVerdict(models.TextChoices):
    PENDING = "pending", _("待判定")
    PLANNED = "planned", _("计划内")
    UNPLANNED = "unplanned", _("非计划")
