"""Forms of the import screens."""

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from golab.imports import registry
from golab.imports.models import ImportChange

PASTED_NAME = "pasted"


class UploadForm(forms.Form):
    """A file or pasted text of one kind."""

    kind = forms.ChoiceField(label="What do you import?", widget=forms.RadioSelect)
    file = forms.FileField(label="File", required=False)
    text = forms.CharField(
        label="Or paste the text here",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Nothing changes yet: you see first what the import would do.",
    )

    def __init__(self, *args, user: AbstractBaseUser, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        importers = registry.importers_for(user)
        self.fields["kind"].choices = [(importer.kind, importer.label) for importer in importers]
        self.fields["file"].help_text = format_html_join(
            mark_safe("<br>"),  # noqa: S308 (ours)
            "<b>{}</b> ({}, up to {} MB). {}",
            (
                (importer.label, ", ".join(importer.extensions), importer.max_bytes // 1_000_000, importer.help_text)
                for importer in importers
            ),
        )
        if len(importers) == 1:
            self.fields["kind"].initial = importers[0].kind

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if bool(cleaned.get("file")) == bool(cleaned.get("text")):
            raise forms.ValidationError("Choose a file or paste the text, one of the two.")
        importer = registry.get(cleaned["kind"]) if cleaned.get("kind") else None
        if importer and cleaned.get("file") and cleaned["file"].size > importer.max_bytes:
            self.add_error("file", f"The file is larger than {importer.max_bytes // 1_000_000} MB. Split it.")
        return cleaned

    def upload(self) -> tuple[str, bytes]:
        """Name and content of what was given. Pasted text is text, or else of the first type that is read."""
        file = self.cleaned_data["file"]
        if file:
            return file.name, file.read()
        extensions = registry.get(self.cleaned_data["kind"]).extensions
        extension = "txt" if "txt" in extensions else extensions[0]
        return f"{PASTED_NAME}.{extension}", self.cleaned_data["text"].encode()


class ChangesForm(forms.Form):
    """Which changes of an import to show."""

    SHOW = [("", "Everything"), ("errors", "Left out or failed"), *ImportChange.Action.choices[:3]]

    show = forms.ChoiceField(choices=SHOW, required=False)
    p = forms.IntegerField(min_value=1, required=False)
