"""What was counted at the place of a posting in a window of months, before or after it began."""

from django.db.models import Count, Sum

from experts.models.activity import Activity
from experts.models.technology import NewTechnology, TechnologyMonthlyCount

# In this order on the page; months tells how many months were reported at all.
FIGURES = ("cases", "local_cases", "complications", "months", "new", "activities", "patients")


def figures(posting, window, user, *, in_department=False):
    """Technologies and activities of the receiving hospital, or of the department alone."""
    place = {"hospital": posting.to_hospital_id}
    if in_department:
        place["department"] = posting.to_department_id
    technologies = NewTechnology.objects.visible_to(user).filter(**place)
    counts = TechnologyMonthlyCount.objects.filter(technology__in=technologies.values("pk"))
    months = counts.filter(month__gte=window.begins, month__lte=window.ends)
    activities = Activity.objects.visible_to(user).filter(**place)
    done = activities.between(window.begins, window.ends).totals()
    began = technologies.filter(first_done_on__gte=window.begins, first_done_on__lte=window.ends)
    return months.order_by().aggregate(
        cases=Sum("patients", default=0),
        local_cases=Sum("independent_local", default=0),
        complications=Sum("complications", default=0),
        months=Count("month", distinct=True),
    ) | {
        "new": began.count(),
        "activities": done["activities"],
        "patients": done["patients"],
    }


def compared(posting, before, after, user, *, in_department=False):
    """(name, before, after) of each figure."""
    told = [
        figures(posting, window, user, in_department=in_department) for window in (before, after)
    ]
    return [(name, *(one[name] for one in told)) for name in FIGURES]
