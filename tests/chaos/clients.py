"""People at their screens, who repeat a request under the same key until it is answered."""

import datetime as dt
import http.client
import itertools
import json
import random
import threading
import time
import uuid
from dataclasses import dataclass, field

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from referrals.identity import check_digit
from tests.factories import referrals as make

FILE = "/api/v1/referrals"
# The whole line, and lines that end early, so that many are under way at once.
LINES = (make.MAIN_LINE, make.MAIN_LINE, make.MAIN_LINE[:4], ("submit_for_review", "cancel"))
SECONDS_TO_ANSWER = 15
LONGEST_PAUSE = 0.5
# So many people are born for each client, one a day.
DAYS_EACH = 5000
# One answer in so many is lost on its way to the client, who cannot know what became of it.
LOST_ANSWER_ONE_IN = 8


class AnswerLost(OSError):
    """The request was sent, and the line went dead."""


@dataclass(frozen=True)
class Acknowledged:
    """One request that was answered with success: it must never be lost."""

    story: str
    verb: str
    referral: str
    version: int
    body: dict


@dataclass
class Ledger:
    """What all clients were told, written down as it came."""

    path: object
    entries: list = field(default_factory=list)
    retries: int = 0
    replayed: int = 0
    failures: dict = field(default_factory=dict)
    refused: list = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def acknowledge(self, entry):
        with self.lock, self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry.__dict__, ensure_ascii=False) + "\n")
            self.entries.append(entry)

    def failed(self, what):
        with self.lock:
            self.retries += 1
            self.failures[what] = self.failures.get(what, 0) + 1

    def refuse(self, what):
        with self.lock:
            self.refused.append(what)


class Screen:
    """One signed-in person: their cookies and the headers that every change needs."""

    def __init__(self, port, user):
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "portal.core.signin.LockoutBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        self.port = port
        self.headers = {
            "Cookie": f"sessionid={session.session_key}; csrftoken={'c' * 32}",
            "X-CSRFToken": "c" * 32,
            "Content-Type": "application/json",
        }

    def post(self, path, body, headers, *, hang_up=False):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_TO_ANSWER)
        try:
            connection.request("POST", path, json.dumps(body), self.headers | headers)
            if hang_up:
                raise AnswerLost
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()


class Client(threading.Thread):
    """Tells one story after the other until told to stop, and finishes the one it began."""

    def __init__(self, number, world, screens, ledger, seed):
        super().__init__(name=f"client-{number}", daemon=True)
        self.world, self.screens, self.ledger = world, screens, ledger
        self.dice = random.Random(f"{seed}-{number}")
        self.number = number
        self.enough, self.give_up = threading.Event(), threading.Event()

    def run(self):
        for count in itertools.count(1):
            if self.enough.is_set():
                return
            self.tell(f"chaos {self.number}-{count}", person(self.number * DAYS_EACH + count))

    def tell(self, story, patient):
        """File one referral and move it along; each step only after the one before is answered."""
        content = make.content(self.world, summary=story, **patient)
        entry = self.insist(story, "create", FILE, plain(content), {})
        for verb in self.dice.choice(LINES):
            if entry is None:
                return
            path = f"{FILE}/{entry.referral}/transitions/{verb}"
            seen = {"If-Match": f'"v{entry.version}"'}
            entry = self.insist(story, verb, path, plain(make.details(self.world, verb)), seen)

    def insist(self, story, verb, path, body, headers):
        """Repeat the request under one key until it is answered; None when it was refused."""
        screen = self.screens["clinician" if verb == "create" else make.ACTORS[verb]]
        headers = headers | {"Idempotency-Key": str(uuid.uuid4())}
        while not self.give_up.is_set():
            hang_up = self.dice.randrange(LOST_ANSWER_ONE_IN) == 0
            try:
                status, answered, content = screen.post(path, body, headers, hang_up=hang_up)
            except (OSError, http.client.HTTPException) as error:
                self.ledger.failed(type(error).__name__)
            else:
                if status < 500:
                    return self.note(story, verb, status, answered, content)
                has_hint = "with" if answered.get("Retry-After") else "without"
                self.ledger.failed(f"{status} {has_hint} Retry-After")
            time.sleep(self.dice.uniform(0.05, LONGEST_PAUSE))
        return None

    def note(self, story, verb, status, headers, content):
        body = json.loads(content)
        if status >= 400:
            self.ledger.refuse(f"{story} {verb}: {status} {body.get('detail', '')}")
            return None
        self.ledger.replayed += "Idempotent-Replayed" in headers
        entry = Acknowledged(story, verb, body["id"], body["version"], body)
        self.ledger.acknowledge(entry)
        return entry


def person(number):
    """Somebody of their own: a hospital asks for one person once at a time."""
    born = dt.date(1930, 1, 1) + dt.timedelta(days=number)
    first17 = f"450305{born:%Y%m%d}001"
    return {"id_number": first17 + check_digit(first17), "birth_date": born}


def plain(values):
    """As JSON would carry them: rows by id, a region by its code."""
    return {
        name: getattr(value, "code", None) if name == "residence" else as_text(value)
        for name, value in values.items()
    }


def as_text(value):
    return value if isinstance(value, bool) else str(getattr(value, "pk", value))
