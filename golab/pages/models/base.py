"""What every page of the hub has."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page

from golab.pages.tree import Node, public_url, site_tree


class BasePage(Page):
    """A page with a summary, a review date and what search engines and social media are told."""

    reviewed_on = models.DateField(
        null=True, blank=True, help_text="When someone last checked that this is still right."
    )
    review_due_on = models.DateField(
        null=True, blank=True, help_text="When it must be checked again. Legal points: three months at most."
    )
    is_noindex = models.BooleanField(
        "keep out of search engines", default=False, help_text="The page stays public and can be found on this site."
    )
    social_image = models.ForeignKey(
        "media.HubImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="Shown when someone shares the page. At least 1200 by 630 pixels.",
    )  # fmt: skip

    summary_panel = FieldPanel(
        "search_description",
        heading="Summary",
        help_text="One or two sentences, up to 40 words. Lists, search results and shared links show it.",
    )
    content_panels = [*Page.content_panels, summary_panel]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title", help_text="Only if the title does not make sense outside the site."),
                FieldPanel("is_noindex"),
                FieldPanel("social_image"),
            ],
            heading="Address and sharing",
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("reviewed_on"), FieldPanel("review_due_on")])],
            heading="Review",
        ),
    ]

    show_in_menus_default = False
    section = ""  # which entry of the main navigation is the current one

    class Meta:
        abstract = True

    @property
    def summary(self) -> str:
        return self.search_description

    @property
    def is_overdue_for_review(self) -> bool:
        return bool(self.review_due_on and self.review_due_on < timezone.localdate())

    @cached_property
    def breadcrumbs(self) -> list[Node]:
        return site_tree.get().ancestors(self.path)

    def get_url_parts(self, request=None) -> tuple[None, str, str] | None:
        """One site, so no query: its root address is a setting."""
        if self.depth < 2:
            return None
        return (None, settings.SITE_URL, public_url(self.url_path))

    def get_url(self, request=None, current_site=None) -> str | None:
        """The address on this site, from the root."""
        return public_url(self.url_path) if self.depth > 1 else None

    def get_full_url(self, request=None) -> str | None:
        parts = self.get_url_parts(request)
        return parts and parts[1] + parts[2]

    url = property(get_url)
    full_url = property(get_full_url)
