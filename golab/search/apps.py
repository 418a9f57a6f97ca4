"""One index over everything, and one function that asks it."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "golab.search"
    label = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        # Before anything asks Wagtail for the model's policy: it remembers its first answer.
        from wagtail.permissions import register_permission_policy

        from golab.search import listening
        from golab.taxonomy.policies import RetiredNotDeletedPolicy

        synonym = self.get_model("Synonym")
        register_permission_policy(synonym, RetiredNotDeletedPolicy(synonym), exact_class=True)
        listening.connect()
