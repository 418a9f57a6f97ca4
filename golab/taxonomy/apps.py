from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    name = "golab.taxonomy"
    label = "taxonomy"
    verbose_name = "Taxonomy"

    def ready(self) -> None:
        # Before anything asks Wagtail for these models' policies: it remembers its first answer.
        from wagtail.permissions import register_permission_policy

        from golab.taxonomy.policies import ReadOnlyPolicy, RetiredNotDeletedPolicy

        for name in ["PolicyArea", "Topic", "ResourceType"]:
            model = self.get_model(name)
            register_permission_policy(model, RetiredNotDeletedPolicy(model), exact_class=True)
        for name in ["Stage", "Step", "Place", "Country"]:
            model = self.get_model(name)
            register_permission_policy(model, ReadOnlyPolicy(model), exact_class=True)
