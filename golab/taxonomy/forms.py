"""The form for a term in the CMS."""

from wagtail.admin.forms import WagtailAdminModelForm


class TermForm(WagtailAdminModelForm):
    """A term; its slug can be given once."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields and self.instance.pk:
            self.fields["slug"].disabled = True
