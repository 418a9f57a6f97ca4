from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "golab.media"
    label = "media"
    verbose_name = "Media"
