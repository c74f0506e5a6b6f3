"""What is timed, and the lines that are printed."""

import json
import uuid

from bench import world
from bench.load import Caller, in_turns, measure
from hospitals.models import Department, Hospital
from referrals.actions.content import content_of
from referrals.models import Referral

JSON = {"Content-Type": "application/json"}
FILINGS = 400
PAGES = 200
SIZES = (1_600, 100_000)
CARDS = 500
LISTS = ("/referrals/", *(f"/referrals/?tab={tab}" for tab in ("incoming", "late", "all")))
LISTS += ("/referrals/board/",)
POLLED = ("/me/summary/", "/referrals/board/counts/", "/referrals/?tab=incoming")


def filing(port):
    """Filing a complete draft through the API against a bare insert of the same bytes."""
    caller = Caller(port, world.cookies_of("clinician.pingle"))
    body = json.dumps(_content())

    def bare(_number):
        return caller.call("POST", "/bench/insert", body, JSON)

    def framework(_number):
        return caller.call("POST", "/bench/insert-by-framework", body, JSON)

    def file(_number):
        key = {"Idempotency-Key": str(uuid.uuid4())}
        return caller.call("POST", "/api/v1/referrals", body, JSON | key)

    baseline, slower, timed = in_turns([bare, framework, file], FILINGS)
    print(f"bare Django insert and commit      {_line(baseline)}")
    print(f"bare REST framework insert         {_line(slower)}")
    ratio = timed.per_second / baseline.per_second
    print(f"filing through the API             {_line(timed)}   ratio {ratio:.2f} (goal >= 0.50)")


def _content():
    origin = Hospital.objects.get(name="平乐县人民医院")
    row = Referral.objects.filter(origin=origin, destination__isnull=False).first()
    content = content_of(row)
    departments = Department.objects.filter(hospital=origin)
    content["origin_department"] = departments.get(name="内科").pk
    return {name: str(value) if value is not None else "" for name, value in content.items()}


def worklist(port):
    """The worklist's first page against a bare list of fifty rows, small and large."""
    caller = Caller(port, world.cookies_of("coordinator.xiangya"))
    worst = {}
    for size in SIZES:
        count = world.grow_to(size)
        baseline, *timings = in_turns(
            [_get(caller, path) for path in ("/bench/list", *LISTS)], PAGES
        )
        print(f"{count:>7} referrals: bare list         {_line(baseline)}")
        for path, timed in zip(LISTS, timings, strict=True):
            worst[size, path] = timed.p95
            ratio = timed.p95 / baseline.p95
            print(
                f"{count:>7} referrals: {path:<25} {_line(timed)}   p95 ratio {ratio:.2f}"
                " (goal <= 2.00)"
            )
    for path in LISTS:
        growth = worst[SIZES[1], path] / worst[SIZES[0], path]
        print(f"{path} p95 at {SIZES[1]} against {SIZES[0]} rows: {growth:.2f}")


def _get(caller, path):
    return lambda _number: caller.call("GET", path)


def board(port):
    """The board over five hundred open cards (the top of each column is shown), beside the bare
    list of fifty rows.
    """
    caller = Caller(port, world.cookies_of("coordinator.xiangya"))
    open_ones = world.open_up(CARDS)
    path = "/referrals/board/"
    shown = caller.send("GET", path, None, {})[2].count(b"data-card=")
    baseline, timed = in_turns([_get(caller, one) for one in ("/bench/list", path)], PAGES)
    print(
        f"board, {shown} cards of {open_ones} open   {_line(timed)}   p95 ratio"
        f" {timed.p95 / baseline.p95:.2f} (goal < 300 ms: {_met(timed.p95 < 300)})"
    )


def _met(is_met):
    return "met" if is_met else "MISSED"


def polls(port):
    """What open pages ask every few seconds, while nothing has changed."""
    caller = Caller(port, world.cookies_of("coordinator.xiangya"))
    for path in POLLED:
        polling = {"X-Polling": "1"}
        polling["If-None-Match"] = caller.tag(path, polling)
        status = caller.send("GET", path, None, polling)[1].status
        timed = measure(
            lambda _n, path=path, headers=polling: caller.call("GET", path, None, headers),
            PAGES,
            clients=1,
        )
        goal = f"(goal < 10 ms: {_met(timed.median < 10)})"
        print(f"poll {path:<28} {status} {_line(timed)}   {goal}")


def search(port):
    """Each way to search, through the API, against the bare list of fifty rows in the same run."""
    caller = Caller(port, world.cookies_of("coordinator.xiangya"))
    count = world.grow_to(SIZES[-1])
    baseline = measure(lambda _number: caller.call("GET", "/bench/list"), PAGES)
    print(f"{count:>7} referrals: bare list         {_line(baseline)}")
    for what, texts in world.searched().items():

        def look(number, texts=texts):
            body = json.dumps({"q": texts[number % len(texts)]})
            return caller.call("POST", "/api/v1/search", body, JSON)

        timed = measure(look, PAGES)
        ratio = timed.p95 / baseline.p95
        print(
            f"{count:>7} referrals: search by {what:<15} {_line(timed)}   p95 ratio {ratio:.2f}"
            f" (goal < 150 ms: {_met(timed.p95 < 150)})"
        )


def _line(timing):
    return f"{timing.per_second:7.1f}/s  median {timing.median:6.1f} ms  p95 {timing.p95:6.1f} ms"
