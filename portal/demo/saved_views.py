"""Saved views that show how desks look at their work, and of which departments people are."""

from hospitals.models import Department, Membership
from portal.lists.actions import looks
from portal.lists.kinds import KINDS
from portal.models import SavedView, User

VIEWS = (
    ("coordinator.xiangya", "急症与超时", "hospital", {"tab": ["incoming"], "late": ["true"]}),
    ("coordinator.xiangya", "跨市转入", "me", {"tab": ["incoming"], "reach": ["province"]}),
    ("coordinator.pingle", "待补资料", "hospital", {"tab": ["sent"], "state": ["info_requested"]}),
    ("head.xiangya", "本科室待评估", "department", {"tab": ["all"], "state": ["received"]}),
)
DEPARTMENTS = {"head.xiangya": "心血管内科", "expert.xiangya": "心血管内科"}


def load(progress) -> int:
    """Make the views that are missing, each by its owner."""
    for username, name in DEPARTMENTS.items():
        for row in Membership.objects.filter(user__username=username, department=None):
            place = Department.objects.filter(hospital=row.hospital_id, name=name).first()
            Membership.objects.filter(pk=row.pk).update(department=place)
    made = sum(_save(*view) for view in VIEWS)
    if made:
        progress(f"views: {made}")
    return made


def _save(username, name, scope, query):
    owner = User.objects.filter(username=username).first()
    if owner is None or SavedView.objects.filter(owner=owner, name=name).exists():
        return 0
    circles = {circle.scope: circle.pk for circle in looks.circles_to_share(owner)}
    if scope != "me" and scope not in circles:
        return 0
    content = {"name": name, "circle": circles.get(scope), "weight": 100}
    content |= {"query": query, "columns": []}
    looks.save_view(kind=KINDS["referrals"], content=content, by=owner)
    return 1
