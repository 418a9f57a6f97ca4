"""A record with a page of its own: not composed in the tree, but kept with drafts and found by its slug."""

from django.conf import settings
from django.db import models
from wagtail.contrib.redirects.models import Redirect


class AddressedRecord(models.Model):
    """Its address, also after its slug changed. Stands before Wagtail's mixins, whose `save` it leads to.

    The model has a `slug` and a queryset with `published()`. It says where readers find a slug (`address_of`, static),
    and sets the fields that lists show and that are made of its parts (`describe`).
    """

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs) -> None:
        """Keep what is made of the parts in step, and let an old address lead to the new one."""
        if update_fields is not None:  # a revision was kept; the record itself stays as it is
            super().save(*args, update_fields=update_fields, **kwargs)
            return
        self.describe()
        before = type(self).objects.published().filter(pk=self.pk).values_list("slug", flat=True).first()
        super().save(*args, **kwargs)
        if before and before != self.slug:
            self._redirect(self.address_of(before))

    def _redirect(self, old_address: str) -> None:
        Redirect.objects.filter(old_path=Redirect.normalise_path(old_address)).delete()
        Redirect.add_redirect(old_address, self.url_on_site, is_permanent=True)

    @property
    def url_on_site(self) -> str:
        return self.address_of(self.slug)

    def get_absolute_url(self) -> str:
        return self.url_on_site

    @property
    def full_url(self) -> str:
        return settings.SITE_URL + self.url_on_site

    def term_pks(self, name: str) -> list:
        """Primary keys of its terms: those fetched `with_terms`, or those of a draft being previewed."""
        fetched = getattr(self, f"{name}_pks", None)
        return [term.pk for term in getattr(self, name).all()] if fetched is None else fetched
