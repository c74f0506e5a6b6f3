from experts.models.batch import DispatchBatch
from experts.models.claim import NoveltyClaim, PriceItem
from experts.models.expert import Expert
from experts.models.posting import Posting
from experts.models.technology import (
    NewTechnology,
    TechnologyAdmission,
    TechnologyMonthlyCount,
    TechnologyName,
)

__all__ = [
    "DispatchBatch",
    "Expert",
    "NewTechnology",
    "NoveltyClaim",
    "Posting",
    "PriceItem",
    "TechnologyAdmission",
    "TechnologyMonthlyCount",
    "TechnologyName",
]
