"""The HTML of public pages, checked by the W3C's Nu checker in one go."""

from collections import defaultdict

from tests.e2e.pages import ACCOUNT_PAGES, PAGES
from tests.e2e.walk import pages_of_a_booking

MOST_OF_A_ROOM = 25


def spread(addresses: list[str]) -> list[str]:
    """Every page of a small room, and of one with hundreds (organisations, projects, terms) as many as tell, evenly."""
    rooms: dict[str, list[str]] = defaultdict(list)
    for address in sorted(addresses):
        rooms[address.split("/")[1]].append(address)
    return [one for room in rooms.values() for one in room[:: -(-len(room) // MOST_OF_A_ROOM)]]


def test_html_of_pages_is_valid(hub, html_errors, tmp_path):
    addresses = {*spread(hub.addresses()), *PAGES.values(), *ACCOUNT_PAGES.values()}
    assert len(addresses) > 150
    for number, address in enumerate(sorted(addresses)):
        _, text = hub.get(address)
        name = address.strip("/").replace("/", "_").replace("?", "_") or "home"
        (tmp_path / f"{number:03}_{name}.html").write_text(text)
    with_errors = 0
    for name, text in pages_of_a_booking(hub):
        (tmp_path / f"booking_{name}.html").write_text(text)
        assert ("<title>Error: " in text) == name.endswith(("-wrong", "-empty")), name
        with_errors += "error-summary" in text
    assert with_errors == 10
    assert html_errors(tmp_path) == []
