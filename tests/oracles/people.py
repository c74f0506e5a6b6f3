"""Experts on post, written down day by day, and technologies, counted case by case."""

import datetime as dt

DAY = dt.timedelta(days=1)


def days(first, last):
    return [first + DAY * number for number in range((last - first).days + 1)]


def there(post, day):
    return post.stays and post.since <= day and not (post.until and post.until < day)


def continuity(posts, first, last):
    """Walk from the very first day that anybody stayed; say of each day what it is."""
    stays = [post for post in posts if post.stays]
    if not stays:
        return 0, 0, 0
    begin = min(post.since for post in stays)
    diary = {
        day: "there" if any(there(post, day) for post in stays) else "empty"
        for day in days(begin, last)
    }
    own = [day for day in diary if day >= first]
    covered = [day for day in own if diary[day] == "there"]
    gaps = [day for day in own if diary[day] == "empty" and any(post.since > day for post in stays)]
    return len(covered), len(own), len(gaps)


def days_on_post(posts, first, last):
    return sum(there(post, day) for post in posts for day in days(first, last))


def on_post(posts, day):
    found = []
    for post in posts:
        if there(post, day) and post.expert not in found:
            found.append(post.expert)
    return len(found)


def covered(specialties, posts, day):
    found = []
    for specialty in sorted(set(specialties)):
        people = [post for post in posts if there(post, day)]
        found.append(any(specialty in (post.department, post.specialty) for post in people))
    return found.count(True), len(found)


def stages_met(lessons, first, last):
    """Write a line for every stage that is due, then count the lines of each technique."""
    lines = []
    for row in lessons:
        for due, day in row.stages:
            if due in days(first, last):
                lines.append((row.technique, day is not None and not day > due))
    names = {technique for technique, _met in lines}
    return {
        name: (lines.count((name, True)), len([line for line in lines if line[0] == name]))
        for name in names
    }


def stages_met_by_person(lessons, first, last):
    """Everybody's own sheet."""
    sheets = {row.person: [one for one in lessons if one.person == row.person] for row in lessons}
    found = {}
    for person, own in sheets.items():
        told = list(stages_met(own, first, last).values())
        if told:
            found[person] = sum(met for met, _due in told), sum(due for _met, due in told)
    return found


def attainment(plans):
    """Write down every planned activity, and strike it out when one was done."""
    lines = {}
    for kind, planned, done in plans:
        for number in range(planned):
            lines.setdefault(kind, []).append(number < done)
    return {kind: (met.count(True), len(met)) for kind, met in lines.items()}


def months_ending(day, count):
    """The first days of so many months that end with the one of the day."""
    found, year, number = [], day.year, day.month
    for _month in range(count):
        found.append(dt.date(year, number, 1))
        year, number = (year - 1, 12) if number == 1 else (year, number - 1)
    return found


def cases(technology, months, at=0):
    return sum(technology.counts.get(month, (0, 0, 0))[at] for month in months)


def active(technologies, last):
    window = months_ending(last, 6)
    old = [row for row in technologies if row.approved_on and row.approved_on < window[-1]]
    return len([row for row in old if cases(row, window)]), len(old)


def independent(technologies, last):
    window = months_ending(last, 12)
    old = [
        row
        for row in technologies
        if row.is_brought and row.first_done_on and row.first_done_on < window[-1]
    ]
    return len([row for row in old if cases(row, window, 1) >= 5]), len(old)


def kept(technologies, last):
    used = base = 0
    for row in technologies:
        if not (row.is_brought and row.left_on):
            continue
        after, day = [], row.left_on
        while len(after) < 6:
            day += DAY
            if day.day == 1:
                after.append(day)
        end = after[-1] + DAY * 31
        end = end.replace(day=1) - DAY
        if end <= last:
            base += 1
            used += cases(row, after) > 0
    return used, base


def admitted_by_tier(technologies, order, first, last):
    """A slip for every technology admitted in the span, with the best tier judged by its end."""
    slips = []
    for row in technologies:
        if row.approved_on in days(first, last):
            judged = {tier for _kind, tier, day in row.claims if not day > last}
            slips.append(next((tier for tier in order if tier in judged), "none"))
    return {"": len(slips)} | {tier: slips.count(tier) for tier in set(slips)}


def independent_returnees(returns, first, last):
    """Ask every day of the span who came back on it, then whether one of their stays bore fruit."""
    back, alone = [], []
    for day in days(first, last):
        for row in returns:
            if row.returned_on == day and row.person not in back:
                back.append(row.person)
            if row.returned_on == day and row.independent_on and row.independent_on <= last:
                alone.append(row.person)
    return len(set(alone)), len(back)
