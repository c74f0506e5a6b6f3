"""Pages of experts, their batches and postings."""

from django.urls import path

from experts.views import batches, experts, postings

app_name = "experts"

urlpatterns = [
    path("", experts.ExpertList.as_view(), name="expert-list"),
    path("new/", experts.ExpertRegister.as_view(), name="expert-register"),
    path("<uuid:pk>/", experts.ExpertDetail.as_view(), name="expert-detail"),
    path("<uuid:pk>/edit/", experts.ExpertRevise.as_view(), name="expert-revise"),
    path("<uuid:pk>/postings/new/", postings.PostingCreate.as_view(), name="posting-create"),
    path("batches/", batches.BatchList.as_view(), name="batch-list"),
    path("batches/new/", batches.BatchOpen.as_view(), name="batch-open"),
    path("batches/<uuid:pk>/", batches.BatchDetail.as_view(), name="batch-detail"),
    path("batches/<uuid:pk>/edit/", batches.BatchRevise.as_view(), name="batch-revise"),
    path("batches/<uuid:pk>/experts/new/", batches.BatchEnlist.as_view(), name="batch-enlist"),
    path("batches/<uuid:pk>/submit/", batches.BatchSubmit.as_view(), name="batch-submit"),
    path("batches/<uuid:pk>/approve/", batches.BatchApprove.as_view(), name="batch-approve"),
    path("batches/<uuid:pk>/send-back/", batches.BatchSendBack.as_view(), name="batch-send-back"),
    path("postings/", postings.PostingList.as_view(), name="posting-list"),
    path("postings/<uuid:pk>/", postings.PostingDetail.as_view(), name="posting-detail"),
    path("postings/<uuid:pk>/strike/", batches.PostingStrike.as_view(), name="posting-strike"),
    path("postings/<uuid:pk>/extend/", postings.PostingExtend.as_view(), name="posting-extend"),
    path("postings/<uuid:pk>/end/", postings.PostingEnd.as_view(), name="posting-end"),
    path("postings/<uuid:pk>/admit/", postings.PostingAdmit.as_view(), name="posting-admit"),
    path("counts/", postings.PostingCounts.as_view(), name="posting-counts"),
]
