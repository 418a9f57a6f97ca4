"""The editor's button for glossary terms: marks words, stores `<a linktype="glossary" id="…">`."""

from django.urls import reverse_lazy
from django.utils.functional import lazystr
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text.feature_registry import FeatureRegistry

from golab.pages.models.glossary import GlossaryTerm
from golab.pages.richtext import PageLink, TermLink

TYPE = "GLOSSARY-TERM"


def _to_database(props: dict):
    return DOM.create_element("a", {"linktype": "glossary", "id": props.get("id")}, props["children"])


class TermElementHandler(LinkElementHandler):
    """Reads a stored term back into the editor."""

    def get_attribute_data(self, attrs: dict) -> dict:
        term = GlossaryTerm.objects.filter(pk=attrs.get("id") or 0).first()
        return {"id": attrs.get("id"), "string": term.term if term else "A term that is gone"}


def register(features: FeatureRegistry) -> None:
    """Give Wagtail the button, the two converters and our own way to write links."""
    features.register_editor_plugin(
        "draftail",
        "glossary-term",
        EntityFeature(
            {
                "type": TYPE,
                "icon": "openquote",
                "description": "Glossary term",
                "chooserUrls": {
                    "glossaryChooser": lazystr(reverse_lazy("wagtailsnippetchoosers_pages_glossaryterm:choose"))
                },
            },
            js=["wagtailadmin/js/chooser-modal.js", "pages/js/draftail-glossary.js"],
        ),
    )
    features.register_converter_rule(
        "contentstate",
        "glossary-term",
        {
            "from_database_format": {'a[linktype="glossary"]': TermElementHandler(TYPE)},
            "to_database_format": {"entity_decorators": {TYPE: _to_database}},
        },
    )
    features.register_link_type(PageLink)
    features.register_link_type(TermLink)
