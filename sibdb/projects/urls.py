"""Addresses of the projects."""

from django.urls import include, path

from sibdb.comparing import views as compare_views
from sibdb.corrections import views as corrections
from sibdb.corrections.feeds import ChangeFeed
from sibdb.drawings import views as drawings
from sibdb.landscape import views as landscape_views
from sibdb.opendata import spreadsheets
from sibdb.projects import views
from sibdb.projects.feeds import ProjectFeed

app_name = "sibdb"
urlpatterns = [
    path("", views.project_list, name="list"),
    path("export.csv", views.export_csv, name="export-csv"),
    path("export.json", views.export_json, name="export-json"),
    path("export.xlsx", spreadsheets.projects, {"kind": "xlsx"}, name="export-xlsx"),
    path("export.ods", spreadsheets.projects, {"kind": "ods"}, name="export-ods"),
    path("embed/<slug:name>/", drawings.embed, name="drawing-embed"),
    path("export/<slug:name>.csv", drawings.drawing_csv, name="drawing-csv"),
    path("export/<slug:name>.svg", drawings.drawing_svg, name="drawing-svg"),
    path("feed.atom", ProjectFeed(), name="feed"),
    path("compare/", compare_views.compare, name="compare"),
    path("compare/export.csv", compare_views.export_compared, name="compare-csv"),
    path("landscape/", landscape_views.landscape, name="landscape"),
    path("landscape/<slug:name>.csv", landscape_views.chart_csv, name="landscape-csv"),
    path("landscape/embed/<slug:name>/", landscape_views.chart_alone, name="landscape-embed"),
    path("landscape/", include("sibdb.monthly.urls")),
    path("landscape/<slug:name>.svg", landscape_views.chart_svg, name="landscape-svg"),
    path("data/", include("sibdb.opendata.urls")),
    path("suggest/", corrections.suggest, name="suggest"),
    path("suggest/received/", corrections.received, name="suggest-received"),
    path("changes/", corrections.changes, name="changes"),
    path("changes/feed.atom", ChangeFeed(), name="changes-feed"),
    path("id/<slug:indigo_id>/", views.project_by_id, name="by-id"),
    path("<slug:slug>/", views.project_page, name="project"),
]
