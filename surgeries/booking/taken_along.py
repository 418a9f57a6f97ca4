"""What people take along from elsewhere on this site, in the form that asks for it."""

from django import forms

from golab.pages.bringing import Lines


class WithTakenAlong(forms.Form):
    """A form that offers `offered`: the short lines with one box to tick, each paper with a box of its own."""

    def __init__(self, *args, offered: Lines = (), **options) -> None:
        super().__init__(*args, **options)
        self.offered = [line for line in offered if not line.get("answers")]
        self.papers = [line for line in offered if line.get("answers")]
        if self.offered:
            self.fields["brings"] = forms.BooleanField(label="Show this to the adviser", required=False)
        if self.papers:
            self.fields["papers"] = forms.MultipleChoiceField(
                choices=[(paper["url"], f"Show “{paper['title']}” to the adviser") for paper in self.papers],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                error_messages={
                    "invalid_choice": "Something that you ticked is no longer in My journey. Look at what is left."
                },
            )

    @property
    def paper_rows(self) -> list[tuple]:
        """Each paper with its box."""
        return list(zip(self["papers"], self.papers, strict=True)) if self.papers else []

    def taken_along(self) -> Lines:
        """What was ticked, as it was shown: the adviser sees that, and not what comes later."""
        lines = self.offered if self.cleaned_data.get("brings") else []
        chosen = self.cleaned_data.get("papers", [])
        return [*lines, *(paper for paper in self.papers if paper["url"] in chosen)]
