"""What readers may ask of the list of news, by the query string."""

from django import forms

LAST_PAGE = 10_000


class NewsForm(forms.Form):
    """/news/?author=&page="""

    author = forms.CharField(required=False, max_length=160)
    page = forms.IntegerField(required=False, min_value=1, max_value=LAST_PAGE)

    def asked(self) -> tuple[str, int]:
        """The author and the page wanted; nobody and the first where they could not be understood."""
        self.is_valid()
        return self.cleaned_data.get("author") or "", self.cleaned_data.get("page") or 1
