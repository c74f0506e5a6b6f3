"""Pages of experts, their batches and postings, and of new technologies."""

from django.urls import include, path

from experts.views import batches, claims, experts, postings, technologies

app_name = "experts"

_experts = [
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

_technologies = [
    path("", technologies.TechnologyList.as_view(), name="technology-list"),
    path(
        "hospitals/<uuid:pk>/new/",
        technologies.TechnologyRegister.as_view(),
        name="technology-register",
    ),
    path("<uuid:pk>/", technologies.TechnologyDetail.as_view(), name="technology-detail"),
    path("<uuid:pk>/edit/", technologies.TechnologyRevise.as_view(), name="technology-revise"),
    path("<uuid:pk>/names/new/", technologies.TechnologyAlias.as_view(), name="technology-alias"),
    path("<uuid:pk>/admit/", technologies.TechnologyAdmit.as_view(), name="technology-admit"),
    path("<uuid:pk>/cases/", technologies.TechnologyCount.as_view(), name="technology-count"),
    path("<uuid:pk>/stop/", technologies.TechnologyStop.as_view(), name="technology-stop"),
    path("<uuid:pk>/resume/", technologies.TechnologyResume.as_view(), name="technology-resume"),
    path("<uuid:pk>/claims/new/", claims.ClaimMake.as_view(), name="claim-make"),
    path("claims/", claims.ClaimList.as_view(), name="claim-list"),
    path("claims/<uuid:pk>/", claims.ClaimDetail.as_view(), name="claim-detail"),
    path("claims/<uuid:pk>/edit/", claims.ClaimRevise.as_view(), name="claim-revise"),
    path("claims/<uuid:pk>/judge/", claims.ClaimJudge.as_view(), name="claim-judge"),
    path("prices/", claims.PriceList.as_view(), name="price-list"),
    path("prices/<uuid:pk>/edit/", claims.PriceRevise.as_view(), name="price-revise"),
    path("prices/hospitals/<uuid:pk>/new/", claims.PriceRecord.as_view(), name="price-record"),
]

urlpatterns = [
    path("experts/", include(_experts)),
    path("technologies/", include(_technologies)),
]
