"""Requests against a real server, timed by the client."""

import http.client
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """Requests per second of all clients together; median and 95th percentile in ms."""

    per_second: float
    median: float
    p95: float


class Caller:
    """One signed-in person calling one server."""

    def __init__(self, port, cookies):
        self.port = port
        self.headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "X-CSRFToken": cookies.get("csrftoken", ""),
            "Referer": f"http://127.0.0.1:{port}/",
        }

    def call(self, method, path, body=None, headers=()):
        """Send one request; returns its milliseconds. 4xx and 5xx are errors."""
        return self.send(method, path, body, headers)[0]

    def tag(self, path, headers=()):
        """The ETag that a page answers with."""
        return self.send("GET", path, None, headers)[1].headers["ETag"]

    def send(self, method, path, body, headers):
        started = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, self.headers | dict(headers))
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:300]!r}")
        return (time.perf_counter() - started) * 1000, answer, content


def measure(act, count, clients=2, warm_up=10):
    """Run act(number) count times by some clients at once."""
    return in_turns([act], count, clients, warm_up, rounds=1)[0]


def in_turns(acts, count, clients=2, warm_up=10, rounds=5):
    """Run each act(number) count times, in turns: what else the machine does slows all alike."""
    for act in acts:
        for number in range(warm_up):
            act(-number - 1)
    times, elapsed = [[] for _act in acts], [0.0 for _act in acts]
    each = count // rounds
    with ThreadPoolExecutor(clients) as pool:
        for turn in range(rounds):
            for place, act in enumerate(acts):
                started = time.perf_counter()
                times[place] += pool.map(act, range(turn * each, (turn + 1) * each))
                elapsed[place] += time.perf_counter() - started
    return [_timing(*told) for told in zip(times, elapsed, strict=True)]


def _timing(times, elapsed):
    p95 = statistics.quantiles(times, n=20)[-1]
    return Timing(len(times) / elapsed, statistics.median(times), p95)
