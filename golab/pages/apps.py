from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "golab.pages"
    label = "pages"
    verbose_name = "Pages"
