from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "golab.exports"
    label = "exports"
    verbose_name = "Exports"
