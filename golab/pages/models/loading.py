"""What `load_demo` put into the hub, so that it can tell what staff have changed since."""

from django.db import models


class LoadedItem(models.Model):
    """One page or record that was loaded from the content folder."""

    key = models.CharField(max_length=200, unique=True)
    object_pk = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, help_text="Of the content as it was loaded.")
    revision_id = models.BigIntegerField(null=True, help_text="The revision that the load published.")

    def __str__(self) -> str:
        return self.key
