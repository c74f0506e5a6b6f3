"""A file of what experts did: one row per activity, people by their names or licences."""

import re
from collections import defaultdict

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experts.actions import activities
from experts.enums import REMOTE_KINDS, ActivityKind, ActivityMode
from experts.models import Activity, Expert, Posting
from hospitals.models import Department, Hospital
from portal.core.importing import (
    ImportColumn,
    ImportKind,
    Reader,
    Sheet,
    Wrong,
    count,
    day,
    named_in,
    one_of,
    text_of,
)
from portal.roles import Permission

BETWEEN = re.compile(r"[、,，;；/\n]+")
# More people than this at one activity is a slip of the keyboard.
MOST = 100_000
TEXTS = ("topic", "referral_number")
COUNTS = ("participants", "patients")
# What makes two rows the same activity.
SAME = ("kind", "mode", "day", *TEXTS, *COUNTS)


def _names(text):
    found = [name.strip() for name in BETWEEN.split(text) if name.strip()]
    if not found:
        raise Wrong("required", _("不能为空。"))
    if len(found) > 50:
        raise Wrong("too_many", _("一次活动最多 50 位专家。"))
    return tuple(dict.fromkeys(found))


def _columns():
    """All but the hospital, which depends on who sends the file; labels in their language."""
    return (
        ImportColumn(
            "day", gettext_lazy("日期"), day, is_required=True, names=("活动日期", "时间")
        ),
        ImportColumn(
            "kind",
            gettext_lazy("活动类型"),
            one_of(ActivityKind.choices),
            is_required=True,
            names=("类型", "类别"),
        ),
        ImportColumn(
            "mode",
            gettext_lazy("方式"),
            one_of(ActivityMode.choices),
            meaning=gettext_lazy("空白为线下；远程会诊和远程手术空白为线上"),
        ),
        ImportColumn(
            "experts",
            gettext_lazy("专家"),
            Reader(_names, gettext_lazy("姓名或执业证书编号，几人用顿号隔开")),
            is_required=True,
            names=("专家姓名", "参加专家"),
            meaning=gettext_lazy("本院人员，或派驻到本院的专家；同名的填执业证书编号"),
        ),
        ImportColumn("department", gettext_lazy("科室"), text_of(64)),
        ImportColumn("participants", gettext_lazy("参加人数"), count, names=("参加人次",)),
        ImportColumn("patients", gettext_lazy("惠及患者数"), count, names=("患者数",)),
        ImportColumn("topic", gettext_lazy("主题"), text_of(128), names=("活动主题", "内容")),
        ImportColumn("referral_number", gettext_lazy("转诊单号"), text_of(32)),
    )


def _sheet(user):
    mine = Hospital.objects.visible_to(user).open().held_with(user, Permission.ACTIVITY_EDIT)
    rows = list(mine)
    named = {row.short_name: row for row in rows} | {row.name: row for row in rows}
    named.pop("", None)
    hospital = ImportColumn(
        "hospital",
        gettext_lazy("医疗机构"),
        named_in(named, gettext_lazy("没有这家机构，或您不能为它登记活动。请填写全称。")),
        is_required=True,
        names=("机构", "医院", "医院名称"),
        meaning=gettext_lazy("开展活动的医院"),
    )
    whole = _Check(user, rows).whole
    return Sheet((hospital, *_columns()), whole, lambda found: _write(found, user))


class _Check:
    """Who works or is posted where, and which activities are there already; read once per file."""

    def __init__(self, user, hospitals):
        self.today, self.seen, self.hospitals = timezone.localdate(), {}, hospitals
        departments = Department.objects.visible_to(user).filter(hospital__in=hospitals)
        self.departments = {(row.hospital_id, row.name): row for row in departments}
        self.people = self._people(user)
        self.kept = None

    def _people(self, user):
        """(hospital, name or licence) → the ids of those who are there under it."""
        found = defaultdict(set)
        told = Expert.objects.visible_to(user).values_list(
            "pk", "name", "licence_number", "home_hospital_id"
        )
        names = {pk: (name, licence) for pk, name, licence, _home in told}
        at = {(pk, home) for pk, _name, _licence, home in told}
        posted = Posting.objects.visible_to(user).confirmed()
        at |= set(posted.values_list("expert_id", "to_hospital_id"))
        for pk, hospital in at:
            for word in filter(None, names.get(pk, ())):
                found[hospital, word].add(pk)
        return found

    def whole(self, values, number):
        place = values["hospital"].pk
        if (name := values.get("department")) and (place, name) not in self.departments:
            yield "department", "unknown", _("该医院没有这个科室。")
        values["department"] = self.departments.get((place, name))
        if values["day"] > self.today:
            yield "day", "to_come", _("日期不能晚于今天。")
        for column in COUNTS:
            values[column] = values.get(column) or 0
            if values[column] > MOST:
                yield column, "too_many", _("不能大于 %(most)d。") % {"most": MOST}
        values |= {code: values.get(code) or "" for code in TEXTS}
        is_remote = values["kind"] in REMOTE_KINDS
        if is_remote and values.get("mode") == ActivityMode.ONSITE:
            yield "mode", "remote", _("远程会诊和远程手术的方式须为线上。")
        usual = ActivityMode.ONLINE if is_remote else ActivityMode.ONSITE
        values["mode"] = values.get("mode") or usual
        people, wrong = self._found(place, values["experts"])
        if wrong:
            yield "experts", wrong[0], wrong[1]
            return
        values["experts"] = people
        yield from self._twice(values, number)

    def _found(self, place, words):
        """The ids of the people, or (rule, hint) for the first who is nobody or several."""
        people = set()
        for word in words:
            found = self.people.get((place, word), ())
            if not found:
                text = _("%(name)s 不是该医院的人员，也没有派驻到该医院。")
                return None, ("unknown", text % {"name": word})
            if len(found) > 1:
                text = _("该医院有几位 %(name)s，请填写执业证书编号。")
                return None, ("ambiguous", text % {"name": word})
            people |= found
        return frozenset(people), None

    def _twice(self, values, number):
        """The very same row again: in this file, or in an earlier one."""
        key = (values["hospital"].pk, values["experts"], *(values[name] for name in SAME))
        key += (getattr(values["department"], "pk", None),)
        if self.kept is None:
            self.kept = self._known()
        if key in self.kept:
            yield "day", "known", _("这次活动已经登记。")
        if key in self.seen:
            yield "day", "twice", _("与第 %(row)d 行完全相同。") % {"row": self.seen[key]}
        self.seen.setdefault(key, number)

    def _known(self):
        rows = Activity.objects.filter(hospital__in=self.hospitals)
        told = rows.values_list("pk", "hospital_id", *SAME, "department_id")
        people = defaultdict(set)
        through = Activity.experts.through.objects.filter(activity__in=rows.values("pk"))
        for activity, expert in through.values_list("activity_id", "expert_id").iterator(5000):
            people[activity].add(expert)
        return {
            (hospital, frozenset(people[pk]), *rest) for pk, hospital, *rest in told.iterator(5000)
        }


def _write(rows, by):
    return activities.import_activities(rows=rows, by=by)


ACTIVITIES = ImportKind(
    code="activities",
    label=gettext_lazy("专家活动"),
    url_name="experts:activity-list",
    permission=Permission.ACTIVITY_EDIT,
    sheet=_sheet,
    hints=(
        gettext_lazy("一行一次活动。专家须是该医院的人员，或派驻到该医院。"),
        gettext_lazy("与已登记的活动完全相同的行不会再次导入。"),
    ),
)
