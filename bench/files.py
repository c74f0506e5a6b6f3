"""Files of 5,000 right rows of every other kind that a hospital's administrator brings in."""

import csv
import io
import time

from django.utils import timezone

from experts.enums import TechnologyKind
from hospitals.models import Hospital, Membership, Network
from portal.lists.actions import imports
from portal.lists.kinds import IMPORTS
from portal.models import User
from portal.periods import Month
from portal.roles import Role

ROWS = 5_000
NAMES = [f"专家 {number}" for number in range(ROWS)]


def report():
    """Tried and brought in one after the other: some stand on what another has brought in."""
    user, hospital = _sender()
    for code, make in _FILES.items():
        lines = make(user, hospital)
        stream = io.StringIO()
        writer = csv.DictWriter(stream, fieldnames=list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
        sent = imports.Sent(stream.getvalue().encode("utf-8-sig"), f"{code}.csv")
        told = {"kind": IMPORTS[code.split()[0]], "sent": sent, "by": user}
        tried, (reading, _run) = _timed(lambda told=told: imports.try_out(**told))
        wrong = reading.problems[:3]
        assert not wrong, (code, wrong)
        done, (_reading, run) = _timed(lambda told=told: imports.run(**told))
        print(
            f"     {code}: {run.written} rows, tried in {tried:.1f} s, brought in in {done:.1f} s"
        )


def _sender():
    """Somebody who keeps the network and its leading hospital, and that hospital."""
    at = Membership.objects.current().filter(role=Role.NETWORK_ADMIN).select_related("hospital")
    row = at.filter(hospital__led_networks__isnull=False).first()
    Membership.objects.create(user=row.user, role=Role.HOSPITAL_ADMIN, hospital=row.hospital)
    return User.objects.get(pk=row.user_id), row.hospital


def _timed(act):
    start = time.perf_counter()
    found = act()
    return time.perf_counter() - start, found


def _hospitals(user, hospital):
    network = Network.objects.visible_to(user).current().filter(lead=hospital).first()
    region = hospital.region
    return [
        {"名称": f"卫生室 {number}", "所在地": region.code, "加入医联体": network.name}
        for number in range(ROWS)
    ]


def _experts(user, hospital):
    return [
        {"姓名": f"专家 {number}", "派出医院": hospital.name, "登记机构": hospital.name}
        for number in range(ROWS)
    ]


def _lists(user, hospital):
    other = Hospital.objects.visible_to(user).open().exclude(pk=hospital.pk)
    place = other.exclude(name__startswith="卫生室").first()
    return [
        {
            "派出医院": hospital.name,
            "派驻医院": place.name,
            "批次": 900 + number // 50,
            "专家": f"专家 {number}",
            "派驻方式": "resident",
            "开始": "2025-01-01",
            "结束": "2025-12-31",
        }
        for number in range(ROWS)
    ]


def _technologies(user, hospital):
    return [
        {
            "医疗机构": hospital.name,
            "名称": f"新技术 {number}",
            "别名": f"别名 {number}",
            "类别": TechnologyKind.values[0],
            "首例日期": "2025-01-01",
        }
        for number in range(ROWS)
    ]


def _cases(user, hospital):
    return [
        {"医疗机构": hospital.name, "新技术": f"新技术 {number}", "月份": "2025-02", "例数": 3}
        for number in range(ROWS)
    ]


def _recounts(user, hospital):
    return [line | {"例数": 4} for line in _cases(user, hospital)]


def _stays(user, hospital):
    return [
        {"派出医院": hospital.name, "姓名": name, "进修机构": "网络外医院"}
        | {"进修内容": "介入", "开始": "2025-01-01", "结束": "2025-03-31"}
        for name in NAMES
    ]


def _certificates(user, hospital):
    return [
        {"医院": hospital.name, "持证人": name, "证书种类": "bls", "编号": f"B {name}"}
        | {"发证机构": "急救中心", "发证日期": "2025-01-01"}
        for name in NAMES
    ]


def _awards(user, hospital):
    return [
        {"医院": hospital.name, "称号": "称号", "级别": "city", "获得者": name}
        | {"授予日期": "2025-01-01"}
        for name in NAMES
    ]


def _recruitments(user, hospital):
    return [
        {"医院": hospital.name, "批次": f"批次 {number}", "到岗日期": "2025-01-01", "人数": 2}
        for number in range(ROWS)
    ]


def _targets(user, hospital):
    first = timezone.localdate().toordinal()
    return [
        {
            "医疗机构": hospital.name,
            "目标床位": 5000 + number,
            "目标期限": timezone.localdate().fromordinal(first + 4000 + number).isoformat(),
        }
        for number in range(ROWS)
    ]


def _reports(user, hospital):
    """A file never holds so many months; but so many reports."""
    last = Month.of(timezone.localdate()).plus(-100)
    return [
        {"医疗机构": hospital.name, "月份": str(last.plus(-number)), "门诊人次": 10}
        for number in range(ROWS)
    ]


_FILES = {
    "hospitals": _hospitals,
    "experts": _experts,
    "dispatch-lists": _lists,
    "technologies": _technologies,
    "technology-cases": _cases,
    "technology-cases again": _recounts,
    "training-stays": _stays,
    "certificates": _certificates,
    "awards": _awards,
    "recruitments": _recruitments,
    "bed-targets": _targets,
    "monthly-reports": _reports,
}
