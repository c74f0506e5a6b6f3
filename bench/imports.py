"""A file of 20,000 activities of which 200 are wrong: tried and brought in, as CSV and as XLSX."""

import csv
import io
import resource
import time
from collections import Counter

import xlsxwriter

from experts.listing.activity_file import ACTIVITIES
from experts.models import Activity, Posting
from hospitals.models import Membership
from portal.lists.actions import imports
from portal.roles import Role

ROWS, WRONG = 20_000, 200
HEADS = ("医疗机构", "日期", "活动类型", "专家", "参加人数", "惠及患者数", "主题")
MISTAKES = (
    {"日期": "昨天"},
    {"活动类型": "查病房"},
    {"专家": "没有此人"},
    {"参加人数": "很多"},
    {"主题": "长" * 129},
)


def report():
    """Each kind of file anew; exactly the wrong rows come back."""
    hospital, names = _place()
    by = Membership.objects.current().filter(hospital=hospital, role=Role.HOSPITAL_ADMIN)
    user = by.select_related("user").first().user
    for form, make in (("csv", _csv), ("xlsx", _xlsx)):
        content = make(_lines(hospital, names, form))
        _report(imports.Sent(content, f"activities.{form}"), user)


def _report(sent, user):
    before = Activity.objects.count()
    told = {"kind": ACTIVITIES, "sent": sent, "by": user}
    tried, (reading, _run) = _timed(lambda: imports.try_out(**told))
    done, (_reading, run) = _timed(lambda: imports.run(**told, only_right=True))
    rules = dict(Counter(problem.rule for problem in reading.problems))
    print(
        f"{sent.name}, {len(sent.content) / 1e6:.1f} MB: tried in {tried:.1f} s, brought in in "
        f"{done:.1f} s, at most {_megabytes():.0f} MB"
    )
    print(f"     {reading.total} rows, {reading.wrong_rows} wrong {rules}")
    print(f"     {run.written} written, {Activity.objects.count() - before} more activities")
    assert (reading.wrong_rows, run.written) == (WRONG, ROWS - WRONG)


def _place():
    """A hospital to which experts are posted, and their names there that only one has."""
    posted = Posting.objects.confirmed().select_related("expert", "to_hospital")
    names = Counter((row.to_hospital, row.expert.name) for row in posted)
    hospital = max({place for place, _name in names}, key=lambda one: one.name)
    return hospital, [name for (place, name), many in names.items() if place == hospital]


def _lines(hospital, names, form):
    kinds = ("教学查房", "会诊", "讲课", "手术演示")
    for number in range(ROWS):
        line = {
            "医疗机构": hospital.name,
            "日期": f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}",
            "活动类型": kinds[number % len(kinds)],
            "专家": names[number % len(names)],
            "参加人数": str(number % 40),
            "惠及患者数": str(number % 9),
            "主题": f"{form} {number}",
        }
        if number % (ROWS // WRONG) == 0:
            line |= MISTAKES[number // (ROWS // WRONG) % len(MISTAKES)]
        yield [line[head] for head in HEADS]


def _csv(lines):
    stream = io.StringIO()
    csv.writer(stream).writerows([HEADS, *lines])
    return stream.getvalue().encode("utf-8-sig")


def _xlsx(lines):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate([HEADS, *lines]):
            for place, cell in enumerate(line):
                sheet.write_string(number, place, cell)
    return stream.getvalue()


def _timed(act):
    start = time.perf_counter()
    found = act()
    return time.perf_counter() - start, found


def _megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
