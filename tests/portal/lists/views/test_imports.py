import io

import pytest
import xlsxwriter
from django.urls import reverse
from python_calamine import CalamineWorkbook

from experts.models import Expert
from hospitals.models import MonthlyReport
from portal.lists import kinds
from portal.lists.actions import long_imports
from portal.models import AuditEvent, ImportMapping, ImportRun, User
from tests.factories import experts, hospitals, reports

pytestmark = pytest.mark.django_db
EXPERTS, REPORTS = (reverse("lists:import", args=[code]) for code in ("experts", "monthly-reports"))
LIST = reverse("lists:import-list")
HEADS = "姓名,派出医院,登记机构,职称级别,执业证书编号,联系电话"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def hospital():
    return hospitals.hospital("模拟市医院")


@pytest.fixture
def admin(client, hospital):
    client.force_login(hospitals.member("hospital_admin", hospital))
    return client


def csv(*lines, heads=HEADS):
    content = "\n".join([heads, *lines]).encode("utf-8-sig")
    return io.BytesIO(content)


def named(stream, name="专家.csv"):
    stream.name = name
    return stream


def send(client, url, *lines, heads=HEADS, **more):
    return client.post(url, {"file": named(csv(*lines, heads=heads))} | more)


def again(answer, **more):
    """The page's own second step, with the file that was kept."""
    context = answer.context
    chosen = {one["name"]: one["at"] for one in context["choices"] if one["at"] is not None}
    return {"kept": context["kept"], "kept_name": context["kept_name"]} | chosen | more


def row(name, licence="", phone="", level="正高级", home="模拟市医院", keeper="模拟市医院"):
    return f"{name},{home},{keeper},{level},{licence},{phone}"


def test_dry_run_writes_nothing_and_confirmation_everything(admin):
    tried = send(admin, EXPERTS, row("张三", "110000199001"), row("李四"))
    nothing = Expert.objects.count()
    done = admin.post(EXPERTS, again(tried, confirm="1"))

    assert (tried.status_code, len(tried.context["reading"].rows), nothing) == (200, 2, 0)
    assert (done.status_code, done.url) == (302, reverse("experts:expert-list"))
    person = Expert.objects.get(name="张三")
    assert (person.licence_number, person.title_level) == ("110000199001", "senior")
    event = AuditEvent.objects.get(verb="list.import")
    assert (event.detail["to"], event.detail["rows"]) == ("experts", 2)


def test_one_wrong_row_keeps_all_of_them_out(admin):
    lines = [
        row("张三"),
        row("", phone="没有"),
        row("李四", level="正教授"),
        row("王五", keeper="别院"),
    ]

    tried = send(admin, EXPERTS, *lines)
    done = admin.post(EXPERTS, again(tried, confirm="1"))

    found = [(one.row, one.column, one.rule) for one in tried.context["problems"]]
    assert found == [
        (3, "姓名", "required"),
        (3, "联系电话", "phone"),
        (4, "职称级别", "unknown"),
        (5, "登记机构", "unknown"),
    ]
    assert (done.status_code, Expert.objects.count()) == (422, 0)


def test_rows_that_are_there_already_or_twice_are_told(admin, hospital):
    experts.expert(hospital, name="张三", licence_number="9")
    lines = [
        row("张三"),
        row("赵六", "9"),
        row("李四"),
        row("李四"),
        row("钱七", "7"),
        row("孙八", "7"),
    ]

    found = send(admin, EXPERTS, *lines).context["problems"]

    assert [(one.row, one.rule) for one in found] == [
        (2, "known"),
        (3, "taken"),
        (5, "twice"),
        (7, "twice"),
    ]


def test_columns_are_matched_and_remembered_for_this_sender(admin):
    heads = "医师,派出医院,登记机构,备注"
    line = "张三,模拟市医院,模拟市医院,无"

    tried = send(admin, EXPERTS, line, heads=heads)
    chosen = {"place-name": 0, "place-home_hospital": 1, "place-kept_by": 2}
    kept = {"kept": tried.context["kept"], "kept_name": "专家.csv"}
    retried = admin.post(EXPERTS, kept | chosen)
    admin.post(EXPERTS, kept | chosen | {"confirm": "1"})
    later = send(admin, EXPERTS, "李四,模拟市医院,模拟市医院,无", heads=heads)

    assert [one.rule for one in tried.context["problems"]] == ["no_column"]
    assert (retried.context["problems"], Expert.objects.get().name) == ([], "张三")
    assert later.context["reading"].rows[0]["name"] == "李四"
    assert later.context["run"].unused == ["备注"]
    assert ImportMapping.objects.get().columns["医师"] == "name"


def workbook(*lines):
    """A workbook whose cells are all text."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(lines):
            for place, cell in enumerate(line):
                sheet.write_string(number, place, cell)
    stream.seek(0)
    return stream


def test_error_workbook_opens_elsewhere_and_comes_back_mended(admin):
    tried = send(admin, EXPERTS, row("=1+1", level="正教授"), row("李四"))

    answer = admin.post(EXPERTS, again(tried, mend="1"))

    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    heads, wrong, right = book.get_sheet_by_index(0).to_python()
    assert (heads, wrong[0], right[6]) == ([*HEADS.split(","), "问题"], "'=1+1", "")
    assert wrong[6].startswith("职称级别：请填写")
    listed = book.get_sheet_by_index(1).to_python()[1]
    assert listed[:4] == ["2", "职称级别", "正教授", "unknown"]
    mended = workbook(heads, [*wrong[:3], "正高级", *wrong[4:]], right)
    tried = admin.post(EXPERTS, {"file": named(mended, "改.xlsx")})
    assert [one["name"] for one in tried.context["reading"].rows] == ["=1+1", "李四"]


def test_identifiers_of_a_workbook_stay_text(admin):
    line = ["张三", "模拟市医院", "模拟市医院", "正高级", "001234567890123456"]
    stream = workbook(HEADS.split(","), line)

    tried = admin.post(EXPERTS, {"file": named(stream, "专家.xlsx")})

    assert tried.context["reading"].rows[0]["licence_number"] == "001234567890123456"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\xff\xfe\x00", b"a" * 50])
def test_unreadable_files_say_why(admin, content):
    answer = admin.post(EXPERTS, {"file": named(io.BytesIO(content or b" "))})

    assert answer.status_code in (200, 409)
    assert not answer.context.get("reading") or answer.context["reading"].problems


def test_months_come_in_as_drafts(admin, hospital):
    draft = hospitals.report(hospital, "2026-08-01", {"discharges": 5})
    heads = "医疗机构,月份,出院人次,门诊人次"
    lines = ['模拟市医院,2026-08,,"12,000"', "模拟市医院,2026年9月,600,9000"]

    tried = send(admin, REPORTS, *lines, heads=heads)
    done = admin.post(REPORTS, again(tried, confirm="1"))

    assert done.status_code == 302
    told = {row.measure: row.value for row in draft.volumes.all()}
    assert told == {"discharges": 5, "outpatients": 12_000}
    assert MonthlyReport.objects.filter(state="draft").count() == 2


def test_months_are_held_against_the_rules(admin, hospital):
    reports.approved(hospital, "2026-07-01")
    heads = "医疗机构,院区,月份,出院人次,其中省外患者出院人次,门诊人次"
    lines = [
        "模拟市医院,,2026-07,1,,",
        "模拟市医院,西院区,2026-08,1,,",
        "模拟市医院,,2026-08,1,2,29063万",
        "模拟市医院,,2026-09,1,2,",
        "模拟市医院,,2026-09,1,,",
        "别家医院,,2026-09,1,,",
        "模拟市医院,,2099-01,1,,",
    ]

    found = send(admin, REPORTS, *lines, heads=heads).context["problems"]

    assert [(one.row, one.rule) for one in found] == [
        (2, "closed"),
        (3, "unknown"),
        (4, "number"),
        (5, "implausible"),
        (6, "twice"),
        (7, "unknown"),
        (8, "to_come"),
    ]


def test_others_find_nothing(client, hospital, stranger, coordinator_at):
    answers = []
    for person in (stranger, coordinator_at(hospital)):
        client.force_login(person)
        answers += [client.get(EXPERTS).status_code, client.get(REPORTS).status_code]

    assert answers == [404, 404, 404, 404]


def test_a_page_says_its_columns_and_an_expired_file(admin):
    text = admin.get(EXPERTS).content.decode()
    gone = admin.post(EXPERTS, {"kept": "0" * 64, "kept_name": "专家.csv", "confirm": "1"})

    assert "姓名*" in text
    assert (gone.status_code, list(gone.context["form"].errors)) == (422, ["file"])


def test_right_rows_come_in_and_the_wrong_ones_back(admin):
    tried = send(admin, EXPERTS, row("张三"), row("李四", level="正教授"), row("王五"))
    done = admin.post(EXPERTS, again(tried, confirm="right"))
    page = admin.get(done.url)
    book = admin.get(f"{done.url}leftover/")
    other = send(admin, EXPERTS, row("李四", level="正教授"))
    nothing = admin.post(EXPERTS, again(other, confirm="right"))

    assert sorted(Expert.objects.values_list("name", flat=True)) == ["张三", "王五"]
    assert "已导入正确的行" in page.content.decode()
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(book.content))
    lines = sheets.get_sheet_by_index(0).to_python()
    assert [line[0] for line in lines] == ["姓名", "李四"]
    assert sheets.get_sheet_by_index(1).to_python()[1][:4] == ["3", "职称级别", "正教授", "unknown"]
    assert (nothing.status_code, Expert.objects.count()) == (409, 2)


def test_long_file_is_tried_and_brought_in_on_the_page_of_its_run(admin, monkeypatch):
    monkeypatch.setattr(long_imports, "AT_ONCE", 1)
    lines = row("张三"), row("李四"), row("王五", level="正教授")
    asked = send(admin, EXPERTS, *lines)
    waits = admin.get(asked.url)
    [run] = ImportRun.objects.all()

    long_imports.work_on(run_id=run.pk)
    tried = admin.get(asked.url)
    book = admin.get(f"{asked.url}leftover/")
    done = admin.post(EXPERTS, again(tried, confirm="right"))
    long_imports.work_on(run_id=run.pk)

    assert (asked.status_code, waits["Refresh"], done.url) == (302, "2", asked.url)
    assert (tried.context["run"], tried.has_header("Refresh")) == (run, False)
    assert [one["row"] for one in tried.context["problems"]] == [4]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0)
    assert [line[0] for line in sheet.to_python()] == ["姓名", "张三", "李四", "王五"]
    assert sorted(Expert.objects.values_list("name", flat=True)) == ["张三", "李四"]


def test_long_file_can_be_cancelled_while_it_waits(admin, monkeypatch):
    monkeypatch.setattr(long_imports, "AT_ONCE", 1)
    asked = send(admin, EXPERTS, row("张三"), row("李四"))
    [run] = ImportRun.objects.all()
    url = reverse("lists:import-cancel", args=[run.pk])

    sure = admin.get(url)
    done = admin.post(url, {"version": run.version})
    again = admin.post(url, {"version": run.version})

    assert (sure.status_code, done.url, again.status_code) == (200, asked.url, 409)
    assert "已取消" in admin.get(asked.url).content.decode()
    assert Expert.objects.count() == 0


def test_what_became_of_each_file_is_found_again(admin):
    tried = send(admin, EXPERTS, row("张三"))
    send(admin, EXPERTS, row("张三"))
    admin.post(EXPERTS, again(tried, confirm="1"))
    later = send(admin, EXPERTS, row("张三"))
    again_from_there = admin.post(EXPERTS, {"kept": later.context["kept"], "kept_name": "专家.csv"})

    runs = admin.get(LIST).context["object_list"]
    assert [(run.state, run.written, run.wrong_rows) for run in runs] == [
        ("tried", 0, 1),
        ("done", 1, 0),
    ]
    assert "导入过 1 行" in later.content.decode()
    assert [one.rule for one in again_from_there.context["problems"]] == ["known"]
    page = admin.get(runs[0].get_absolute_url())
    assert (page.context["has_file"], page.context["has_leftover"]) == (True, False)
    assert admin.get(f"{runs[0].get_absolute_url()}leftover/").status_code == 404
    assert len(page.context["problems"]) == 1


# What the administrators of a network or the commission bring in.
NOT_OF_HOSPITALS = {
    "hospitals",
    "networks",
    "network-members",
    "relations",
    "agreements",
    "policies",
    "committees",
    "committee-seats",
    "population",
    "inspections",
    "checklist-items",
}


@pytest.mark.parametrize("count", [1, 3])
def test_centre_asks_the_same_for_one_file_and_three(admin, count, django_assert_num_queries):
    for number in range(count):
        send(admin, EXPERTS, row(f"张{number}"))
    admin.get(LIST)

    with django_assert_num_queries(5):
        answer = admin.get(LIST)
    assert len(answer.context["object_list"]) == count
    offered = [kind.code for kind in answer.context["kinds"]]
    assert offered == [code for code in kinds.IMPORTS if code not in NOT_OF_HOSPITALS]


@pytest.fixture
def keeper(admin, hospital):
    """The same person, who also keeps the network, and the population of the region."""
    person = User.objects.get(pk=admin.session["_auth_user_id"])
    hospitals.holds(person, "network_admin", hospital)
    hospitals.holds(person, "commission_viewer", hospital.region)


@pytest.mark.parametrize("code", kinds.IMPORTS)
def test_template_comes_back_as_it_was_filled_in(admin, keeper, code):
    answer = admin.get(reverse("lists:import-template", args=[code]))
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    heads, about, words = (book.get_sheet_by_index(at).to_python() for at in range(3))
    stream = workbook(heads[0], [""] * len(heads[0]))

    tried = admin.post(reverse("lists:import", args=[code]), {"file": named(stream, "模板.xlsx")})

    columns = tried.context["columns"]
    reading = tried.context["reading"]
    assert (tried.context["run"].unused, reading.problems) == ([], [])
    assert len(reading.mapping) == len(columns)
    assert [line[0] for line in about[1 : len(columns) + 1]] == heads_of(columns)
    assert [line[0] for line in words[:1]] == heads_of(columns)[:1]


def heads_of(columns):
    return [str(column.label) for column in columns]
