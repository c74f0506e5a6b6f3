from experts.models.activity import Activity, OutreachCampaign, OutreachStop
from experts.models.batch import DispatchBatch
from experts.models.claim import NoveltyClaim, PriceItem
from experts.models.clinic import ClinicSession
from experts.models.evidence import Evidence
from experts.models.expert import Expert
from experts.models.mentorship import CoDirectorPost, Mentorship, SkillMilestone
from experts.models.paper import BatchFile
from experts.models.plan import PlannedActivity
from experts.models.posting import Posting
from experts.models.talent import Award, Recruitment
from experts.models.technology import (
    NewTechnology,
    TechnologyAdmission,
    TechnologyMonthlyCount,
    TechnologyName,
)
from experts.models.training import Certificate, TrainingStay

__all__ = [
    "Activity",
    "Award",
    "BatchFile",
    "Certificate",
    "ClinicSession",
    "CoDirectorPost",
    "DispatchBatch",
    "Evidence",
    "Expert",
    "Mentorship",
    "NewTechnology",
    "NoveltyClaim",
    "OutreachCampaign",
    "OutreachStop",
    "PlannedActivity",
    "Posting",
    "PriceItem",
    "Recruitment",
    "SkillMilestone",
    "TechnologyAdmission",
    "TechnologyMonthlyCount",
    "TechnologyName",
    "TrainingStay",
]
