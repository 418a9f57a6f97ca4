"""Standing pages."""

from wagtail.models import Page

from golab.contentfiles import read_yaml
from golab.pages.content.parts import sections, sources, table_block
from golab.pages.loading import Loader
from golab.pages.markdown import Raw, block, inline, items, rich_text
from golab.pages.models import PeoplePage, StandardPage


def load_standing_pages(loader: Loader, home: Page) -> None:
    """About, contact, support and the notices every public site owes its readers."""
    copy = read_yaml("pages.yaml")
    pages = {
        "about": _about,
        "contact": _contact,
        "support": _support,
        "accessibility": _notice,
        "privacy": _notice,
        "cookies": _cookies,
        "comments": _notice,
        "terms": _notice,
    }
    for slug, build in loader.each("Standing pages", pages.items()):
        page = copy[slug]
        values = {
            "title": page["title"],
            "standfirst": _line(page.get("standfirst", "")),
            "search_description": _line(page.get("standfirst") or page["title"]),
            "sources": sources(page.get("sources", []), slug),
            "body": build(page, slug),
        }
        loader.page(home, StandardPage, slug, values)
    _load_people(loader, home, copy["people"])


def _line(text: str) -> str:
    return " ".join(text.split())


def _about(page: dict, key: str) -> list[Raw]:
    return sections(page["sections"], key)


def _notice(page: dict, key: str) -> list[Raw]:
    status = page.get("banner") or (f"This page is a {page['status']}." if page.get("status") else "")
    warning = [block("notice", {"body": inline(status)}, f"{key}/status")] if status else []
    return warning + sections(page["sections"], key)


def _entry(title: str, text: str, *, url: str = "", kind: str = "") -> Raw:
    return {"title": title, "kind": kind, "url": url or "", "body": rich_text(text) if text else ""}


def _list(heading: str, entries: list[Raw], key: str) -> Raw:
    return block("resource_list", {"heading": heading, "entries": items(entries, key)}, key)


def _contact(page: dict, key: str) -> list[Raw]:
    routes = [_entry(route["heading"], route["body"], url=route["link"]) for route in page["routes"]]
    address = [line for line in page["address"].splitlines() if line.strip()]
    return [
        _list("What would you like to do?", routes, f"{key}/routes"),
        block("heading", {"text": "Where we are"}, f"{key}/where"),
        block("lines", items(address, f"{key}/address"), f"{key}/address"),
        block("text", rich_text(f"{page['visiting']}\n\n{page['note']}"), f"{key}/note"),
    ]


def _support(page: dict, key: str) -> list[Raw]:
    groups = [
        _list(
            group["heading"],
            [_entry(entry["name"], entry["body"], url=entry["url"], kind=entry["kind"]) for entry in group["entries"]],
            f"{key}/{place}",
        )
        for place, group in enumerate(page["groups"])
    ]
    advice = page["before_you_pay"]
    return [
        block("text", inline(page["note"]), f"{key}/note"),
        *groups,
        block("heading", {"text": advice["heading"]}, f"{key}/before"),
        block("lines", items([_line(point) for point in advice["points"]], f"{key}/points"), f"{key}/points"),
    ]


def _cookies(page: dict, key: str) -> list[Raw]:
    notes = block("text", rich_text("\n\n".join(page["notes"])), f"{key}/notes")
    return [table_block(page["table"], "Cookies this site sets", f"{key}/table"), notes]


def _load_people(loader: Loader, home: Page, page: dict) -> None:
    loader.page(
        home,
        PeoplePage,
        "people",
        {
            "title": page["title"],
            "standfirst": page["standfirst"],
            "search_description": page["standfirst"],
            "empty_text": page["empty"],
            "rules": [block("lines", items([_line(rule) for rule in page["policy"]], "people"), "people/rules")],
        },
    )
