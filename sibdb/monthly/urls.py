"""Addresses under /projects/landscape/<month>/, in the namespace of the projects. A month is written 2026-11."""

from datetime import date

from django.urls import path, register_converter

from sibdb.monthly import views


class MonthConverter:
    """The first day of a month."""

    regex = "20[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else f"{value:%Y-%m}"


register_converter(MonthConverter, "month")
urlpatterns = [
    path("<month:month>/", views.month_page, name="monthly"),
    path("<month:month>/figures.json", views.figures_json, name="monthly-json"),
    path("<month:month>/golab-sib-data.zip", views.package_zip, name="monthly-zip"),
    path("<month:month>/cite.ris", views.cite_ris, name="monthly-ris"),
    path("<month:month>/cite.bib", views.cite_bib, name="monthly-bib"),
    path("<month:month>/<slug:name>.csv", views.chart_csv, name="monthly-csv"),
    path("<month:month>/<slug:name>.svg", views.chart_svg, name="monthly-svg"),
]
