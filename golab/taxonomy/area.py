"""My area: where a visitor works and on what. They say it once, and lists show what is near and similar first.

The kernel knows what was chosen and what it is worth; who keeps it registers `keep`, for the kernel knows no feature.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.http import HttpRequest

from golab.taxonomy.models import Country, Place, PolicyArea

UK = "GB"
ROLES = {
    "council": "A council or combined authority",
    "health": "The NHS or another health body",
    "central": "A central government department or agency",
    "provider": "A provider or charity",
    "investor": "An investor or fund manager",
    "research": "A university, evaluator or adviser",
}
# What points for the place mean: the council itself, its region, its nation, its country.
COUNCIL, REGION, NATION, COUNTRY = 4, 3, 2, 1
AREA_POINTS = 3  # the same work in the region comes before other work in the same council
_LEVEL = {Place.Kind.COUNCIL: COUNCIL, Place.Kind.REGION: REGION, Place.Kind.NATION: NATION}


@dataclass(frozen=True)
class MyArea:
    """What a visitor chose, with names, so that a page needs no query to say it.

    `places` are [level, ONS code, name], the nearest first: a council, its region, its nation; `policy_area` and
    `country` are [primary key, name], or empty. `role` is a key of ROLES.
    """

    places: list[list] = field(default_factory=list)
    country: list[str] = field(default_factory=list)
    policy_area: list = field(default_factory=list)
    role: str = ""
    is_on: bool = True

    @classmethod
    def of(cls, *, place: Place | None, country: Country | None, policy_area: PolicyArea | None, role: str) -> "MyArea":
        """From what was chosen. A place of the UK settles the country."""
        if place:
            country = Country.objects.get(code=UK)
        chain, above = [], place
        while above:
            chain.append([_LEVEL[above.kind], above.code, above.name])
            above = above.parent
        named = [country.code, country.name] if country else []
        return cls(chain, named, [policy_area.pk, policy_area.name] if policy_area else [], role)

    @classmethod
    def from_kept(cls, kept: dict[str, Any]) -> "MyArea":
        """From what `kept` gave. What another version of the hub kept and this one does not know is left out."""
        return cls(**{name: value for name, value in kept.items() if name in cls.__dataclass_fields__})

    def kept(self) -> dict[str, Any]:
        """For a session or a row."""
        return asdict(self)

    def __bool__(self) -> bool:
        return bool(self.places or self.country or self.policy_area or self.role)

    @property
    def orders_lists(self) -> bool:
        """Whether lists are to show near and similar first."""
        return bool(self) and self.is_on

    # --- for queries
    def code(self, level: int) -> str:
        """The ONS code of the council, region or nation chosen, or nothing."""
        return next((code for found, code, _ in self.places if found == level), "")

    @property
    def country_code(self) -> str:
        return self.country[0] if self.country else ""

    @property
    def policy_area_pk(self) -> int | None:
        return self.policy_area[0] if self.policy_area else None

    # --- in words
    @property
    def place_name(self) -> str:
        """Of the nearest place that was chosen."""
        return self.places[0][2] if self.places else self.country[1] if self.country else ""

    @property
    def policy_area_name(self) -> str:
        return self.policy_area[1] if self.policy_area else ""

    @property
    def role_name(self) -> str:
        return ROLES.get(self.role, "")

    @property
    def because(self) -> str:
        """For "because you chose …": "Somerset and homelessness"."""
        parts = [self.place_name, _lower_first(self.policy_area_name)]
        return " and ".join(filter(None, parts)) or _lower_first(self.role_name)

    @property
    def in_words(self) -> str:
        """Everything that was chosen: "Somerset; Homelessness; A council or combined authority"."""
        return "; ".join(filter(None, [self.place_name, self.policy_area_name, self.role_name]))

    def near(self, points: int | None) -> str:
        """What a number of points for the place means: "Somerset", "South West"; nothing for none."""
        if points == COUNTRY:
            return self.country[1] if self.country else ""
        return next((name for level, _, name in self.places if level == points), "")

    def why(self, row: object) -> str:
        """Why a row stands first, of what `near` of a feature annotated: "Homelessness, South West"."""
        parts = [self.policy_area_name if getattr(row, "near_area", 0) else ""]
        parts.append(self.near(getattr(row, "near_place", 0)))
        parts.append("a payer like you" if getattr(row, "near_payer", 0) else "")
        text = ", ".join(filter(None, parts))
        return text[:1].upper() + text[1:]


NOTHING = MyArea()
Keeper = Callable[[HttpRequest], MyArea]
_keepers: list[Keeper] = []


def keep(read: Keeper) -> None:
    """Make known who keeps what visitors chose: one feature, from its `AppConfig.ready()`."""
    _keepers[:] = [read]


def area_of(request: HttpRequest) -> MyArea:
    """What this visitor chose; for someone without a session nothing, at no cost."""
    if not hasattr(request, "_my_area"):
        has_session = hasattr(request, "session") and bool(request.session.session_key)
        request._my_area = _keepers[0](request) if has_session and _keepers else NOTHING
    return request._my_area


def _lower_first(text: str) -> str:
    """For the middle of a sentence; a name in capitals stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
