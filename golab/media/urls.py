"""Below MEDIA_URL. A name is one segment without a leading dot, so no address can climb out of its folder."""

from django.urls import re_path

from golab.media import views

_NAME = r"(?P<name>[A-Za-z0-9_-][A-Za-z0-9_.-]*)"

urlpatterns = [
    re_path(rf"^images/{_NAME}$", views.rendition, name="media_rendition"),
    re_path(rf"^(?P<folder>original_images|avatar_images)/{_NAME}$", views.original, name="media_original"),
]
