"""Addresses of the library."""

from django.urls import path

from library import views
from library.feeds import PublicationFeed, PublicationRssFeed
from library.files import FILES
from library.oai.views import oai

app_name = "library"
urlpatterns = [
    path("", views.publication_list, name="list"),
    *(path(f"export.{name}", views.export, {"name": name}, name=f"export-{name}") for name in FILES),
    path("feed.atom", PublicationFeed(), name="feed"),
    path("feed.rss", PublicationRssFeed(), name="feed-rss"),
    path("oai", oai, name="oai"),
    *(
        path(f"<slug:slug>.{name}", views.publication_file, {"name": name}, name=f"publication-{name}")
        for name, file in FILES.items()
        if file.is_reference
    ),
    path("<slug:slug>/", views.publication_page, name="publication"),
]
