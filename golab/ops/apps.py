from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "golab.ops"
    label = "ops"
    verbose_name = "Operations"
