"""The closed lists of the network, in the field's own words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.roles import ROLE_NAMES


class RegionLevel(models.TextChoices):
    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")


class HospitalLevel(models.TextChoices):
    TERTIARY_A = "3A", _("三级甲等")
    TERTIARY = "3", _("三级")
    SECONDARY_A = "2A", _("二级甲等")
    SECONDARY = "2", _("二级")
    PRIMARY = "1", _("一级")
    UNRATED = "0", _("未定级")


class HospitalKind(models.TextChoices):
    GENERAL = "general", _("综合医院")
    SPECIALIST = "specialist", _("专科医院")
    CHINESE_MEDICINE = "tcm", _("中医医院")
    COMMUNITY = "community", _("社区卫生服务中心")
    TOWNSHIP = "township", _("乡镇卫生院")


class Ownership(models.TextChoices):
    PUBLIC = "public", _("公立")
    PRIVATE = "private", _("民营")


class NetworkKind(models.TextChoices):
    NRMC = "nrmc", _("国家区域医疗中心项目")
    CLOSE_CONSORTIUM = "close", _("紧密型医联体")
    CITY_GROUP = "city", _("城市医联体")
    COUNTY_CONSORTIUM = "county", _("县域医共体")
    SPECIALTY_ALLIANCE = "specialty", _("专科联盟")
    PRIVATE_SUPPORT = "private", _("民营帮扶")
    MOBILE_TEAM = "mobile", _("巡回医疗")


class NetworkRole(models.TextChoices):
    LEAD = "lead", _("牵头")
    MEMBER = "member", _("成员")
    BRANCH = "branch", _("分院挂牌")


class NameKind(models.TextChoices):
    """A hospital has one name of its own at a time, and may hang up the plate of another."""

    FORMER = "former", _("曾用名")
    PLATE = "plate", _("挂牌名称")


class NameReason(models.TextChoices):
    """Why a name ended; or, of a plate, why it is there."""

    RENAMED = "renamed", _("更名")
    MERGED = "merged", _("合并")
    PLATE = "plate", _("挂牌")


class AgreementKind(models.TextChoices):
    FRAMEWORK = "framework", _("框架协议")
    SUPPORT = "support", _("合作帮扶协议")
    COOPERATION = "cooperation", _("共建协议")


class PolicyLevel(models.TextChoices):
    NATIONAL = "national", _("国家")
    PROVINCE = "province", _("自治区（省）")
    CITY = "city", _("市")
    HOSPITAL = "hospital", _("医院")


class WorkStatus(models.TextChoices):
    """How far a policy or a plan has come, as its owner says."""

    NOT_STARTED = "not_started", _("未开始")
    UNDER_WAY = "under_way", _("推进中")
    FULFILLED = "fulfilled", _("已落实")
    DROPPED = "dropped", _("已终止")

    @classmethod
    def owed(cls):
        return {cls.NOT_STARTED, cls.UNDER_WAY}


class SeatRole(models.TextChoices):
    CHAIR = "chair", _("组长")
    DEPUTY = "deputy", _("副组长")
    MEMBER = "member", _("成员")
    SECRETARY = "secretary", _("秘书")


class AccreditationKind(models.TextChoices):
    """Emergency centres are named as the green channels of a referral that they serve."""

    STROKE = "stroke", _("卒中中心")
    CHEST_PAIN = "chest_pain", _("胸痛中心")
    TRAUMA = "trauma", _("创伤中心")
    MATERNAL = "maternal", _("危重孕产妇救治中心")
    NEONATAL = "neonatal", _("危重新生儿救治中心")
    KEY_SPECIALTY = "key_specialty", _("临床重点专科")


class AccreditationLevel(models.TextChoices):
    NATIONAL = "national", _("国家级")
    PROVINCE = "province", _("自治区（省）级")
    CITY = "city", _("市级")


class RouteDirection(models.TextChoices):
    """The values are those of a referral's direction."""

    UP = "up", _("上转")
    DOWN = "down", _("下转")
    LATERAL = "lateral", _("平转")


class BedKind(models.TextChoices):
    ESTABLISHED = "established", _("编制")
    OPEN = "open", _("开放")
    OCCUPIED = "occupied", _("占用")
    PLANNED = "planned", _("规划")


class EquipmentKind(models.TextChoices):
    IMAGING = "imaging", _("影像")
    RADIOTHERAPY = "radio", _("放疗")
    SURGERY = "surgery", _("手术")
    TRANSPORT = "transport", _("急救转运")
    OTHER = "other", _("其他设备")


class ProjectStage(models.TextChoices):
    NURTURED = "nurtured", _("培育")
    APPLYING = "applying", _("申报")
    APPROVED = "approved", _("获批")
    OPENED = "opened", _("开诊")
    FULL_OPERATION = "full_operation", _("全面运行")
    ACCEPTED = "accepted", _("验收")


class MilestoneKind(models.TextChoices):
    AGREEMENT = "agreement", _("框架协议")
    APPROVAL = "approval", _("批复")
    PLATE = "plate", _("揭牌")
    HANDOVER = "handover", _("院区交付")
    OPENING = "opening", _("开诊")
    FULL_OPERATION = "full_operation", _("全面运行")
    ACCEPTANCE = "acceptance", _("验收")


class SourceSystem(models.TextChoices):
    """Where a flow return comes from. Figures of two sources are never added."""

    HQMS = "hqms", _("国家病案首页系统")
    INSURER = "insurer_settlement", _("医保异地结算")
    PROVINCE = "province_platform", _("省级平台")
    HOSPITAL = "hospital_upload", _("医院上报")


class FlowGrain(models.TextChoices):
    """How long a period one row of a flow return covers. One file has one grain."""

    MONTH = "month", _("月")
    YEAR = "year", _("年")


class DiseaseSystem(models.TextChoices):
    ALL = "ALL", _("全部病种")
    ICD_CHAPTER = "ICD_CHAPTER", _("ICD-10 章")
    MDC = "MDC", _("MDC 主要诊断大类")
    ADRG = "ADRG", _("ADRG")
    SPECIALTY = "SPECIALTY", _("专科")


class BatchKind(models.TextChoices):
    """What a file of facts holds."""

    FLOWS = "flows", _("流向数据")
    ABSTRACTS = "abstracts", _("病案首页")


class PopulationSex(models.IntegerChoices):
    """Whom a population figure counts."""

    ALL = 0, _("合计")
    MALE = 1, _("男")
    FEMALE = 2, _("女")


# How an age band is written, and the one that holds everybody.
AGE_BAND = r"all|\d{1,3}-\d{1,3}|\d{1,3}\+"
ALL_AGES = "all"


class CodeTable(models.TextChoices):
    """A table of codes that an operator loads. Diagnoses are the referrals' table."""

    PROCEDURE = "procedure", _("手术操作")
    DRG = "drg", _("DRG 分组")


class ProcedureKind(models.IntegerChoices):
    """What a procedure is, by the loaded table."""

    OPERATION = 1, _("手术")
    INTERVENTION = 2, _("介入")
    DIAGNOSTIC = 3, _("诊断操作")
    THERAPEUTIC = 4, _("治疗操作")


class BatchState(models.TextChoices):
    MAPPING = "mapping", _("待对应列")
    WAITING = "waiting", _("排队中")
    READING = "reading", _("读取中")
    READY = "ready", _("待提交")
    HELD = "held", _("待确认")
    CURRENT = "current", _("有效")
    REPLACED = "replaced", _("已被替换")
    REFUSED = "refused", _("已退回")
    FAILED = "failed", _("处理失败")
    DROPPED = "dropped", _("已放弃")


class Weekday(models.IntegerChoices):
    """As datetime counts them."""

    MONDAY = 0, _("星期一")
    TUESDAY = 1, _("星期二")
    WEDNESDAY = 2, _("星期三")
    THURSDAY = 3, _("星期四")
    FRIDAY = 4, _("星期五")
    SATURDAY = 5, _("星期六")
    SUNDAY = 6, _("星期日")


class RoleChoice(models.TextChoices):
    """portal.roles.Role as choices of a field, with its label translated."""

    HOSPITAL_ADMIN = "hospital_admin", _(ROLE_NAMES["hospital_admin"])
    REFERRAL_COORDINATOR = "referral_coordinator", _(ROLE_NAMES["referral_coordinator"])
    REFERRING_CLINICIAN = "referring_clinician", _(ROLE_NAMES["referring_clinician"])
    REVIEWER = "reviewer", _(ROLE_NAMES["reviewer"])
    RECEIVING_DESK = "receiving_desk", _(ROLE_NAMES["receiving_desk"])
    DEPARTMENT_HEAD = "department_head", _(ROLE_NAMES["department_head"])
    NETWORK_ADMIN = "network_admin", _(ROLE_NAMES["network_admin"])
    TRANSFER_CENTRE = "transfer_centre", _(ROLE_NAMES["transfer_centre"])
    COMMISSION_VIEWER = "commission_viewer", _(ROLE_NAMES["commission_viewer"])
    IT_ADMIN = "it_admin", _(ROLE_NAMES["it_admin"])
    AUDITOR = "auditor", _(ROLE_NAMES["auditor"])


# What the audit verbs of the network are called where a hospital's changes are listed.
CHANGES = {
    "hospital.create": _("新建医疗机构"),
    "hospital.edit": _("修改机构信息"),
    "hospital.close": _("停业"),
    "hospital.rename": _("更名"),
    "hospital.merge": _("并入其他机构"),
    "hospitalname.record": _("登记名称沿革"),
    "hospitalname.revise": _("修改名称沿革"),
    "hospitalplan.record": _("登记一院一策"),
    "hospitalplan.revise": _("修改一院一策"),
    "bedcapacity.record": _("登记床位统计"),
    "bedcapacity.revise": _("修改床位统计"),
    "bedtarget.record": _("登记床位目标"),
    "bedtarget.revise": _("修改床位目标"),
    "equipment.record": _("登记设备"),
    "equipment.revise": _("修改设备"),
    "specialtycluster.record": _("登记学科群"),
    "specialtycluster.revise": _("修改学科群"),
    "agreement.record": _("登记协议"),
    "agreement.revise": _("修改协议"),
    "policyitem.record": _("登记政策"),
    "policyitem.revise": _("修改政策"),
    "committee.record": _("设立协调小组"),
    "committee.revise": _("修改协调小组"),
    "committeeseat.record": _("登记小组席位"),
    "committeeseat.revise": _("修改小组席位"),
    "campus.create": _("新增院区"),
    "campus.edit": _("修改院区"),
    "department.create": _("新增科室"),
    "department.edit": _("修改科室"),
    "beds.set": _("登记床位"),
    "slots.open": _("开放号源"),
    "slots.close": _("号源停诊"),
    "route.open": _("新增转诊关系"),
    "route.end": _("结束转诊关系"),
    "route.generate": _("生成转诊关系"),
    "route.import": _("导入转诊关系"),
    "route.bind": _("修改转诊关系约束"),
    "accreditation.record": _("登记资质"),
    "accreditation.revise": _("修改资质"),
    "network.create": _("新建医联体"),
    "network.admit": _("加入医联体"),
    "network.withdraw": _("退出医联体"),
    "relation.open": _("建立共建关系"),
    "relation.end": _("结束共建关系"),
    "relation.correct": _("更正共建关系"),
    "project.revise": _("修改共建项目"),
    "project.start": _("共建项目启动"),
    "project.advance": _("共建项目进入新阶段"),
    "milestone.record": _("登记里程碑"),
    "duty.create": _("新增值班"),
    "duty.edit": _("修改值班"),
    "duty.delete": _("删除值班"),
    "calendar.set": _("设置工作日历"),
    "calendar.delete": _("删除工作日历"),
}


class ClaimQualifier(models.TextChoices):
    """How a printed figure is limited: 余, 多 and 近 are part of what was said."""

    EXACT = "=", _("恰为")
    MORE = ">", _("多于")
    AT_LEAST = ">=", _("不少于")
    AT_MOST = "<=", _("不多于")
    NEARLY = "<~", _("近")
    ABOUT = "~", _("约")


class ClaimQuality(models.TextChoices):
    OK = "OK", _("可用")
    APPROXIMATE = "APPROX", _("约数")
    NOT_CORE = "NOT_CORE", _("非核心")
    OCR_SUSPECT = "OCR_SUSPECT", _("疑似识别错误")
    OCR_LOSS = "OCR_LOSS", _("识别有缺失")
    CONFLICT = "CONFLICT", _("相互矛盾")
    CASE = "CASE", _("个案")
    AMBIGUOUS = "AMBIGUOUS", _("含义不明")
    INFERRED_YEAR = "INFERRED_YEAR", _("年份为推断")
    NO_VALUE = "NO_VALUE", _("没有数值")
    UNIT_MIX = "UNIT_MIX", _("单位混用")


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", _("待核")
    VERIFIED = "verified", _("已核")
    DISPUTED = "disputed", _("存疑")
    WITHDRAWN = "withdrawn", _("已撤回")

    @classmethod
    def standing(cls):
        return {cls.PROPOSED, cls.VERIFIED}


class Measure(models.TextChoices):
    """What a hospital reports of a month, in the order of the form."""

    OUTPATIENTS = "outpatients", _("门诊人次")
    EMERGENCIES = "emergencies", _("急诊人次")
    OUTPATIENTS_AWAY = "outpatients_away", _("其中省外患者门诊人次")
    ADMISSIONS = "admissions", _("入院人次")
    DISCHARGES = "discharges", _("出院人次")
    DISCHARGES_AWAY = "discharges_away", _("其中省外患者出院人次")
    OPEN_BEDS = "open_beds", _("期末实有床位数")
    OPEN_BED_DAYS = "open_bed_days", _("实际开放总床日")
    OCCUPIED_BED_DAYS = "occupied_bed_days", _("实际占用总床日")
    DISCHARGED_BED_DAYS = "discharged_bed_days", _("出院者占用总床日")
    SURGERIES = "surgeries", _("住院手术台次")
    SURGERIES_LEVEL_3 = "surgeries_level_3", _("其中三级手术台次")
    SURGERIES_LEVEL_4 = "surgeries_level_4", _("其中四级手术台次")
    MINIMALLY_INVASIVE = "minimally_invasive", _("其中微创手术台次")
    ELECTIVE_SURGERIES = "elective_surgeries", _("择期手术台次")
    DAY_SURGERIES = "day_surgeries", _("其中日间手术台次")
    OPERATED_PATIENTS = "operated_patients", _("出院的手术患者人数（不含产科和新生儿）")
    COMPLICATIONS = "complications", _("其中发生并发症人数")
    CLEAN_SURGERIES = "clean_surgeries", _("Ⅰ类切口手术台次")
    CLEAN_INFECTIONS = "clean_infections", _("其中手术部位感染人次")
    REMOTE_CONSULTATIONS = "remote_consultations", _("远程会诊例数")
    REMOTE_DIAGNOSES = "remote_diagnoses", _("远程诊断例数")


# How many there were on the last day of a month: nothing to add up over months.
STOCKS = {Measure.OPEN_BEDS}
SUMMED = [measure for measure in Measure if measure not in STOCKS]


class ReportState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("已提交")
    APPROVED = "approved", _("已批准")
    LOCKED = "locked", _("已锁定")
