from django.apps import AppConfig


class ChartsConfig(AppConfig):
    name = "golab.charts"
    label = "charts"
    verbose_name = "Charts"
