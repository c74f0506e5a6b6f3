"""Small worlds of flows: two provinces with cities and counties, and files about them."""

from django.core.files.uploadedfile import SimpleUploadedFile

from hospitals.actions import batches, flows, incoming
from hospitals.actions.incoming import Sender
from hospitals.models import Region

HEADER = "period,origin_code,dest_code,disease_system,disease_code,n_stays"
SYSTEM = "TEST"


def region(code, level, parent=None, **fields):
    return Region.objects.create(
        code_system=SYSTEM, code=code, name=f"地{code}", level=level, parent=parent, **fields
    )


def world():
    """Regions by code: provinces A and B; cities A1, A2, B1; counties A11, A12, A21, B11."""
    made = {code: region(code, "province") for code in ("A", "B")}
    for code in ("A1", "A2", "B1"):
        made[code] = region(code, "city", made[code[0]])
    for code in ("A11", "A12", "A21", "B11"):
        made[code] = region(code, "county", made[code[:2]])
    return made


def file(*rows, header=HEADER):
    return "\n".join([header, *rows]).encode() + b"\n"


def cell(origin, destination, stays, period="2024-03", disease="ALL,ALL"):
    return f"{period},{origin},{destination},{disease},{stays}"


def send(sender, *rows, source="hqms", by=None, name="flows.csv"):
    """Import rows as a file of this region."""
    return batches.import_flows(
        content=file(*rows),
        file_name=name,
        region=sender,
        source_system=source,
        code_system=SYSTEM,
        by=by,
    )


def received(sender, *rows, content=None, source="hqms", by=None, header=HEADER):
    """A batch whose columns are matched and that waits for its reader."""
    upload = SimpleUploadedFile("流向.csv", content or file(*rows, header=header))
    told = {"source_system": source, "code_system": SYSTEM, "by": by}
    batch = flows.receive(upload=upload, sender=Sender(region=sender), **told)
    return incoming.queue(batch=batch, mapping=batch.mapping, by=by)


def tried(sender, *rows, **told):
    """A batch that was read."""
    return flows.read(batch_id=received(sender, *rows, **told).pk)
