from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    name = "golab.taxonomy"
    label = "taxonomy"
    verbose_name = "Taxonomy"
