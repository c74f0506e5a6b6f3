"""The ledger against the database: what was lost, doubled, altered, or contradicts itself."""

from collections import Counter, defaultdict

from portal.management import invariants
from portal.models import Notice, OutboxMessage
from referrals.models import Referral, ReferralEvent

# Fields of the reply that must still be what was acknowledged.
CONTENT = ("summary", "main_diagnosis", "main_diagnosis_code", "allergies", "priority")
TOLD = ("submit_for_review", "approve", "receive")


def compare(entries):
    """What is wrong, by kind; every list must be empty."""
    referrals = Referral.objects.filter(summary__startswith="chaos ").select_related("patient")
    stored = {str(row.pk): row for row in referrals}
    filed = {entry.referral: entry for entry in entries if entry.verb == "create"}
    events = defaultdict(list)
    for pk, verb in ReferralEvent.objects.order_by("seq").values_list("referral_id", "action"):
        events[str(pk)].append(verb)
    told = defaultdict(list)
    for entry in entries:
        told[entry.referral].append(entry.verb)
    return {
        "lost filings": sorted(filed.keys() - stored.keys()),
        "altered filings": [pk for pk in filed if pk in stored and altered(filed[pk], stored[pk])],
        "doubled filings": doubled(stored.values()),
        "filings nobody was told of": sorted(stored.keys() - filed.keys()),
        "lost moves": [pk for pk in told if Counter(told[pk]) - Counter(events[pk])],
        "doubled moves": [pk for pk in events if has_doubles(events[pk])],
        "moves nobody was told of": [pk for pk in told if Counter(events[pk]) - Counter(told[pk])],
        "moves out of order": [pk for pk in told if sorted(told[pk]) == sorted(events[pk])
                               and told[pk] != events[pk]],
        "events nobody heard of": unheard(),
        "notices lost or doubled": notices(),
        "broken laws": [f"{says} {rows[:5]}" for says, rows in invariants.broken().items()],
    }  # fmt: skip


def altered(entry, row):
    return any(entry.body[name] != getattr(row, name) for name in CONTENT)


def doubled(rows):
    """Each story was filed once, under one number."""
    counts = Counter(row.summary for row in rows) + Counter(row.number for row in rows)
    return sorted(name for name, count in counts.items() if count > 1)


def has_doubles(verbs):
    return len(verbs) != len(set(verbs))


def unheard():
    """Moves after which somebody must act, of which the outbox knows nothing."""
    ids = ReferralEvent.objects.filter(action__in=TOLD).values_list("pk", flat=True)
    keys = set(OutboxMessage.objects.values_list("key", flat=True))
    return sorted(str(pk) for pk in ids if f"referral-event:{pk}" not in keys)


def notices():
    """The inboxes against the outbox: one notice for each person of each message."""
    rows = OutboxMessage.objects.values_list("pk", "recipient_ids")
    owed = Counter((str(pk), person) for pk, people in rows for person in people)
    rows = Notice.objects.values_list("message_id", "recipient_id")
    found = Counter((str(message), str(person)) for message, person in rows)
    return sorted({*(owed - found), *(found - owed)})
