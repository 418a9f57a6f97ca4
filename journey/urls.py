"""Addresses of My journey."""

from django.urls import path

from journey import taking, views
from journey.area import views as area
from journey.guides import opinions
from journey.sheets import taking as sheets_taken
from journey.sheets import views as sheets

app_name = "journey"

urlpatterns = [
    path("", views.my_journey, name="my-journey"),
    path("steps/<slug:key>/", views.mark_step, name="mark-step"),
    path("ticks/<slug:key>/", views.tick_activities, name="tick"),
    path("saved/", views.save_item, name="save"),
    path("notes/<slug:key>/", views.note_step, name="note"),
    path("area/", area.my_area, name="area"),
    path("area/switch/", area.switch, name="area-switch"),
    path("area/forget/", area.forget, name="area-forget"),
    path("clear/", views.clear, name="clear"),
    path("print/", taking.to_print, name="print"),
    path("export.csv", taking.export_csv, name="export-csv"),
    path("export.json", taking.export_json, name="export-json"),
    path("export.docx", taking.export_docx, name="export-docx"),
    path("worksheets/<slug:key>/", sheets.worksheet, name="worksheet"),
    path("worksheets/<slug:key>/clear/", sheets.clear_worksheet, name="clear-worksheet"),
    path("business-case.docx", sheets_taken.business_case, name="business-case"),
    path("results/", sheets.save_decision, name="save-decision"),
    path("results/<slug:key>/remove/", sheets.remove_decision, name="remove-decision"),
    path("useful/<slug:slug>/", opinions.give_opinion, name="opinion"),
    path("shared/", taking.make_link, name="share"),
    path("shared/<str:token>/", taking.shared, name="shared"),
    path("shared/<str:token>/end/", taking.end_link, name="end-sharing"),
]
