from experts.models.activity import Activity, OutreachCampaign, OutreachStop
from experts.models.batch import DispatchBatch
from experts.models.claim import NoveltyClaim, PriceItem
from experts.models.expert import Expert
from experts.models.mentorship import CoDirectorPost, Mentorship, SkillMilestone
from experts.models.posting import Posting
from experts.models.technology import (
    NewTechnology,
    TechnologyAdmission,
    TechnologyMonthlyCount,
    TechnologyName,
)

__all__ = [
    "Activity",
    "CoDirectorPost",
    "DispatchBatch",
    "Expert",
    "Mentorship",
    "NewTechnology",
    "NoveltyClaim",
    "OutreachCampaign",
    "OutreachStop",
    "Posting",
    "PriceItem",
    "SkillMilestone",
    "TechnologyAdmission",
    "TechnologyMonthlyCount",
    "TechnologyName",
]
