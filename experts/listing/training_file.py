"""Files of training away, of certificates, of titles, and of people won from elsewhere."""

from collections import defaultdict

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experts.actions import training
from experts.enums import CertificateKind
from experts.listing.people import People
from experts.models import Award, Certificate, Recruitment, TrainingStay
from experts.tenure import meet
from hospitals.enums import AccreditationLevel
from hospitals.listing.cells import hospital_in, twice
from hospitals.models import Hospital
from portal.core.importing import (
    ImportColumn,
    ImportKind,
    Sheet,
    count,
    day,
    one_of,
    text_of,
    yes_or_no,
)
from portal.roles import Permission

NOT_MINE = gettext_lazy("没有这家机构，或您不能为它登记。请填写全称。")
PERSON = gettext_lazy("姓名；同名的填执业证书编号")
STAY_TEXTS, AWARD_TEXTS = ("department",), ("issuer",)
TICKS = ("is_whole_team", "is_free")
SUPPORT = ("has_housing", "has_schooling", "has_spouse_job")


def _kind(code, label, url_name, columns, check, write, hints):
    """All four belong to a hospital of the sender, which is their first column."""

    def sheet(user):
        mine = list(
            Hospital.objects.visible_to(user).open().held_with(user, Permission.TRAINING_EDIT)
        )
        hospital = ImportColumn(
            "hospital",
            gettext_lazy("医疗机构"),
            hospital_in(mine, NOT_MINE),
            is_required=True,
            names=("派出医院", "医院", "机构", "单位"),
        )
        whole = check(user, mine).whole
        return Sheet((hospital, *columns), whole, lambda rows: write(rows=rows, by=user))

    return ImportKind(code, label, url_name, Permission.TRAINING_EDIT, sheet, hints)


def _not_to_come(values, names):
    for name in names:
        if values.get(name) and values[name] > timezone.localdate():
            yield name, "to_come", _("日期不能晚于今天。")


class _Stays:
    """People of the hospital, one stay at a time, days in order."""

    def __init__(self, user, mine):
        self.people = People(user, mine)
        rows = Hospital.objects.visible_to(user)
        self.places = {row.short_name: row for row in rows} | {row.name: row for row in rows}
        self.away = defaultdict(list)
        kept = TrainingStay.objects.visible_to(user).filter(home_hospital__in=mine)
        for trainee, *days in kept.values_list("trainee", "since", "until"):
            self.away[trainee].append(days)

    def whole(self, values, _number):
        yield from self.people.put(values, "trainee")
        person = values["trainee"]
        if person and person.home_hospital_id != values["hospital"].pk:
            yield "trainee", "other_home", _("进修人员须是派出医院的人员。")
        where = values.pop("where")
        values["at_hospital"] = self.places.get(where)
        values["at_place"] = "" if values["at_hospital"] else where
        if values["at_hospital"] == values["hospital"]:
            yield "where", "same", _("进修医院不能是本人所在的医院。")
        values |= {name: values.get(name) or "" for name in STAY_TEXTS}
        values |= {name: bool(values.get(name)) for name in TICKS}
        yield from self._days(values)

    def _days(self, values):
        since, until = values["since"], values.get("until")
        returned, alone = values.get("returned_on"), values.get("independent_on")
        yield from _not_to_come(values, ("returned_on", "independent_on"))
        if until and until < since:
            yield "until", "order", _("进修的结束日期不能早于开始日期。")
        if returned and returned < since:
            yield "returned_on", "order", _("返院日期不能早于进修开始日期。")
        if alone and (returned is None or alone < returned):
            yield "independent_on", "order", _("独立工作须在返院之后。")
        if returned and returned >= since and (until is None or returned < until):
            values["until"] = until = returned
        if values["trainee"]:
            mine = self.away[values["trainee"].pk]
            if any(meet(since, until, *days) for days in mine):
                yield "since", "overlap", _("该人员在这段时间内已在进修。")
            mine.append((since, until))


class _Certificates:
    """Each number of a kind once; issued by today, and not over before."""

    def __init__(self, user, mine):
        self.people, self.seen = People(user, mine), {}
        # Of everybody: a number is one certificate's wherever it was registered.
        self.known = set(Certificate.objects.values_list("kind", "number"))
        stays = TrainingStay.objects.visible_to(user)
        self.stays = {(row.trainee_id, row.since): row for row in stays}

    def whole(self, values, number):
        yield from self.people.put(values, "holder")
        del values["hospital"]
        key = values["kind"], values["number"]
        if key in self.known:
            yield "number", "known", _("这个编号的同类证书已登记。")
        yield from twice(self.seen, key, number, "number")
        yield from _not_to_come(values, ("issued_on",))
        if values.get("expires_on") and values["expires_on"] < values["issued_on"]:
            yield "expires_on", "order", _("有效期不能早于发证日期。")
        yield from self._earned(values)

    def _earned(self, values):
        """Put the stay in place of its first day."""
        since, holder = values.pop("stay", None), values["holder"]
        values["stay"] = holder and self.stays.get((holder.pk, since))
        if since and holder and values["stay"] is None:
            yield "stay", "unknown", _("持证人没有从这一天开始的进修，请先登记进修。")


class _Awards:
    """Each title of a day once, for a person or for the hospital itself."""

    def __init__(self, user, mine):
        self.people, self.seen = People(user, mine), {}
        rows = Award.objects.visible_to(user).filter(hospital__in=mine)
        self.known = set(rows.values_list("hospital", "holder", "title", "granted_on"))

    def whole(self, values, number):
        yield from self.people.put(values, "holder")
        values |= {name: values.get(name) or "" for name in AWARD_TEXTS}
        holder = values["holder"] and values["holder"].pk
        key = values["hospital"].pk, holder, values["title"], values["granted_on"]
        if key in self.known:
            yield "title", "known", _("这一天授予的同一称号已登记。")
        yield from twice(self.seen, key, number, "title")
        yield from _not_to_come(values, ("granted_on",))


class _Recruitments:
    """Each group of a day once; doctors are among its people."""

    def __init__(self, user, mine):
        self.seen = {}
        rows = Recruitment.objects.visible_to(user).filter(hospital__in=mine)
        self.known = set(rows.values_list("hospital", "name", "joined_on"))

    def whole(self, values, number):
        values |= {name: bool(values.get(name)) for name in SUPPORT}
        values |= {"doctors": values.get("doctors") or 0, "note": values.get("note") or ""}
        key = values["hospital"].pk, values["name"], values["joined_on"]
        if key in self.known:
            yield "name", "known", _("本机构这一天到岗的同名批次已登记。")
        yield from twice(self.seen, key, number, "name")
        yield from _not_to_come(values, ("joined_on",))
        if values["people"] < 1:
            yield "people", "too_few", _("引进人数至少为 1。")
        elif values["doctors"] > values["people"]:
            yield "doctors", "part", _("博士人数不能多于引进人数。")


STAYS = _kind(
    "training-stays",
    gettext_lazy("进修"),
    "experts:stay-list",
    (
        ImportColumn(
            "trainee",
            gettext_lazy("进修人员"),
            text_of(64),
            is_required=True,
            names=("姓名", "人员"),
            meaning=PERSON,
        ),
        ImportColumn(
            "where",
            gettext_lazy("进修机构"),
            text_of(128),
            is_required=True,
            names=("进修医院",),
            meaning=gettext_lazy("网络内的医院填全称，网络外的照实填写"),
        ),
        ImportColumn("department", gettext_lazy("进修科室"), text_of(64)),
        ImportColumn("subject", gettext_lazy("进修内容"), text_of(128), is_required=True),
        ImportColumn(
            "since", gettext_lazy("开始"), day, is_required=True, names=("开始日期", "进修开始")
        ),
        ImportColumn("until", gettext_lazy("结束"), day, names=("结束日期", "进修结束")),
        ImportColumn("is_whole_team", gettext_lazy("整建制外送"), yes_or_no),
        ImportColumn("is_free", gettext_lazy("免费进修"), yes_or_no),
        ImportColumn("returned_on", gettext_lazy("返院日期"), day),
        ImportColumn("independent_on", gettext_lazy("独立工作日期"), day),
    ),
    _Stays,
    training.import_stays,
    (gettext_lazy("一行一人一次进修。提前返院的，进修到返院之日为止。"),),
)

CERTIFICATES = _kind(
    "certificates",
    gettext_lazy("证书"),
    "experts:certificate-list",
    (
        ImportColumn(
            "holder",
            gettext_lazy("持证人"),
            text_of(64),
            is_required=True,
            names=("姓名", "人员"),
            meaning=PERSON,
        ),
        ImportColumn(
            "kind", gettext_lazy("证书种类"), one_of(CertificateKind.choices), is_required=True
        ),
        ImportColumn(
            "number", gettext_lazy("证书编号"), text_of(64), is_required=True, names=("编号",)
        ),
        ImportColumn("issuer", gettext_lazy("发证机构"), text_of(128), is_required=True),
        ImportColumn("issued_on", gettext_lazy("发证日期"), day, is_required=True),
        ImportColumn(
            "expires_on",
            gettext_lazy("有效期至"),
            day,
            names=("到期日",),
            meaning=gettext_lazy("为空表示长期有效"),
        ),
        ImportColumn(
            "stay",
            gettext_lazy("进修开始日期"),
            day,
            names=("进修", "进修开始"),
            meaning=gettext_lazy("因某次进修取得的，填那次进修的开始日期"),
        ),
    ),
    _Certificates,
    training.import_certificates,
    (gettext_lazy("一行一张证书。同一人同类的新证书即为换证，旧证书不再提醒。"),),
)

AWARDS = _kind(
    "awards",
    gettext_lazy("人才称号"),
    "experts:award-list",
    (
        ImportColumn("title", gettext_lazy("称号"), text_of(128), is_required=True),
        ImportColumn(
            "level", gettext_lazy("级别"), one_of(AccreditationLevel.choices), is_required=True
        ),
        ImportColumn(
            "holder",
            gettext_lazy("获得者"),
            text_of(64),
            names=("姓名",),
            meaning=gettext_lazy("授予机构或团队的不填；同名的填执业证书编号"),
        ),
        ImportColumn("issuer", gettext_lazy("授予机构"), text_of(128)),
        ImportColumn("granted_on", gettext_lazy("授予日期"), day, is_required=True),
    ),
    _Awards,
    training.import_awards,
    (gettext_lazy("一行一个称号，照授予文件填写。"),),
)

RECRUITMENTS = _kind(
    "recruitments",
    gettext_lazy("人才引进"),
    "experts:recruitment-list",
    (
        ImportColumn(
            "name",
            gettext_lazy("引进项目或批次"),
            text_of(128),
            is_required=True,
            names=("项目", "批次"),
        ),
        ImportColumn("joined_on", gettext_lazy("到岗日期"), day, is_required=True),
        ImportColumn("people", gettext_lazy("引进人数"), count, is_required=True, names=("人数",)),
        ImportColumn("doctors", gettext_lazy("其中博士"), count, names=("博士", "博士人数")),
        ImportColumn("has_housing", gettext_lazy("住房保障"), yes_or_no),
        ImportColumn("has_schooling", gettext_lazy("子女入学"), yes_or_no),
        ImportColumn("has_spouse_job", gettext_lazy("配偶就业"), yes_or_no),
        ImportColumn("note", gettext_lazy("说明"), text_of(200)),
    ),
    _Recruitments,
    training.import_recruitments,
    (gettext_lazy("一行一批。不写个人信息。"),),
)
