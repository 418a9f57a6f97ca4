"""The HTML of every public page, checked by the W3C's Nu checker in one go."""

from tests.e2e.pages import ACCOUNT_PAGES, PAGES


def test_html_of_every_page_is_valid(hub, html_errors, tmp_path):
    addresses = {*hub.addresses(), *PAGES.values(), *ACCOUNT_PAGES.values()}
    assert len(addresses) > 100
    for number, address in enumerate(sorted(addresses)):
        _, text = hub.get(address)
        name = address.strip("/").replace("/", "_").replace("?", "_") or "home"
        (tmp_path / f"{number:03}_{name}.html").write_text(text)
    assert html_errors(tmp_path) == []
