"""Workdays counted on the fingers: write every day down, cross out the free ones, count."""

import datetime as dt


def is_free(day, calendar):
    if day in calendar:
        return not calendar[day]
    return day.strftime("%a") in {"Sat", "Sun"}


def after(start, days, calendar):
    """The day on which so many workdays after start have passed."""
    following = [start + dt.timedelta(days=number) for number in range(1, 400)]
    return [day for day in following if not is_free(day, calendar)][days - 1]
