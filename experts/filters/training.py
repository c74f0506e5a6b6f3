"""What the lists of training, certificates, titles and recruitment can be narrowed by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from experts.enums import CertificateKind
from experts.filters import choice, from_day, hidden_row, hospital_choice, until_day
from experts.models import Award, Certificate, Recruitment, TrainingStay
from hospitals.enums import AccreditationLevel
from hospitals.filters import AboutFilter

STAY_PHASES = [
    ("current", _("进修中")),
    ("coming", _("未开始")),
    ("overdue", _("逾期未返")),
    ("returned", _("已返院")),
    ("independent", _("已独立工作")),
]
VALIDITY = [
    ("owed", _("须换证")),
    ("valid", _("有效")),
    ("expiring", _("即将到期")),
    ("expired", _("已到期")),
]


class StayFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("人员、内容或进修机构"), method="search")
    home_hospital = hospital_choice(_("派出医院"))
    at_hospital = hospital_choice(_("进修医院"))
    phase = choice(STAY_PHASES, _("状态"), method="by_phase")
    first = from_day("since")
    last = until_day("since")
    trainee = hidden_row("trainee_id", _("人员编号"))

    class Meta:
        model = TrainingStay
        fields = ["q", "home_hospital", "at_hospital", "phase", "first", "last", "trainee"]

    def by_phase(self, queryset, _name, value):
        return getattr(queryset, value)()


class CertificateFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("持证人、编号或发证机构"), method="search")
    hospital = hospital_choice(_("医疗机构"), field_name="holder__home_hospital")
    kind = choice(CertificateKind.choices, _("证书种类"))
    validity = choice(VALIDITY, _("有效期"), method="by_validity")
    holder = hidden_row("holder_id", _("人员编号"))

    class Meta:
        model = Certificate
        fields = ["q", "hospital", "kind", "validity", "holder"]

    def by_validity(self, queryset, _name, value):
        return getattr(queryset, value)()


class AwardFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("称号或获得者"), method="search")
    hospital = hospital_choice(_("医疗机构"))
    level = choice(AccreditationLevel.choices, _("级别"))
    first = from_day("granted_on")
    last = until_day("granted_on")
    holder = hidden_row("holder_id", _("人员编号"))

    class Meta:
        model = Award
        fields = ["q", "hospital", "level", "first", "last", "holder"]


class RecruitmentFilter(AboutFilter):
    q = django_filters.CharFilter(label=_("引进项目、批次或医疗机构"), method="search")
    hospital = hospital_choice(_("医疗机构"))
    first = from_day("joined_on")
    last = until_day("joined_on")

    class Meta:
        model = Recruitment
        fields = ["q", "hospital", "first", "last"]
