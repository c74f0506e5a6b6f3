import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction

from experts.models import Expert
from hospitals.models import (
    BedPool,
    CooperationProject,
    Department,
    Hospital,
    HospitalRelation,
    Membership,
    Milestone,
    Network,
    NetworkMembership,
    Region,
)
from hospitals.models.spelled import Spelled
from portal.demo import base, demo_accounts, rest
from portal.models import User

PRINTED = {
    "中南大学湘雅二医院",
    "中南大学湘雅二医院桂林医院",
    "桂林市第二人民医院",
    "北京积水潭医院",
    "北京积水潭医院贵州医院",
    "上海儿童医学中心",
    "上海儿童医学中心贵州医院",
    "中山大学附属第一医院",
    "中山大学附属第一医院贵州医院",
    "广东省中医院",
    "广东省中医院贵州医院",
    "浙江省人民医院",
    "浙江省人民医院毕节医院",
    "桂林市人民医院",
    "平乐县人民医院",
    "兴安县人民医院",
    "阳朔县人民医院",
    "桂林医学院附属医院",
    "灌阳县人民医院",
    "恭城瑶族自治县人民医院",
    "秀峰区甲山社区卫生服务中心",
    "桂林医学院第二附属医院",
}
RELATIONS = {
    ("中南大学湘雅二医院", "桂林市第二人民医院", "中南大学湘雅二医院桂林医院"),
    ("北京积水潭医院", None, "北京积水潭医院贵州医院"),
    ("上海儿童医学中心", None, "上海儿童医学中心贵州医院"),
    ("中山大学附属第一医院", None, "中山大学附属第一医院贵州医院"),
    ("广东省中医院", None, "广东省中医院贵州医院"),
    ("浙江省人民医院", None, "浙江省人民医院毕节医院"),
}
COUNTED = (
    BedPool,
    CooperationProject,
    Department,
    Hospital,
    HospitalRelation,
    Membership,
    Milestone,
    Network,
    NetworkMembership,
    Region,
    User,
)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Loaded once for this module, and undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield base.load()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _database(demo, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def test_organisations_have_exactly_the_printed_names():
    real = set(Hospital.objects.filter(is_synthetic=False).values_list("name", flat=True))

    assert real == PRINTED


def test_every_other_organisation_says_that_it_is_invented():
    invented = Hospital.objects.filter(is_synthetic=True)

    assert invented.count() == 26
    assert invented.exclude(name__startswith="模拟·").count() == 0


def test_relations_are_those_of_the_texts():
    rows = HospitalRelation.objects.values_list("source__name", "host__name", "project__name")

    assert set(rows) == RELATIONS


def test_guilin_project_with_its_milestones():
    project = CooperationProject.objects.get(name="中南大学湘雅二医院桂林医院")

    assert (project.batch_number, project.initial_beds, project.target_beds) == (3, 600, 1800)
    assert [(step.kind, step.actual_text) for step in project.steps()] == [
        ("agreement", "2021年9月"),
        ("approval", "2022年5月，第三批"),
        ("plate", "2022年12月"),
        ("full_operation", "3月28日（年份据上下文）"),
    ]


def test_planned_projects_have_no_relation():
    rows = CooperationProject.objects.filter(relation__isnull=True).order_by("name")

    assert list(rows.values_list("name", "stage")) == [
        ("北京协和医院贵州医院", "applying"),
        ("四川大学华西医院与遵义市合作", "nurtured"),
    ]


def test_consortium_of_guilin_with_its_plates():
    network = Network.objects.get(name="桂林市人民医院“三二”紧密型医联体")
    branches = network.members.filter(role="branch").order_by("plate_name")

    assert network.since.year == 2018
    assert {(row.hospital.name, row.plate_name) for row in branches} == {
        ("平乐县人民医院", "桂林市人民医院平乐分院"),
        ("兴安县人民医院", "桂林市人民医院兴安分院"),
        ("阳朔县人民医院", "桂林市人民医院阳朔分院"),
    }


def test_private_network_has_twelve_members_without_a_real_name():
    network = Network.objects.get(lead__name="桂林医学院第二附属医院")
    members = network.members.filter(role="member")

    assert [row.is_synthetic for row in members] == [True] * 12


def test_project_hospital_and_source_can_refer_with_the_counties():
    user = User.objects.get(username="coordinator.pingle")

    seen = Hospital.objects.visible_to(user)

    assert seen.filter(name__startswith="中南大学湘雅二医院").count() == 2


def test_each_listed_account_signs_in():
    accounts = demo_accounts()

    signed_in = [authenticate(None, username=name, password=word) for _, name, word in accounts]

    assert all(signed_in)
    assert {user.is_synthetic for user in signed_in} == {True}


def test_an_expert_has_two_hats():
    user = User.objects.get(username="expert.xiangya")

    assert user.memberships.count() == 2


def test_others_have_no_password():
    listed = [name for _role, name, _word in demo_accounts()]
    others = User.objects.exclude(username__in=listed)

    assert [user.username for user in others if user.has_usable_password()] == []


def test_everything_spelled_is_found_by_initials():
    wrong = [
        str(row)
        for model in (*Spelled.__subclasses__(), Expert)
        for row in model.objects.exclude(pinyin__contains=" ")
        if any(getattr(row, name) for name in getattr(row, "SPELLED", ["name"]))
    ]

    assert wrong == []


def test_loading_twice_adds_nothing(demo):
    before = {model: model.objects.count() for model in COUNTED}

    assert base.load() == demo
    assert {model: model.objects.count() for model in COUNTED} == before


def test_command_prints_the_accounts(capsys):
    call_command("demo", "--base", "--accounts")

    assert "coordinator.pingle" in capsys.readouterr().out


def test_command_runs_the_rest_in_order(monkeypatch, capsys):
    monkeypatch.setattr(rest, "LOADERS", (lambda say: say("一"), lambda say: say("二")))

    call_command("demo", "--rest")

    assert capsys.readouterr().out == "一\n二\n"


def test_production_loads_no_demo(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError):
        call_command("demo")
