import pytest
from django.utils import timezone

from referrals.actions import catch_up
from referrals.models import Referral
from referrals.paper.slip import Line, Part, slip_of
from tests.factories import referrals as make


def lines_of(slip):
    return {part.code: {line.label: line.value for line in part.lines} for part in slip.parts}


def test_parts_hold_what_the_record_holds(world):
    referral = make.at_state(world, "completed")

    parts = lines_of(slip_of(referral, in_full=True, printed_by=world.clinician))

    transport, reply = referral.transport, referral.replies.get()
    assert list(parts) == ["stub", "out", "back"]
    assert parts["out"]["居民身份证"] == make.ID_NUMBER
    assert parts["out"]["联系人"] == "覃家属 配偶 13800002222"
    assert parts["out"]["病情摘要"] == referral.summary
    assert parts["out"]["交接清单"] == transport.handover
    assert parts["stub"]["审核人"] == f"{world.reviewer.display_name} 副主任医师"
    assert parts["back"]["门诊号/住院号"] == referral.encounter_number
    assert parts["back"]["后续计划"] == reply.plan
    departed = timezone.localtime(transport.departed_at)
    assert parts["out"]["出发时间"] == departed.strftime("%Y-%m-%d %H:%M")


def test_masked_sheet_holds_no_identity(world):
    referral = make.at_state(world, "submitted")

    parts = lines_of(slip_of(referral, in_full=False, printed_by=world.clinician))

    assert parts["out"]["姓名"] == "覃**"
    assert parts["out"]["居民身份证"] == parts["out"]["联系电话"] == "****"
    assert {"联系人", "出生日期", "详细住址", "同意人"} & set(parts["out"]) == set()
    assert not [value for part in parts.values() for value in part.values() if "1380000" in value]


def test_way_back_leaves_room_for_a_pen_until_there_is_a_reply(world):
    referral = make.at_state(world, "arrived")

    back = slip_of(referral, in_full=True, printed_by=world.clinician).parts[2]

    assert [line.label for line in back.lines if line.blank] == [
        "检查与诊断",
        "治疗经过",
        "后续计划",
    ]


@pytest.mark.parametrize(
    ("advised", "told"),
    [
        ({}, {"建议下转": "否"}),
        ({"down_reason": "须再次手术。"}, {"建议下转": "否", "下转说明": "须再次手术。"}),
        (
            {"down_referral": True, "down_reason": "病情稳定。"},
            {"建议下转": "是", "下转说明": "病情稳定。"},
        ),
    ],
)
def test_final_letter_says_whether_the_patient_should_go_down(world, advised, told):
    referral = make.move(world, make.at_state(world, "treated"), "reply", **advised)

    lines = lines_of(slip_of(referral, in_full=True, printed_by=world.head))["back"]

    assert {label: lines[label] for label in ("建议下转", "下转说明") if label in lines} == told


def test_pool_is_named_as_destination(world):
    referral = make.draft(world)
    network = world.centre.led_networks.get()
    referral.destination, referral.pool, referral.destination_department = None, network, None

    parts = lines_of(slip_of(referral, in_full=True, printed_by=world.clinician))
    assert parts["out"]["接收机构"] == str(network)


def test_short_lines_stand_side_by_side():
    lines = [Line("甲", "1"), Line("乙", "2"), Line("丙", "3"), Line("丁", "长" * 40), Line("戊")]

    rows = Part("out", "", lines, []).rows

    assert [[line.label for line in row] for row in rows] == [["甲", "乙"], ["丙"], ["丁"], ["戊"]]


def test_same_version_gives_the_same_code(world):
    referral = make.at_state(world, "submitted")
    slip = slip_of(referral, in_full=True, printed_by=world.clinician)

    again = slip_of(Referral.objects.get(pk=referral.pk), in_full=False, printed_by=world.head)

    assert (slip.code, slip.target) == (again.code, again.target)


def test_arrival_code_is_printed_by_the_origin_only(world):
    referral = make.at_state(world, "scheduled")
    code = referral.arrival_codes.get().code

    ours = lines_of(slip_of(referral, in_full=True, printed_by=world.clinician))
    theirs = lines_of(slip_of(referral, in_full=True, printed_by=world.receiver))
    masked = lines_of(slip_of(referral, in_full=False, printed_by=world.clinician))

    assert ours["out"]["到诊码"] == code
    assert [code in str(parts) for parts in (theirs, masked)] == [False, False]


def test_emergency_names_who_reviewed_it_afterwards_not_who_sent_it(world):
    row = make.at_state(world, "draft", priority="emergency")
    row = make.move(world, row, "send")
    before = reviewer_of(row, world)

    catch_up.review(task=row.catch_ups.get(), details={"outcome": "confirmed"}, by=world.reviewer)

    assert before == {}
    assert reviewer_of(row, world) == {
        "事后审核人": f"{world.reviewer.display_name} 副主任医师 认可"
    }


def reviewer_of(row, world):
    stub = slip_of(row, in_full=False, printed_by=world.clinician).parts[0]
    return {line.label: line.value for line in stub.lines if "审核人" in line.label}
