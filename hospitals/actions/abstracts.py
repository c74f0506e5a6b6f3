"""Case abstracts on their way in: what sets them apart from other files of facts (incoming).

The reader works in a process of its own (hospitals/readers/abstracts). Nothing is in force before
the commit, which is one transaction (hospitals/actions/facts).
"""

import hashlib
import hmac
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.abstracts import files
from hospitals.actions import abstract_findings, abstract_tables, facts, incoming
from hospitals.actions.incoming import Sender
from hospitals.enums import BatchKind, SourceSystem
from hospitals.models import AbstractFile
from hospitals.readers.abstracts import aside, launch
from hospitals.readers.abstracts.codes import core
from portal.core.locking import atomic
from portal.errors import Stale

# What of each part the checks of later months, and the page of quality, are told.
COUNTS = ("unknown", "unmapped", "provinces", "bed_days", "doubles")


def receive(*, upload, sender, month=None, by=None, is_synthetic=False):
    """Take a file of stays. month: every stay must have ended in it."""
    fields = {
        "kind": BatchKind.ABSTRACTS,
        "source_system": SourceSystem.HOSPITAL if sender.hospital else SourceSystem.PROVINCE,
        "asked_month": month,
        "is_synthetic": is_synthetic,
    }
    return incoming.receive(upload=upload, sender=sender, fields=fields, by=by)


def read(*, batch_id, say=None):
    """Read a waiting batch and note what was found; returns it as it is then."""
    return incoming.read(batch_id=batch_id, act=_read, say=say)


def _read(batch, work, tell):
    order = _order(batch, work)
    ledger = _ledger(Sender.of(batch).hospitals)
    result = launch.run(order, tell)
    _count_doubles(result["parts"])
    return abstract_findings.found(batch=batch, result=result, ledger=ledger, work=work)


def _count_doubles(parts):
    """Of the files that the reader wrote; it wrote none where it found errors."""
    root = Path(settings.FACTS_DIR)
    doubles = files.doubles(root, [part["path"] for part in parts if "path" in part])
    for part in parts:
        if "path" in part:
            part["doubles"] = doubles[part["path"]]


@atomic
def commit(*, batch, note="", by=None):
    """Put what was found in force. A held batch needs somebody who says why it is right."""
    batch = incoming.confirmed(batch=batch, note=note, by=by)
    if _ledger(Sender.of(batch).hospitals) != batch.findings["ledger"]:
        raise Stale(_("试运行之后又有别的批次提交，请重新试运行。"), code="stale")
    rows = [
        AbstractFile(
            hospital_id=part["hospital"],
            month=part["month"],
            path=part["path"],
            sha256=part["sha256"],
            rows=part["rows"],
            counts={name: part[name] for name in COUNTS if name in part},
        )
        for part in batch.findings["parts"]
    ]
    done = facts.publish(batch=batch, rows=rows, by=by)
    incoming.forget(batch)
    return done


def _order(batch, work):
    """What the reader is told. Its key is of the abstracts alone: it opens nothing else.

    128 bits of it: with more, what is hashed of a stay would not fit one block of the hash.
    """
    sender = Sender.of(batch)
    key = hmac.new(bytes.fromhex(settings.MATCH_KEY), b"abstracts", hashlib.sha256).digest()[:16]
    hospital = sender.hospital
    code = core(hospital.org_code) or str(hospital.pk) if hospital else ""
    return {
        "act": "read",
        "path": str(aside.incoming(batch.pk)),
        "work": str(work),
        "root": str(settings.FACTS_DIR),
        "encoding": batch.encoding,
        "mapping": batch.mapping,
        "terms": {
            "key": key.hex(),
            "today": f"{timezone.localdate():%Y-%m-%d}",
            "month": f"{batch.asked_month:%Y-%m-%d}" if batch.asked_month else "",
            "sender": code,
        },
        "sender": str(hospital.pk) if hospital else "",
        "tables": abstract_tables.tables(senders=sender.hospitals),
        "place_names": abstract_tables.place_names(),
        "kept": abstract_tables.kept(senders=sender.hospitals),
    }


def _ledger(hospitals):
    """Which files of these hospitals are in force, as one text."""
    rows = AbstractFile.objects.current().filter(hospital__in=hospitals).order_by("pk")
    listed = ",".join(str(pk) for pk in rows.values_list("pk", flat=True))
    return hashlib.sha256(listed.encode()).hexdigest()
