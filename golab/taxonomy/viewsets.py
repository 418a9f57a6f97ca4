"""The menu "Taxonomy" of the CMS: terms that staff keep, and lists that they look things up in."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from golab.taxonomy.forms import TermForm
from golab.taxonomy.models import Country, Place, PolicyArea, ResourceType, Stage, Step, Topic

_TERM_PANELS = [
    FieldPanel("name", help_text="As readers see it, in sentence case."),
    FieldPanel("slug"),
    FieldPanel("sort_order"),
    FieldPanel("is_active"),
]


class TermViewSet(ModelViewSet):
    """Terms that staff add, reword, reorder and retire."""

    edit_handler = ObjectList(_TERM_PANELS, base_form_class=TermForm)
    list_display = ["name", "slug", "sort_order", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "slug"]
    ordering = ["sort_order", "name"]
    copy_view_enabled = False
    add_to_reference_index = False
    icon = "tag"

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        return super().get_permissions_to_register().exclude(codename__startswith="delete_")


class ReadOnlyViewSet(ModelViewSet):
    """Lists that are filled elsewhere and only shown here."""

    form_fields = ["name"]
    copy_view_enabled = False
    inspect_view_enabled = True
    add_to_reference_index = False
    icon = "list-ul"

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        return super().get_permissions_to_register().filter(codename__startswith="view_")


class PolicyAreaViewSet(TermViewSet):
    model = PolicyArea
    edit_handler = ObjectList(
        [*_TERM_PANELS, FieldPanel("description", help_text="One sentence: what belongs here.")],
        base_form_class=TermForm,
    )


class TopicViewSet(TermViewSet):
    model = Topic


class ResourceTypeViewSet(TermViewSet):
    model = ResourceType


class StageViewSet(ReadOnlyViewSet):
    model = Stage
    list_display = ["name", "slug", "is_active"]
    search_fields = ["name", "slug"]


class StepViewSet(ReadOnlyViewSet):
    model = Step
    list_display = ["name", "slug", "stage", "is_active"]
    list_filter = ["stage"]
    search_fields = ["name", "slug"]


class PlaceViewSet(ReadOnlyViewSet):
    model = Place
    list_display = ["name", "code", "kind", "council_type", "parent", "is_active"]
    list_filter = ["kind", "council_type", "is_active"]
    search_fields = ["name", "official_name", "code"]
    ordering = ["name"]
    icon = "site"


class CountryViewSet(ReadOnlyViewSet):
    model = Country
    list_display = ["name", "code", "code3"]
    search_fields = ["name", "code", "code3"]
    ordering = ["name"]
    icon = "site"


class TaxonomyViewSetGroup(ModelViewSetGroup):
    """One menu for all of them."""

    menu_label = "Taxonomy"
    menu_icon = "tag"
    menu_order = 700
    items = (
        PolicyAreaViewSet(),
        TopicViewSet(),
        ResourceTypeViewSet(),
        StageViewSet(),
        StepViewSet(),
        PlaceViewSet(),
        CountryViewSet(),
    )
