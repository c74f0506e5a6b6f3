"""Pages of case abstracts: those of every kind of facts, with the files that hold the stays."""

import csv

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hospitals.actions import abstracts, facts
from hospitals.enums import BatchKind, BatchState
from hospitals.forms.abstracts import AbstractFileForm
from hospitals.models import ImportBatch
from hospitals.readers.abstracts import aside
from hospitals.readers.abstracts.rules import RULES
from hospitals.views import batches
from portal.core import downloads
from portal.roles import Permission

ABSTRACTS = batches.Desk(
    BatchKind.ABSTRACTS,
    "abstracts",
    {
        "title": gettext_lazy("病案首页导入"),
        "label": gettext_lazy("导入病案首页"),
        "nothing": gettext_lazy("还没有导入过病案首页"),
        "hint": gettext_lazy("导入后，病种、手术、转入转出和费用类指标会自动算出。"),
    },
)


class AbstractBatchList(batches.BatchList):
    desk = ABSTRACTS
    permission = Permission.ABSTRACT_VIEW
    import_permission = Permission.ABSTRACT_IMPORT
    title = ABSTRACTS.words["title"]


class AbstractBatchDetail(batches.BatchDetail):
    desk = ABSTRACTS
    permission = Permission.ABSTRACT_VIEW
    import_permission = Permission.ABSTRACT_IMPORT

    def get_context_data(self, **context):
        files = self.object.abstract_files.select_related("hospital").order_by("month", "pk")
        return super().get_context_data(rules=self.object.broken_rules, files=files, **context)

    def in_force(self):
        return {"may_restore": self.object.state == BatchState.REPLACED}


def problems_file(request, pk):
    """Everything wrong with a file, to mend it by: row, column, value, rule, hint."""
    if not request.user.has_perm(Permission.ABSTRACT_VIEW):
        raise PermissionDenied(Permission.ABSTRACT_VIEW)
    rows = ImportBatch.objects.visible_to(request.user).abstracts()
    path = aside.problems_of(get_object_or_404(rows, pk=pk).pk)
    if not path.exists():
        raise Http404
    with path.open(encoding="utf-8", newline="") as stream:
        return downloads.csv_of("problems", batches.problem_heads(), _told(csv.reader(stream)))


def _told(lines):
    for line, column, value, rule, is_warning in lines:
        yield [line, ABSTRACTS.named(column), value, rule, _(RULES[rule].hint), is_warning]


class AbstractImport(batches.BatchImport):
    desk = ABSTRACTS
    permission = Permission.ABSTRACT_IMPORT
    title = ABSTRACTS.words["label"]
    form_class = AbstractFileForm

    def received(self, form):
        return abstracts.receive(**form.told, by=self.request.user)


class AbstractColumns(batches.BatchColumns):
    desk = ABSTRACTS
    permission = Permission.ABSTRACT_IMPORT


class AbstractCommit(batches.BatchCommit):
    desk = ABSTRACTS
    permission = Permission.ABSTRACT_IMPORT

    def committed(self, **told):
        abstracts.commit(**told)


class AbstractDrop(batches.BatchDrop):
    desk = ABSTRACTS
    permission = Permission.ABSTRACT_IMPORT


class AbstractRestore(batches.BatchRestore):
    desk = ABSTRACTS
    permission = Permission.ABSTRACT_IMPORT

    def restored(self, **told):
        facts.restore(**told)
