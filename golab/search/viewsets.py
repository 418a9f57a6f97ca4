"""The CMS screens of synonyms."""

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from golab.search.models import Synonym

LONGEST_TERM = 120


class LinesField(SimpleArrayField):
    """A list, an entry on each line: the names of departments hold commas."""

    def __init__(self, **options) -> None:
        lines = forms.Textarea(attrs={"rows": 5})
        super().__init__(forms.CharField(max_length=LONGEST_TERM), delimiter="\n", widget=lines, **options)

    def clean(self, value: str | None) -> list[str]:
        return super().clean("\n".join(line for line in (value or "").splitlines() if line.strip()))


class SynonymForm(WagtailAdminModelForm):
    terms = LinesField(help_text=Synonym._meta.get_field("terms").help_text)
    expands_to = LinesField(
        required=False, label="Also finds", help_text=Synonym._meta.get_field("expands_to").help_text
    )


class TermForm(forms.Form):
    """What a new group begins with, from the query string."""

    term = forms.CharField(max_length=LONGEST_TERM)


class AddSynonymView(CreateView):
    """`?term=` stands there already: the report of what was not found leads here."""

    def get_initial_form_instance(self) -> Synonym | None:
        given = TermForm(self.request.GET)
        return Synonym(terms=[given.cleaned_data["term"]]) if given.is_valid() else super().get_initial_form_instance()


class SynonymViewSet(SnippetViewSet):
    model = Synonym
    add_view_class = AddSynonymView
    icon = "resubmit"
    menu_label = "Synonyms"
    menu_order = 220
    add_to_admin_menu = True
    edit_handler = ObjectList(Synonym.panels, base_form_class=SynonymForm)
    list_display = ["__str__", "kind", "is_active", "note"]
    list_filter = ["kind", "is_active", "is_capitals_only"]
    search_fields = ["terms", "expands_to", "note"]
    ordering = ["terms", "pk"]
    list_per_page = 50
    copy_view_enabled = False
