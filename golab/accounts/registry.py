"""What we hold about a person. Each feature registers how to export and erase its part."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from golab.accounts.models import User

Rows = list[dict[str, object]]


@dataclass(frozen=True)
class PersonalData:
    """One part of what we hold.

    `export` returns rows of values that JSON can hold (dates included). `erase` removes them inside the
    transaction of `actions.erase_account`. `choices_url` names the address where the person changes what we do.
    """

    name: str
    explanation: str
    export: Callable[[User], Rows]
    erase: Callable[[User, datetime], None]
    choices_url: str = ""


_parts: dict[str, PersonalData] = {}


def register(part: PersonalData) -> None:
    """Adds a part; registering the same name again replaces it. Call from `AppConfig.ready()`."""
    _parts[part.name] = part


def parts() -> list[PersonalData]:
    """All parts, the account itself first."""
    return list(_parts.values())
