"""What spreadsheets can be made: a feature registers each, from its `AppConfig.ready()`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from golab.exports.sheets import Sheet


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """`sheets` makes the content for a question (a query string); `version` changes whenever that content does.

    `name` is the recipe's key, and also that of the file. `begin` is called before a worker works: it has no request
    that would make it look again at what it remembers.
    """

    name: str
    sheets: Callable[[str], Iterable[Sheet]]
    version: Callable[[], str]
    begin: Callable[[], None]


_recipes: dict[str, Recipe] = {}


def register(recipe: Recipe) -> None:
    """Make it known; one for each name."""
    _recipes[recipe.name] = recipe


def get(name: str) -> Recipe:
    """The recipe. Raises KeyError."""
    return _recipes[name]


def everyone() -> list[Recipe]:
    """All of them."""
    return list(_recipes.values())
