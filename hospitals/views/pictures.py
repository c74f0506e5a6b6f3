"""Pictures of the network in words and series: how beds grow, who supports whom."""

from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals import drawing
from hospitals.enums import BedKind, NetworkKind, NetworkRole
from hospitals.models import BedCapacity, BedTarget, HospitalRelation, NetworkMembership
from portal.templatetags.ui import all_synthetic


def bed_growth(user, hospital):
    """The chart of a hospital's beds beside their target; None while nothing was counted."""
    counts = BedCapacity.objects.visible_to(user).filter(hospital=hospital)
    aims = BedTarget.objects.visible_to(user).filter(hospital=hospital, campus__isnull=True)
    target = [(row.due_on, row.count) for row in aims.order_by("due_on")]
    lines = [(str(kind.label), counts.totals(kind)) for kind in BedKind]
    lines = [(name, points) for name, points in lines if points]
    if not lines:
        return None
    columns = [_("截至日期"), *(name for name, _points in lines), _("目标线")]
    return {
        "id": "beds",
        "option": drawing.growth(lines, target=target, target_label=_("目标线"), unit=_("张")),
        "summary": _told(counts.totals(BedKind.OPEN), target),
        "columns": columns,
        "rows": _rows(lines, target),
        "is_synthetic": all_synthetic(counts),
    }


def _rows(lines, target):
    days = sorted({day for _name, points in lines for day, _count in points})
    columns = [dict(points) for _name, points in lines]
    return [
        [day.isoformat(), *(column.get(day) for column in columns), drawing.aimed_at(target, day)]
        for day in days
    ]


def _told(opened, target):
    """The latest count beside what the line says for that day, in a sentence."""
    if not opened:
        return _("尚未登记开放床位。")
    day, count = opened[-1]
    told = {"day": day.isoformat(), "count": count}
    aimed = drawing.aimed_at(target, day)
    if aimed is None:
        return _("截至 %(day)s 开放 %(count)s 张。") % told
    due, goal = target[-1]
    told |= {"aimed": aimed, "goal": goal, "due": due.isoformat()}
    if timezone.localdate() > due:
        return _("截至 %(day)s 开放 %(count)s 张，目标 %(goal)s 张已于 %(due)s 到期。") % told
    return (
        _("截至 %(day)s 开放 %(count)s 张，目标线为 %(aimed)s 张；%(due)s 前须达到 %(goal)s 张。")
        % told
    )


def who_supports_whom(user):
    """Today's sources and hosts with their project hospitals, leads with their close members."""
    relations = HospitalRelation.objects.visible_to(user).current()
    pairs = list(relations.values_list("source__name", "project__name"))
    hosted = relations.filter(host__isnull=False)
    pairs += hosted.values_list("host__name", "project__name")
    members = NetworkMembership.objects.visible_to(user).current().exclude(role=NetworkRole.LEAD)
    close = members.filter(network__kind=NetworkKind.CLOSE_CONSORTIUM)
    pairs += close.values_list("network__lead__name", "hospital__name")
    if not pairs:
        return None
    return {"id": "supports", "option": drawing.supports(pairs), "rows": sorted(set(pairs))}
