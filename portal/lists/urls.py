"""Saved views, columns, and the files that lists are taken away as."""

from django.urls import path

from portal.lists.views import exports, imports, looks

app_name = "lists"

urlpatterns = [
    path("views/", looks.SavedViewList.as_view(), name="view-list"),
    path("views/new/<slug:kind>/", looks.SavedViewCreate.as_view(), name="view-create"),
    path("views/<uuid:pk>/edit/", looks.SavedViewEdit.as_view(), name="view-edit"),
    path("views/<uuid:pk>/delete/", looks.SavedViewDelete.as_view(), name="view-delete"),
    path("views/<uuid:pk>/default/", looks.SavedViewDefault.as_view(), name="view-default"),
    path("lists/<slug:kind>/columns/", looks.ListSettingPage.as_view(), name="setting"),
    path("lists/<slug:kind>/export/", exports.ListExport.as_view(), name="export"),
    path("imports/", imports.ImportList.as_view(), name="import-list"),
    path("imports/runs/<uuid:pk>/", imports.ImportDetail.as_view(), name="import-detail"),
    path("imports/runs/<uuid:pk>/cancel/", imports.ImportCancel.as_view(), name="import-cancel"),
    path(
        "imports/runs/<uuid:pk>/leftover/",
        imports.ImportLeftover.as_view(),
        name="import-leftover",
    ),
    path(
        "imports/<slug:table>/template/",
        imports.ImportTemplate.as_view(),
        name="import-template",
    ),
    path("imports/<slug:table>/new/", imports.ListImport.as_view(), name="import"),
    path("exports/", exports.ExportList.as_view(), name="export-list"),
    path("exports/<uuid:pk>/download/", exports.ExportDownload.as_view(), name="export-download"),
]
