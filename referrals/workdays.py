"""Counting working time: without weekends and public holidays, with make-up workdays.

A calendar holds the days that differ from the rule that Monday to Friday are workdays. Moments are
aware and in the time zone of the hospital, because workdays are local days.
"""

import datetime as dt
from collections.abc import Mapping

DAY = dt.timedelta(days=1)
SATURDAY = 5


def holds(day: dt.date, calendar: Mapping[dt.date, bool]) -> bool:
    return calendar.get(day, day.weekday() < SATURDAY)


def after(start: dt.datetime, days: int, calendar: Mapping[dt.date, bool]) -> dt.datetime:
    """The same time of day, so many workdays later."""
    moment = start
    while days:
        moment += DAY
        if holds(moment.date(), calendar):
            days -= 1
    return moment


def worked(start: dt.datetime, end: dt.datetime, calendar: Mapping[dt.date, bool]) -> dt.timedelta:
    """How much of the time between two moments lies on workdays; both in the hospital's zone."""
    total, moment = dt.timedelta(0), start
    while moment < end:
        tomorrow = dt.datetime.combine(moment.date() + DAY, dt.time(), tzinfo=moment.tzinfo)
        until = min(end, tomorrow)
        if holds(moment.date(), calendar):
            total += until - moment
        moment = until
    return total
