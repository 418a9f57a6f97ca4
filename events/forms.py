"""What readers may ask of the list of events, by the query string."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Page

UPCOMING, PAST = "upcoming", "past"
LAST_PAGE = 10_000


@dataclass(frozen=True)
class Asked:
    """What is wanted; anything that could not be understood counts as not asked."""

    when: str = ""
    theme: str = ""
    year: int | None = None
    page: int = 1

    @property
    def wants_upcoming(self) -> bool:
        return self.when != PAST and self.page == 1

    @property
    def wants_past(self) -> bool:
        return self.when != UPCOMING

    @property
    def is_narrowed(self) -> bool:
        return bool(self.theme or self.year)


class EventFilterForm(forms.Form):
    """/events/?when=&theme=&year=&page="""

    when = forms.ChoiceField(
        required=False,
        choices=[("", "Upcoming and past"), (UPCOMING, "Upcoming"), (PAST, "Past")],
        error_messages={"invalid_choice": "Choose upcoming or past."},
    )
    theme = forms.ChoiceField(
        required=False, error_messages={"invalid_choice": "No event has this theme. Choose one from the list."}
    )
    year = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": "There is no event of that year. Choose one from the list."},
    )
    page = forms.IntegerField(required=False, min_value=1, max_value=LAST_PAGE, widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(self, *args, themes: list[tuple[str, str]], years: list[int], **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["theme"].choices = [("", "All themes"), *themes]
        self.fields["year"].choices = [("", "All years"), *((year, str(year)) for year in years)]
        for name in ("when", "theme", "year"):
            self.fields[name].widget.attrs["class"] = "select"

    def asked(self) -> Asked:
        """What is wanted, without what is wrong."""
        self.is_valid()
        kept = {name: value for name, value in self.cleaned_data.items() if value}
        return Asked(**kept)

    def pager(self, shown: Page) -> dict:
        """Addresses of the pages of a list for `components/pager.html`; empty when one page is all."""
        if shown.paginator.num_pages == 1:
            return {}
        numbers = shown.paginator.get_elided_page_range(shown.number)
        pages = [
            {"number": number, "url": self._address(number), "is_current": number == shown.number}
            if isinstance(number, int)
            else {"is_gap": True}
            for number in numbers
        ]
        before = self._address(shown.number - 1) if shown.has_previous() else ""
        after = self._address(shown.number + 1) if shown.has_next() else ""
        return {"pages": pages, "previous_url": before, "next_url": after}

    def _address(self, number: int) -> str:
        kept = {name: self.cleaned_data.get(name) for name in ("when", "theme", "year")}
        return f"?{urlencode({**{name: value for name, value in kept.items() if value}, 'page': number})}"
