from experts.models import BatchFile, Evidence
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
    assert (row.state, row.is_synthetic, len(said)) == ("clean", True, 3)


def test_rows_of_the_demo_have_papers_and_printed_ones_have_none(db, settings, tmp_path):
    settings.ATTACHMENT_ROOT = tmp_path
    sending = make.Sending()
    for number in (1, 2):
        make.batch(sending.source, sending.project, number=number, is_synthetic=number == 1)

    evidence.load(lambda _said: None)
    documents.inspect_waiting()

    row = BatchFile.objects.get()
    assert (row.state, row.owner.number, row.is_synthetic) == ("clean", 1, True)
