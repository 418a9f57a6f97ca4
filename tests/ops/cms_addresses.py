"""The named addresses of the site, and those of the CMS with arguments to try them with."""

from collections.abc import Callable, Iterator

from django.urls import URLPattern, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter

# The only addresses of the CMS that need no one signed in: the way in, the way out, and pieces of its pages.
OPEN_IN_THE_CMS = {f"wagtailadmin_{name}" for name in ("login", "logout", "sprite", "javascript_catalog")}
TURNED_OFF_IN_THE_CMS = {f"wagtailadmin_password_reset{end}" for end in ("", "_done", "_confirm", "_complete")}


def named(patterns, route="", spaces=()) -> Iterator[tuple[str, str, URLPattern]]:
    """(full name, route, pattern) for every named address."""
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield ":".join([*spaces, pattern.name]), here, pattern
        else:
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from named(pattern.url_patterns, here, inner)


def public() -> list[str]:
    """The names of the addresses outside the CMS."""
    return sorted({name for name, route, _ in named(get_resolver().url_patterns) if not route.startswith("admin/")})


def cms_names() -> list[str]:
    """The names of the addresses below /admin/ that are for people who are signed in."""
    found = {name for name, route, _ in named(get_resolver().url_patterns) if route.startswith("admin/")}
    return sorted(found - OPEN_IN_THE_CMS - TURNED_OFF_IN_THE_CMS)


def forms_of(name: str) -> list[dict[str, object]]:
    """The converters by argument, for each way in which an address can be written."""
    resolver = get_resolver()
    *spaces, last = name.split(":")
    inherited: dict = {}
    for space in spaces:
        _, resolver = resolver.namespace_dict[space]
        inherited |= resolver.pattern.converters
    forms = []
    for possibilities, _, _, converters in resolver.reverse_dict.getlist(last):
        for _, parameters in possibilities:
            form = {parameter: (inherited | converters).get(parameter) for parameter in parameters}
            if form not in forms:
                forms.append(form)
    return forms


def stand_in(converter: object) -> object:
    """An argument that fits the address, of a row that does not exist."""
    if isinstance(converter, IntConverter):
        return 1
    if isinstance(converter, UUIDConverter):
        return "00000000-0000-0000-0000-000000000000"
    return "1"


def cms_addresses() -> list[tuple[str, str]]:
    """(name, path) of every address below /admin/: to someone who may not look it does not matter what there is."""
    return [(name, path) for name in cms_names() for path in paths_of(name, lambda _, converter: stand_in(converter))]


def paths_of(name: str, argument: Callable[[str, object], object]) -> list[str]:
    """Every path of an address; `argument(parameter, converter)` says what stands in it."""
    return [
        reverse(name, kwargs={parameter: argument(parameter, converter) for parameter, converter in form.items()})
        for form in forms_of(name)
    ]
