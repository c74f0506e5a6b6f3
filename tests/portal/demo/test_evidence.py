from experts.models import Evidence
from portal.core import documents
from portal.demo import evidence
from tests.factories import experts as make


def test_claims_have_a_document_once_that_passes_the_inspection(db, settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path
    sending = make.Sending()
    technology = make.technology(sending.project)
    make.claim(technology, sending.receiver, is_synthetic=True)
    said = []

    evidence.load(said.append)
    evidence.load(said.append)
    documents.inspect_waiting()

    row = Evidence.objects.get()
    assert (row.state, row.is_synthetic, len(said)) == ("clean", True, 1)
