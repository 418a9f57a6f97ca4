"""Writing rate cards from files, without writing over what a colleague has edited."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from golab.imports.registry import ImportRowError, Values
from golab.pages.loading import digest
from golab.pages.models import LoadedItem
from sibdb.models import PriceProgramme, Project, RateCard, RateCardLine

PLAIN = ("name", "cap", "caveat", "price_year", "source", "is_of_one_project")
KEPT = "A colleague has edited this card since it was imported, or made it by hand, so it was left as it is."


def item_key(key: str) -> str:
    """What the card with this key in the file is remembered by."""
    return f"rate-card:{digest({'key': key})}"


def stored(keys: Sequence[str]) -> dict[str, Values]:
    """The values of the cards under these keys that are there."""
    items = LoadedItem.objects.filter(key__in=[item_key(key) for key in keys])
    pks = {item.key: item.object_pk for item in items}
    cards = RateCard.objects.filter(pk__in=pks.values()).select_related("programme", "project")
    found = {str(card.pk): card for card in cards.prefetch_related("lines")}
    by_key = {key: found.get(pks.get(item_key(key), "")) for key in keys}
    return {key: values_of(card) for key, card in by_key.items() if card}


def values_of(card: RateCard) -> Values:
    """A card in the form that a file's reading gives."""
    return {
        **{name: getattr(card, name) for name in PLAIN},
        "programme": card.programme.name,
        "project": card.project.indigo_id if card.project else "",
        "lines": [_line_values(line) for line in card.lines.all()],
    }


def _line_values(line: RateCardLine) -> Values:
    names = ("outcome", "definition", "kind", "currency", "unit", "quality", "caveat")
    price = None if line.price is None else f"{line.price:.2f}"
    return {**{name: getattr(line, name) for name in names}, "number": line.sort_order, "price": price}


@transaction.atomic
def save_card(*, key: str, values: Values, brings_back: bool = True) -> str:
    """Create or change a card. Returns what became of it: made, updated, unchanged, gone.

    Raises ImportRowError where a colleague has edited it. A missing programme is added; a card of a project that the
    hub does not have stands without it.
    """
    item, card = _standing(key)
    if item and not card and not brings_back:
        return "gone"
    if card and values_of(card) == _known(values):
        return "unchanged"
    is_new = card is None
    card = card or RateCard(sort_order=_next_place(values))
    _fill(card, values)
    card.full_clean()
    for line in card.lines.all():
        line.full_clean(exclude=["card"])
    card.save()
    kept = {"object_pk": str(card.pk), "digest": digest(values_of(card)), "revision_id": None}
    LoadedItem.objects.update_or_create(key=item_key(key), defaults=kept)
    return "made" if is_new else "updated"


@transaction.atomic
def remove_card(*, key: str) -> None:
    """Take back a card that an import made. Raises ImportRowError where a colleague has edited it."""
    item, card = _standing(key)
    if card:
        card.delete()
    if item:
        item.delete()


def _standing(key: str) -> tuple[LoadedItem | None, RateCard | None]:
    item = LoadedItem.objects.select_for_update().filter(key=item_key(key)).first()
    card = RateCard.objects.filter(pk=item.object_pk).first() if item else None
    if card and digest(values_of(card)) != item.digest:
        raise ImportRowError(KEPT)
    return item, card


def _known(values: Values) -> Values:
    """The values less a project that the hub does not have."""
    has_it = Project.objects.filter(indigo_id=values["project"]).exists() if values["project"] else False
    return {**values, "project": values["project"] if has_it else ""}


def _fill(card: RateCard, values: Values) -> None:
    for name in PLAIN:
        setattr(card, name, values[name])
    card.programme = programme_named(values["programme"])
    indigo_id = values["project"]
    card.project = Project.objects.filter(indigo_id=indigo_id).first() if indigo_id else None
    card.lines = [_line(line) for line in values["lines"]]


def _line(values: Values) -> RateCardLine:
    rest = {name: value for name, value in values.items() if name not in ("number", "price")}
    price = RateCardLine._meta.get_field("price").to_python(values["price"])
    return RateCardLine(sort_order=values["number"], price=price, **rest)


def programme_named(name: str) -> PriceProgramme:
    """The programme with this name; a missing one is added at the end."""
    last = PriceProgramme.objects.aggregate(last=Max("sort_order"))["last"] or 0
    programme, _ = PriceProgramme.objects.get_or_create(
        name=name, defaults={"slug": slugify(name)[:80].strip("-"), "sort_order": last + 1}
    )
    return programme


def _next_place(values: Values) -> int:
    last = RateCard.objects.filter(programme__name=values["programme"]).aggregate(last=Max("sort_order"))["last"]
    return (last or 0) + 1
