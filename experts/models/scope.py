"""Whose experts and technologies a person may look at."""

from hospitals.models import Hospital


def overseen(user):
    """The ids of hospitals where one works, which one's networks hold, or in one's regions."""
    return Hospital.objects.overseen_by(user).order_by().values("pk")
