"""What harvesters are told: each publication that was ever public, and whether it still is."""

from django.db import models

from library.querysets import HarvestQuerySet


class HarvestRecord(models.Model):
    """One publication as OAI-PMH knows it. A trigger of the database writes it, so that no way of writing is missed.

    It outlives the publication: whoever copied a record learns that it was taken away. `changed_at` grows with every
    change that readers can see, and with `pk` it gives the order in which records are told.
    """

    uuid = models.UUIDField(unique=True, editable=False)
    resource_type = models.ForeignKey("taxonomy.ResourceType", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    is_deleted = models.BooleanField(default=False)

    objects = HarvestQuerySet.as_manager()

    class Meta:
        ordering = ["changed_at", "pk"]
        indexes = [models.Index(fields=["changed_at", "id"], name="harvest_order")]

    def __str__(self) -> str:
        return f"{self.identifier}{' (deleted)' if self.is_deleted else ''}"

    @property
    def identifier(self) -> str:
        """The same as in feeds and references: it stays whatever becomes of addresses."""
        return self.uuid.urn
