"""Lines that projects keep of what they point at, made anew when that changes."""

from collections.abc import Iterable

from django.db import models

NOTICED = ("name", "status")


class Noticed(models.Model):
    """An organisation or a fund: when its name or status changes, what projects say of it follows at once."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        before = type(self)._base_manager.filter(pk=self.pk).values_list(*NOTICED).first()
        super().save(*args, **kwargs)
        if before and before != tuple(getattr(self, name) for name in NOTICED):
            describe_anew(self.naming_projects())


def describe_anew(projects: Iterable[models.Model]) -> None:
    """Make the lines of these projects again; search and the page cache hear of it."""
    for project in projects:
        project.save()
