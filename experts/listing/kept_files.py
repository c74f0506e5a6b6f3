"""Files of what is kept of experts through one form each: staff, mentoring, claims, prices …"""

from functools import partial

from django.utils.translation import gettext_lazy as _

from experts.actions import activities, claims, clinics, experts, mentoring
from experts.forms.activities import CampaignForm, StopForm
from experts.forms.clinics import SessionForm
from experts.forms.experts import RegisterForm
from experts.forms.mentoring import DirectorForm, MentorshipForm, MilestoneForm
from experts.forms.technologies import ClaimForm, PriceForm
from experts.models import Expert, Mentorship, NewTechnology, OutreachCampaign
from hospitals.listing.kept_files import hospitals_kept
from portal.core.form_file import FormSheet, Owner
from portal.core.importing import ImportKind
from portal.roles import Permission


def _mentors(user):
    return Expert.objects.visible_to(user)


def _mentorships(user):
    """Known by its two people, or with the technique where they have several."""
    mine = user.hospitals_with(Permission.TRAINING_EDIT)
    rows = Mentorship.objects.visible_to(user).filter(hospital__in=mine)
    for row in rows.select_related("mentor", "apprentice", "hospital"):
        row.name = f"{row} {row.technique}"
        yield row


def _technologies(user):
    mine = user.hospitals_with(Permission.TECHNOLOGY_EDIT)
    return NewTechnology.objects.visible_to(user).filter(hospital__in=mine)


def _campaigns(user):
    mine = user.hospitals_with(Permission.ACTIVITY_EDIT)
    return OutreachCampaign.objects.visible_to(user).filter(hospital__in=mine)


MENTOR = Owner("mentor", _("导师"), _mentors, "mentor", ("带教老师",))
MENTORSHIP = Owner("mentorship", _("带教关系"), _mentorships, "mentorship", ("导师和学员",))
TECHNOLOGY = Owner("technology", _("新技术"), _technologies, "", ("技术名称",))
EXPERT = Owner("expert", _("专家"), _mentors, "expert", ("专家姓名", "医师"))
CAMPAIGN = Owner("campaign", _("巡回医疗"), _campaigns, "campaign", ("活动名称",))


def _register(_owner, details, by):
    told = details | {"is_local": True}
    return experts.register(kept_by=told.pop("kept_by"), details=told, by=by)


def _pair(owner, details, by):
    return mentoring.pair(mentor=owner, details=details, by=by)


def _reach(owner, details, by):
    return mentoring.reach(mentorship=owner, details=details, by=by)


def _appoint(owner, details, by):
    return mentoring.appoint(hospital=owner, details=details, by=by)


def _open(owner, details, by):
    return activities.open_campaign(hospital=owner, details=details, by=by)


def _stop(owner, details, by):
    return activities.add_stop(campaign=owner, details=details, by=by)


def _session(owner, details, by):
    return clinics.open_clinic(expert=owner, by=by, **details)


def _claim(owner, details, by):
    return claims.claim(technology=owner, by=by, **details)


def _price(owner, details, by):
    return claims.price(hospital=owner, details=details, by=by)


def _file(permission, code, label, url_name, sheet, hint):
    return ImportKind(code, label, url_name, permission, sheet, (hint,))


_of_training = partial(_file, Permission.TRAINING_EDIT)
_of_activities = partial(_file, Permission.ACTIVITY_EDIT)
_of_technologies = partial(_file, Permission.TECHNOLOGY_EDIT)

STAFF = _file(
    Permission.EXPERT_EDIT,
    "staff",
    _("本地人员"),
    "experts:staff-list",
    FormSheet(RegisterForm, _register, left_out=("is_local",)),
    _("一行一位本院学员、本院主任等不外派的人员；职称级别按聘任文件填写，不从职称名称推断。"),
)
MENTORSHIPS = _of_training(
    "mentorships",
    _("带教关系"),
    "experts:mentorship-list",
    FormSheet(MentorshipForm, _pair, MENTOR),
    _("一行一位导师带一位学员；学员须已在本地人员中登记。同名的填执业证书编号。"),
)
SKILL_MILESTONES = _of_training(
    "skill-milestones",
    _("技能里程碑"),
    "experts:mentorship-list",
    FormSheet(MilestoneForm, _reach, MENTORSHIP),
    _("一行一个阶段，依次填写；带教关系写作“导师 → 学员”，多于一项的再加目标技术。"),
)
DIRECTORS = _of_training(
    "co-directors",
    _("双主任"),
    "experts:director-list",
    FormSheet(DirectorForm, _appoint, hospitals_kept(Permission.TRAINING_EDIT, "hospital")),
    _("一行一个科室的一方主任。"),
)
CAMPAIGNS = _of_activities(
    "campaigns",
    _("巡回医疗"),
    "experts:campaign-list",
    FormSheet(CampaignForm, _open, hospitals_kept(Permission.ACTIVITY_EDIT, "hospital")),
    _("一行一次巡回医疗或义诊。"),
)
STOPS = _of_activities(
    "campaign-stops",
    _("巡回站点"),
    "experts:campaign-list",
    FormSheet(StopForm, _stop, CAMPAIGN),
    _("一行一站；日期须在巡回期间内。"),
)
NOVELTY_CLAIMS = _of_technologies(
    "novelty-claims",
    _("空白认定"),
    "experts:claim-list",
    FormSheet(ClaimForm, _claim, TECHNOLOGY, left_out=("files", "files_kind")),
    _("一行一项认定；填补空白的须写明证据。导入的都待他人核实。"),
)
PRICES = _of_technologies(
    "price-items",
    _("价格项目"),
    "experts:price-list",
    FormSheet(PriceForm, _price, hospitals_kept(Permission.TECHNOLOGY_EDIT)),
    _("一行一个新增或调整的价格项目。"),
)
CLINICS = _file(
    Permission.CAPACITY_EDIT,
    "clinic-sessions",
    _("专家门诊"),
    "experts:clinic-list",
    FormSheet(SessionForm, _session, EXPERT),
    _("一行一次门诊，例如 08:00 至 12:00；专家须是该院人员，或在派驻期间。"),
)
