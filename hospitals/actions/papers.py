"""Files of agreements, milestones and whatever else keeps papers: give one, take it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from hospitals.actions import changes
from portal.core import documents
from portal.errors import Refusal


@transaction.atomic
def attach(*, owner, content, name, kind, by):
    """Keep one file of this row; it can be read once it was inspected."""
    model = owner.files.model
    changes.require(model.edit, owner, by=by)
    row = changes.lock(owner)
    made = model(owner=row, kind=kind, is_synthetic=row.is_synthetic)
    return documents.keep(made, among=row.files.all(), content=content, name=name, by=by)


@transaction.atomic
def remove(*, paper, by):
    changes.require(paper.edit, paper, by=by)
    paper.owner = changes.lock(paper.owner)
    if not paper.may_be_taken_back:
        raise Refusal(_("已据此批准，文件不能删除。"), code="approved")
    documents.remove(paper, by=by)
