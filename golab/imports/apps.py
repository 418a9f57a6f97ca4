from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "golab.imports"
    label = "imports"
    verbose_name = "Imports"
