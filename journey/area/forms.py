"""What a visitor may say about where they work and on what."""

from django import forms
from django.db.models import Q

from golab.taxonomy.area import ROLES, MyArea
from golab.taxonomy.models import Country, Place, PolicyArea

MOST_OFFERED = 12


class AreaForm(forms.Form):
    """Every field may stay empty, but not all. A place is typed: its name, or a part of it that fits one only."""

    place = forms.CharField(
        label="Council, region or nation",
        required=False,
        max_length=160,
        help_text="In the United Kingdom. Type a part of the name, such as Somerset.",
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
    )
    country = forms.ModelChoiceField(
        Country.objects.exclude(code="GB"), label="Or another country", required=False, empty_label="No other country"
    )
    policy_area = forms.ModelChoiceField(
        PolicyArea.objects.filter(is_active=True), label="What you work on", required=False, empty_label="Any"
    )
    role = forms.ChoiceField(
        label="Where you work",
        required=False,
        choices=[("", "I would rather not say"), *ROLES.items()],
        help_text="Projects that a payer like you pays for come before others of the same kind.",
    )
    field_order = ["place", "country", "policy_area", "role"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.offered: list[Place] = []  # where what was typed fits several places

    def clean_place(self) -> Place | None:
        typed = " ".join(self.cleaned_data["place"].split())
        if not typed:
            return None
        known = Place.objects.active().select_related("parent__parent")
        for fits in (
            Q(name__iexact=typed) | Q(official_name__iexact=typed) | Q(code__iexact=typed),
            Q(name__icontains=typed) | Q(official_name__icontains=typed),
        ):
            found = list(known.filter(fits).order_by("name", "code")[: MOST_OFFERED + 1])
            if len(found) == 1:
                return found[0]
            if found:
                self.offered = found[:MOST_OFFERED]
                raise forms.ValidationError("Several places fit. Choose one of those below, or type more of the name.")
        raise forms.ValidationError("No council, region or nation has this name. Check it, or type a part of it.")

    def clean(self) -> dict:
        values = super().clean()
        if values.get("place") and values.get("country"):
            self.add_error("country", "Choose a place in the United Kingdom or another country, not both.")
        if not self.errors and not any(values.values()):
            raise forms.ValidationError("Say at least one thing: where you work, on what, or for whom.")
        return values

    @property
    def chosen(self) -> MyArea:
        return MyArea.of(**self.cleaned_data)


def initial_of(chosen: MyArea) -> dict[str, object]:
    """What the form shows of what was chosen before."""
    place = chosen.place_name if chosen.places else ""
    country = "" if chosen.places else chosen.country_code
    return {"place": place, "country": country, "policy_area": chosen.policy_area_pk, "role": chosen.role}


def suggestions() -> list[str]:
    """Every place that can be typed, for the browser to suggest."""
    return list(Place.objects.active().order_by("name").values_list("name", flat=True).distinct())
