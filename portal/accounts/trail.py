"""The audit trail in words: what was done, to what kind of row, and what changed."""

import re

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.models.report import REPORT_CHANGES
from portal.roles import ROLE_NAMES
from referrals.reasons import REASONS
from referrals.service_states import MOVES as SERVICE_MOVES
from referrals.states import MOVES, STATES

VERBS = (
    {f"referral.{move.verb}": gettext_lazy(move.label) for move in MOVES.values()}
    | {f"service.{move.verb}": gettext_lazy(move.label) for move in SERVICE_MOVES.values()}
    | {
        "referral.revise": gettext_lazy("修改转诊单"),
        "referral.read": gettext_lazy("查看转诊单"),
        "referral.copy": gettext_lazy("复制转诊单"),
        "referral.purge": gettext_lazy("清除已删除的草稿内容"),
        "referral.withdraw_consent": gettext_lazy("撤回知情同意"),
        "referral.reveal": gettext_lazy("查看完整身份"),
        "attachment.add": gettext_lazy("添加附件"),
        "attachment.remove": gettext_lazy("删除附件"),
        "attachment.inspect": gettext_lazy("检查附件"),
        "attachment.read": gettext_lazy("查看附件"),
        "reason.set": gettext_lazy("设置原因代码"),
        "reason.end": gettext_lazy("停用原因代码"),
        "referral.search": gettext_lazy("按患者查找转诊单"),
        "referral.print": gettext_lazy("生成转诊单 PDF"),
        "referral.take_print": gettext_lazy("下载转诊单 PDF"),
        "user.sign_in": gettext_lazy("登录"),
        "user.sign_out": gettext_lazy("退出登录"),
        "user.enter_workplace": gettext_lazy("进入工作机构"),
        "user.change_password": gettext_lazy("修改密码"),
        "referral.look_up_person": gettext_lazy("按证件号码查重"),
        "user.prefer": gettext_lazy("修改个人偏好"),
        "user.choose_language": gettext_lazy("切换语言"),
        "membership.grant": gettext_lazy("授予角色"),
        "membership.change": gettext_lazy("调整角色"),
        "membership.end": gettext_lazy("结束角色"),
        "user.create": gettext_lazy("新建账号"),
        "user.give_password": gettext_lazy("重置密码"),
        "hospital.create": gettext_lazy("新建医疗机构"),
        "hospital.edit": gettext_lazy("修改医疗机构"),
        "hospital.close": gettext_lazy("关闭医疗机构"),
        "hospital.rename": gettext_lazy("更名"),
        "hospital.merge": gettext_lazy("并入其他机构"),
        "hospitalname.record": gettext_lazy("登记名称沿革"),
        "hospitalname.revise": gettext_lazy("修改名称沿革"),
        "hospitalplan.record": gettext_lazy("登记一院一策"),
        "hospitalplan.revise": gettext_lazy("修改一院一策"),
        "bedcapacity.record": gettext_lazy("登记床位统计"),
        "bedcapacity.revise": gettext_lazy("修改床位统计"),
        "bedtarget.record": gettext_lazy("登记床位目标"),
        "bedtarget.revise": gettext_lazy("修改床位目标"),
        "equipment.record": gettext_lazy("登记设备"),
        "equipment.revise": gettext_lazy("修改设备"),
        "specialtycluster.record": gettext_lazy("登记学科群"),
        "specialtycluster.revise": gettext_lazy("修改学科群"),
        "agreement.record": gettext_lazy("登记协议"),
        "agreement.revise": gettext_lazy("修改协议"),
        "policyitem.record": gettext_lazy("登记政策"),
        "policyitem.revise": gettext_lazy("修改政策"),
        "committee.record": gettext_lazy("设立协调小组"),
        "committee.revise": gettext_lazy("修改协调小组"),
        "committeeseat.record": gettext_lazy("登记小组席位"),
        "committeeseat.revise": gettext_lazy("修改小组席位"),
        "campus.create": gettext_lazy("新建院区"),
        "campus.edit": gettext_lazy("修改院区"),
        "department.create": gettext_lazy("新建科室"),
        "department.edit": gettext_lazy("修改科室"),
        "beds.set": gettext_lazy("登记床位"),
        "network.create": gettext_lazy("新建医联体"),
        "network.end": gettext_lazy("结束医联体"),
        "network.admit": gettext_lazy("增加成员"),
        "network.withdraw": gettext_lazy("成员退出"),
        "relation.open": gettext_lazy("建立共建关系"),
        "relation.end": gettext_lazy("结束共建关系"),
        "relation.correct": gettext_lazy("更正共建关系"),
        "project.revise": gettext_lazy("修改共建项目"),
        "project.start": gettext_lazy("开始共建项目"),
        "project.advance": gettext_lazy("更新项目阶段"),
        "milestone.record": gettext_lazy("登记里程碑"),
        "batch.import": gettext_lazy("导入流向数据"),
        "batch.restore": gettext_lazy("恢复流向数据"),
        "batch.refuse": gettext_lazy("拒绝导入流向数据"),
        "referral.assign": gettext_lazy("指派责任人"),
        "referral.message": gettext_lazy("留言"),
        "referral.transport": gettext_lazy("更新转运信息"),
        "referral.urge": gettext_lazy("催办"),
        "list.export": gettext_lazy("导出列表"),
        "list.import": gettext_lazy("导入列表"),
        "list.import_ask": gettext_lazy("确认导入大文件"),
        "list.import_cancel": gettext_lazy("取消导入"),
        "expert.import": gettext_lazy("导入专家"),
        "export.ask": gettext_lazy("申请导出"),
        "export.finish": gettext_lazy("生成导出文件"),
        "view.save": gettext_lazy("保存视图"),
        "view.change": gettext_lazy("修改视图"),
        "view.delete": gettext_lazy("删除视图"),
        "list.set_default": gettext_lazy("设置默认视图"),
        "list.choose_columns": gettext_lazy("设置列表的列"),
        "accreditation.record": gettext_lazy("登记资质"),
        "accreditation.revise": gettext_lazy("修改资质"),
        "arrival_code.found": gettext_lazy("查到到诊码"),
        "arrival_code.wrong": gettext_lazy("输错到诊码"),
        "calendar.import": gettext_lazy("导入工作日历"),
        "calendar.load": gettext_lazy("载入工作日历"),
        "calendar.set": gettext_lazy("设置工作日历"),
        "calendar.delete": gettext_lazy("删除工作日历"),
        "care_plan.write": gettext_lazy("填写照护计划"),
        "catch_up.look": gettext_lazy("查看补办事项"),
        "diagnosis.load": gettext_lazy("载入诊断编码"),
        "duty.create": gettext_lazy("新增值班"),
        "duty.edit": gettext_lazy("修改值班"),
        "duty.delete": gettext_lazy("删除值班"),
        "follow_up.add": gettext_lazy("增加随访"),
        "follow_up.write": gettext_lazy("登记随访"),
        "green.target": gettext_lazy("设置绿色通道目标"),
        "referral.milestone": gettext_lazy("登记绿色通道时间"),
        "region.load": gettext_lazy("载入行政区划"),
        "route.open": gettext_lazy("新增转诊关系"),
        "route.end": gettext_lazy("结束转诊关系"),
        "route.generate": gettext_lazy("生成转诊关系"),
        "route.import": gettext_lazy("导入转诊关系"),
        "route.bind": gettext_lazy("修改转诊关系约束"),
        "sla.set": gettext_lazy("设置时限"),
        "sla.end": gettext_lazy("停用时限规则"),
        "slots.open": gettext_lazy("开放号源"),
        "clinic.open": gettext_lazy("开放专家门诊"),
        "slots.close": gettext_lazy("号源停诊"),
        "target.set": gettext_lazy("设置目标值"),
        **REPORT_CHANGES,
        "demo.load": gettext_lazy("载入模拟数据"),
    }
)

# Of verbs without words of their own: what was done; to what, the row's kind says.
STEPS = {
    "record": gettext_lazy("登记"),
    "revise": gettext_lazy("修改"),
    "create": gettext_lazy("新建"),
    "edit": gettext_lazy("修改"),
    "correct": gettext_lazy("更正"),
    "open": gettext_lazy("开放"),
    "close": gettext_lazy("关闭"),
    "end": gettext_lazy("结束"),
    "delete": gettext_lazy("删除"),
    "set": gettext_lazy("设置"),
    "add": gettext_lazy("增加"),
    "remove": gettext_lazy("移除"),
    "receive": gettext_lazy("收到"),
    "read": gettext_lazy("读取"),
    "queue": gettext_lazy("提交处理"),
    "drop": gettext_lazy("放弃"),
    "commit": gettext_lazy("确认入库"),
    "publish": gettext_lazy("入库"),
    "restore": gettext_lazy("恢复"),
    "refuse": gettext_lazy("拒绝"),
    "plan": gettext_lazy("计划"),
    "keep": gettext_lazy("登记"),
    "start": gettext_lazy("开始"),
    "resume": gettext_lazy("继续"),
    "cancel": gettext_lazy("取消"),
    "load": gettext_lazy("载入"),
    "import": gettext_lazy("导入"),
    "experts": gettext_lazy("登记参加专家"),
    "judge": gettext_lazy("判定"),
    "reveal": gettext_lazy("查看完整身份"),
    "convert": gettext_lazy("转为转诊单"),
    "child": gettext_lazy("下转"),
    "approve": gettext_lazy("批准"),
    "submit": gettext_lazy("提交"),
    "return": gettext_lazy("返回"),
    "extend": gettext_lazy("延长"),
    "confirm": gettext_lazy("确认"),
    "enlist": gettext_lazy("列入"),
    "post": gettext_lazy("派驻"),
    "strike": gettext_lazy("移除"),
    "admit": gettext_lazy("准入"),
    "register": gettext_lazy("登记"),
    "count": gettext_lazy("填报"),
    "recount": gettext_lazy("更正填报"),
    "name": gettext_lazy("更名"),
    "pair": gettext_lazy("结对"),
    "appoint": gettext_lazy("任命"),
    "claim": gettext_lazy("主张"),
    "propose": gettext_lazy("提议"),
    "verify": gettext_lazy("核实"),
    "dispute": gettext_lazy("质疑"),
    "withdraw": gettext_lazy("撤回"),
    "log": gettext_lazy("登记"),
    "stop": gettext_lazy("安排站点"),
    "restop": gettext_lazy("调整站点"),
    "note": gettext_lazy("说明整改"),
    "mended": gettext_lazy("确认整改"),
    "score": gettext_lazy("评分"),
    "reach": gettext_lazy("达到"),
    "follow": gettext_lazy("顺延"),
    "send": gettext_lazy("派出"),
    "inspect": gettext_lazy("检查"),
}

NAMES = {
    "seq": gettext_lazy("第几步"),
    "from_state": gettext_lazy("原状态"),
    "to_state": gettext_lazy("现状态"),
    "reason": gettext_lazy("原因"),
    "version": gettext_lazy("版本"),
    "fields": gettext_lazy("改动的字段"),
    "in_full": gettext_lazy("完整身份"),
    "record": gettext_lazy("查看范围"),
    "role": gettext_lazy("角色"),
    "rows": gettext_lazy("行数"),
    "problems": gettext_lazy("问题数"),
    "sha256": gettext_lazy("文件摘要"),
    "kind": gettext_lazy("类别"),
    "found": gettext_lazy("找到"),
    "names": gettext_lazy("项目"),
    "to": gettext_lazy("改为"),
    "scope": gettext_lazy("共享范围"),
    "assignee": gettext_lazy("责任人"),
    "state": gettext_lazy("状态"),
    "blocked_for": gettext_lazy("拒收原因"),
    "size": gettext_lazy("大小"),
    "at": gettext_lazy("时间"),
    "code": gettext_lazy("代码"),
    "days": gettext_lazy("天数"),
    "made": gettext_lazy("新增"),
    "referral": gettext_lazy("转诊单"),
    "system": gettext_lazy("体系"),
    "value": gettext_lazy("数值"),
    "edition": gettext_lazy("版本"),
    "service": gettext_lazy("远程服务"),
}
REVEALS = {
    "treatment": gettext_lazy("诊疗需要"),
    "contact": gettext_lazy("联系患者或家属"),
    "identity_check": gettext_lazy("核对身份"),
    "correction": gettext_lazy("更正信息"),
    "print": gettext_lazy("打印"),
}
RECORDS = {"whole": gettext_lazy("完整资料"), "summary": gettext_lazy("摘要")}
ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
EMPTY = ("", None)
STATE_KEYS = ("from_state", "to_state")


def verb_words(verb, label=""):
    """What was done; label: the kind of row that it was done to."""
    if verb in VERBS:
        return VERBS[verb]
    step = STEPS.get(verb.rpartition(".")[2])
    if step is None:
        return verb
    return _("%(step)s：%(kind)s") % {"step": step, "kind": kind_words(label)}


def kind_words(label):
    """The name of a kind of row; what no longer exists keeps its code."""
    try:
        return apps.get_model(label)._meta.verbose_name
    except (LookupError, ValueError):
        return label


def lines(event):
    """The detail of an event, one (name, value) pair per line."""
    detail = dict(event.detail)
    changed = detail.pop("changed", {})
    found = [
        (NAMES.get(name, name), _value(event.target_label, name, value))
        for name, value in detail.items()
        if value not in EMPTY and not _is_id(value)
    ]
    return found + [
        (_field(event.target_label, name), _pair(*pair)) for name, pair in changed.items()
    ]


def ids(event):
    """Other rows that the event names, for whoever looks one up."""
    told = event.detail.items()
    return [(NAMES.get(name, name), value) for name, value in told if _is_id(value)]


def _is_id(value):
    return isinstance(value, str) and bool(ID.fullmatch(value))


def _value(label, name, value):
    if name in STATE_KEYS and value in STATES:
        return _(STATES[value].label)
    if name == "role" and value in ROLE_NAMES:
        return _(ROLE_NAMES[value])
    if name == "record":
        return RECORDS.get(value, value)
    if name == "reason" and value in REASONS:
        return _(REASONS[value].label)
    if name == "reason" and value in REVEALS:
        return REVEALS[value]
    return _choices(label, name).get(value, value) if isinstance(value, str) else value


def _choices(label, name):
    """The words of a column's codes; none where it has no list of them."""
    try:
        return dict(apps.get_model(label)._meta.get_field(name).flatchoices)
    except (LookupError, ValueError, FieldDoesNotExist):
        return {}


def _field(label, name):
    try:
        return apps.get_model(label)._meta.get_field(name).verbose_name
    except (LookupError, ValueError, FieldDoesNotExist):
        return name


def _pair(before, after):
    return f"{'—' if before in (None, '') else before} → {'—' if after in (None, '') else after}"
