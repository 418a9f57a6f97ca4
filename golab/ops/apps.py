from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "golab.ops"
    label = "ops"
    verbose_name = "Operations"

    def ready(self) -> None:
        from golab.ops import versions

        versions.connect()
