import subprocess
import sys

import pytest
from django.conf import settings

from referrals.models import Referral
from referrals.paper import press, printing
from referrals.paper.slip import slip_of
from tests import paper
from tests.factories import referrals as make

pytestmark = paper.needs_press
PAGE = '<html lang="zh"><head><title>t</title></head><body>{}</body></html>'


def printed(referral, person, **how):
    slip = slip_of(referral, in_full=True, printed_by=person, **how)
    return slip, printing.pdf_of(slip)


def test_pdf_says_what_the_record_says(world):
    slip, content = printed(make.at_state(world, "completed"), world.clinician)

    text = paper.text_of(content)

    said = [word for part in slip.parts for line in part.lines for word in (line.label, line.value)]
    said += [slip.code, slip.referral.number, "存根", "转出", "回转", "经办医师签名", "机构盖章"]
    assert [words for words in said if paper.squeezed(words) not in text] == []


def test_pdf_is_tagged_titled_and_on_two_sides_of_a4(world):
    slip, content = printed(make.at_state(world, "completed"), world.clinician)

    document = paper.reader_of(content)
    root = document.trailer["/Root"]
    assert len(document.pages) == 2
    assert [round(float(side)) for side in document.pages[0].mediabox[2:]] == [595, 842]
    assert root["/Lang"] == "zh-Hans"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in root
    assert document.metadata.title == f"双向转诊单 {slip.referral.number}"
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()
    assert [page.extract_text().split()[-3:] for page in document.pages] == [
        ["1", "/", "2"],
        ["2", "/", "2"],
    ]


def test_long_record_gets_smaller_before_it_gets_longer(world):
    referral = make.at_state(world, "completed")
    rows = Referral.objects.filter(pk=referral.pk)
    rows.update(summary="胸痛两小时，伴大汗。" * 100, treatment_so_far="予阿司匹林。" * 100)

    _slip, content = printed(rows.get(), world.clinician)
    assert len(paper.reader_of(content).pages) == 2

    rows.update(summary="胸痛两小时，伴大汗。" * 400, treatment_so_far="予阿司匹林。" * 600)
    _slip, content = printed(rows.get(), world.clinician)
    assert paper.text_of(content).count("伴大汗") == 400


def test_sheet_of_an_invented_patient_says_so(world):
    referral = make.at_state(world, "submitted")
    Referral.objects.filter(pk=referral.pk).update(is_synthetic=True)

    _slip, content = printed(Referral.objects.get(pk=referral.pk), world.clinician)

    assert paper.text_of(content).count("模拟数据") == 3


def test_press_opens_no_file_and_no_address():
    pages = PAGE.format('<p>甲</p><img src="file:///etc/hostname" alt="x">')

    content = printing.run({"variants": [pages], "style": "@import url(http://127.0.0.1:1/x);"})

    assert paper.text_of(content) == "甲x"
    assert b"hostname" not in content


def test_press_that_takes_too_long_is_stopped():
    with pytest.raises(printing.PressError) as caught:
        printing.run({"variants": [PAGE.format("甲" * 10_000)], "style": ""}, seconds=0.2)

    assert caught.value.code == "slow"


def test_press_cannot_take_the_memory_of_the_machine():
    take = "from referrals.paper import press; press.limit(); bytearray(press.MEMORY_BYTES)"
    done = subprocess.run(
        [sys.executable, "-c", take], cwd=settings.BASE_DIR, capture_output=True, check=False
    )

    assert done.returncode == 1
    assert done.stderr.endswith(b"MemoryError\n")


def test_press_that_breaks_breaks_alone():
    with pytest.raises(printing.PressError) as caught:
        printing.run({"variants": [PAGE.format("甲")]})

    assert caught.value.code == "broken"


def test_press_is_told_no_secret(monkeypatch):
    monkeypatch.setenv("SEAL_KEY", "0" * 64)
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody:word@host/name")

    assert set(printing.environment()) <= {*printing.PASSED_ON, "LANG", "XDG_CACHE_HOME"}
    assert press.MEMORY_BYTES < 2_000_000_000
