"""Where a signed-in reader works and on what. Without an account it is kept in the session."""

from django.conf import settings
from django.db import models


class ReaderArea(models.Model):
    """What a reader chose under "My area", as `golab.taxonomy.area.MyArea` keeps it."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    chosen = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Area of {self.user_id}"
