"""The menu item "Imports"."""

from django.http import HttpRequest
from django.urls import path
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from golab.imports import registry, views


class ImportsMenuItem(MenuItem):
    """Shown to those who may import something."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(registry.importers_for(request.user))


class ImportsViewSet(ViewSet):
    name = "imports"
    icon = "upload"
    menu_label = "Imports"
    menu_order = 720
    add_to_admin_menu = True
    menu_item_class = ImportsMenuItem

    def get_urlpatterns(self):
        return [
            path("", views.ImportListView.as_view(), name="index"),
            path("results/", views.ImportListView.as_view(results_only=True), name="index_results"),
            path("upload/", views.UploadView.as_view(), name="upload"),
            path("<uuid:uuid>/", views.JobView.as_view(), name="detail"),
            path("<uuid:uuid>/confirm/", views.ConfirmView.as_view(), name="confirm"),
            path("<uuid:uuid>/discard/", views.DiscardView.as_view(), name="discard"),
            path("<uuid:uuid>/undo/", views.UndoView.as_view(), name="undo"),
        ]
