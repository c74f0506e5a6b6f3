"""What the sources and directions of the catalogue are called, and who answers for a definition."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from referrals import green

SOURCES = {
    "flow_agg": _("流向数据"),
    "case_abstract": _("病案首页"),
    "service_monthly": _("月报"),
    "population": _("人口"),
    "build_target": _("床位目标"),
    "metric_value": _("其他指标值"),
    "referral": _("转诊单"),
    "referral_event": _("转诊过程"),
    "green_channel": _("绿色通道"),
    "service_request": _("远程服务"),
    "recognition": _("互认登记"),
    "expert": _("专家档案"),
    "expert_posting": _("派驻任务"),
    "accreditation": _("资质"),
    "posting_plan": _("活动计划"),
    "expert_activity": _("专家活动"),
    "mentorship": _("带教关系"),
    "training": _("进修记录"),
    "tech_record": _("新技术登记"),
    "tech_case": _("新技术月度例数"),
    "inspection": _("同质化检查"),
    "rectification": _("整改记录"),
    "import_batch": _("导入批次"),
}
DIRECTIONS = {"lower": _("越低越好"), "higher": _("越高越好"), "context": _("仅供参考")}
# By the first letter of the code.
OWNERS = {
    "F": _("卫生健康委规划信息"),
    "H": _("医院病案统计"),
    "E": _("派驻管理"),
    "M": _("派驻管理"),
    "T": _("新技术管理"),
    "R": _("转诊中心"),
    "G": _("转诊中心"),
    "K": _("转诊中心"),
    "Q": _("医联体质控"),
    "C": _("县域医共体"),
    "D": _("数据质量"),
}
# Items of figures that stand for a word.
ITEMS = {
    "2": _("医嘱转院"),
    "3": _("医嘱转社区卫生服务机构或乡镇卫生院"),
    "up": _("上转"),
    "down": _("下转"),
    "lateral": _("平转"),
    "national": _("国内"),
    "southwest": _("西南"),
    "province": _("省内（全区）"),
    "area": _("片区"),
    "city": _("市"),
    "hospital": _("院内"),
    "none": _("未认定级别"),
    "round": _("教学查房"),
    "consultation": _("会诊"),
    "remote_consultation": _("远程会诊"),
    "remote_surgery": _("远程手术"),
    "lecture": _("讲课"),
    "demonstration": _("手术演示"),
    "exchange": _("学术交流"),
    "mdt": _("多学科会诊（MDT）"),
    "stroke": _("卒中"),
    "chest_pain": _("胸痛"),
    "trauma": _("创伤"),
    "maternal": _("孕产妇"),
    "neonatal": _("新生儿"),
    "insurer": _("与医保结算相比"),
    "abstracts": _("病案首页"),
    "arrived": _("到院"),
    "treated": _("诊疗完成"),
    "replied": _("已回执"),
}
# Items that name one of several things: what comes before the name says which.
NAMED = {"department": _("科室 %(name)s"), "batch": _("第 %(name)s 批")}
# Items that are one person, or what one was sent to do: "expert:" and the id, perhaps ":" and a
# word. Only who keeps the experts of the hospital may see their figures.
PERSONAL = {
    "expert": _("专家 %(name)s"),
    "mentee": _("学员 %(name)s"),
    "posting": _("派驻 %(name)s"),
}
# How a code of the plan is read: the letter of each family.
FAMILIES = {
    "F": _("流向"),
    "H": _("住院服务"),
    "E": _("专家派驻"),
    "M": _("带教与平移"),
    "T": _("新技术"),
    "R": _("转诊"),
    "G": _("绿色通道"),
    "Q": _("同质化检查"),
    "C": _("县域医共体"),
    "D": _("数据质量"),
    "K": _("本网络知晓"),
}


def item(code: str, who: str = "") -> str:
    """An item that is a word of a closed list is translated; a name or number stays.

    who: the name of the person, where the item is one.
    """
    kind, colon, name = code.partition(":")
    if colon and kind in PERSONAL:
        key, _colon, word = name.partition(":")
        told = gettext(PERSONAL[kind]) % {"name": who or key[-8:]}
        return f"{told} {item(word)}" if word else told
    if stage := green.goal_of(kind, name):
        return f"{gettext(ITEMS[kind])} {gettext(stage.label)}"
    if kind in ITEMS and name in ITEMS:
        return f"{gettext(ITEMS[kind])} {gettext(ITEMS[name])}"
    if colon and kind in NAMED:
        return gettext(NAMED[kind]) % {"name": name}
    return gettext(ITEMS[code]) if code in ITEMS else code
