"""What readers may ask of the list of news, by the query string."""

from django import forms

LAST_PAGE = 10_000


class PageForm(forms.Form):
    """/news/?page="""

    page = forms.IntegerField(required=False, min_value=1, max_value=LAST_PAGE)

    def number(self) -> int:
        """The page wanted; the first when it could not be understood."""
        return (self.cleaned_data.get("page") if self.is_valid() else None) or 1
