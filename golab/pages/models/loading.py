"""What `load_demo` put into the hub, so that it can tell what staff have changed since."""

from collections.abc import Mapping

from django.db import models


class LoadedItemQuerySet(models.QuerySet):
    """Writing what was loaded."""

    def remember(self, loaded: Mapping[str, tuple[models.Model, str]]) -> None:
        """Note each page or record and the digest of its content under its key; one query, however many."""
        self.bulk_create(
            [
                self.model(key=key, object_pk=str(one.pk), digest=digest, revision_id=one.latest_revision_id)
                for key, (one, digest) in loaded.items()
            ],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["object_pk", "digest", "revision_id"],
        )


class LoadedItem(models.Model):
    """One page or record that was loaded from the content folder."""

    key = models.CharField(max_length=200, unique=True)
    object_pk = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, help_text="Of the content as it was loaded.")
    revision_id = models.BigIntegerField(null=True, help_text="The revision that the load published.")

    objects = LoadedItemQuerySet.as_manager()

    def __str__(self) -> str:
        return self.key
