from experts.models.batch import DispatchBatch
from experts.models.expert import Expert
from experts.models.posting import Posting

__all__ = ["DispatchBatch", "Expert", "Posting"]
