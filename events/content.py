"""Loads events from the content folder: past ones, unconfirmed ones as drafts, and two plain examples."""

from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from events.models import EventIndexPage, EventPage, EventSpeaker
from events.wording import HOME_ZONE
from golab.contentfiles import read_yaml
from golab.pages.content.parts import classified, headed, sources
from golab.pages.loading import Loader
from golab.pages.markdown import body
from golab.pages.marking import Marker
from golab.pages.models.glossary import glossary
from golab.taxonomy.models import Place

LONDON = ZoneInfo(HOME_ZONE)


def load_events(loader: Loader, home: Page) -> None:
    """The list, then each event."""
    content = read_yaml("events.yaml")
    index = loader.page(
        home,
        EventIndexPage,
        "events",
        {
            "title": "Events",
            "search_description": "What is coming up, and what was learned at past events: summaries and sources.",
            "standfirst": "Meet others who do the same work. After each event we publish what was learned.",
            "empty_text": read_yaml("pages.yaml")["home"]["empty_states"]["no_events"],
        },
    )
    index = index or EventIndexPage.objects.first()
    if index is None:
        return
    for entry in loader.each("Past events", content["events"]):
        loader.page(index, EventPage, entry["slug"], _past(entry), _terms(entry))
    for entry in loader.each("Unconfirmed events, as drafts", content["unconfirmed"]):
        loader.page(index, EventPage, slugify(entry["title"]), _unconfirmed(entry), is_draft=True)
    for entry in loader.each("Example events", content["examples"]):
        loader.page(index, EventPage, entry["slug"], _example(entry), _terms(entry))


def _terms(entry: dict) -> dict:
    speakers = [
        EventSpeaker(name=speaker["name"], role=speaker["role"] or "", organisation=speaker["organisation"] or "")
        for speaker in entry.get("speakers", [])
    ]
    return {"speakers": speakers, **classified(entry)}


def _past(entry: dict) -> dict:
    place = entry["place"] or ""
    days = {}
    if entry["starts"]:  # the sources give days and no times
        days = {"starts_at": _midnight(entry["starts"]), "ends_at": _midnight(entry["ends"] + timedelta(days=1))}
    return {
        "title": entry["title"],
        "search_description": " ".join(entry["summary"].split()),
        "is_all_day": bool(days),
        "date_note": entry["date_note"] or "",
        "sort_date": entry["sort_date"],
        "venue": place,
        "place": _place_in(place),
        "kind": entry["format"] or "",
        "attendance": _attendance(place, entry["format"] or ""),
        "organiser": entry["organiser"],
        "learned": _marked(entry["what_we_learned"] or "", f"events/{entry['slug']}"),
        "learned_note": " ".join((entry.get("learned_note") or "").split()),
        "speakers_note": entry.get("speakers_note") or "",
        "sources": sources(_sources(entry["source"]), f"events/{entry['slug']}"),
        **days,
    }


def _unconfirmed(entry: dict) -> dict:
    return {
        "title": entry["title"],
        "search_description": "",
        "organiser": entry["organiser"],
        "date_note": "Known from project notes. No page confirms it yet: publish it only when one is found.",
        "learned_note": entry.get("note", ""),
    }


def _example(entry: dict) -> dict:
    """Dates are counted from the day of the first load and stay as they are from then on."""
    already = EventPage.objects.filter(slug=entry["slug"]).first()
    if already:
        starts_at, ends_at = already.starts_at, already.ends_at
    else:
        day = _working_day(timezone.localdate() + timedelta(days=entry["in_days"]))
        starts_at = datetime.combine(day, time.fromisoformat(entry["from"]), LONDON)
        ends_at = datetime.combine(day, time.fromisoformat(entry["until"]), LONDON)
    return {
        "title": entry["title"],
        "search_description": " ".join(entry["summary"].split()),
        "starts_at": starts_at.astimezone(ZoneInfo("UTC")),
        "ends_at": ends_at.astimezone(ZoneInfo("UTC")),
        "venue": entry["place"],
        "place": _place_in(entry["place"]),
        "kind": entry["format"],
        "attendance": _attendance(entry["place"], entry["format"]),
        "organiser": entry["organiser"],
        "programme": body(entry["programme"], f"events/{entry['slug']}"),
    }


def _working_day(day: date) -> date:
    """The day, or the Monday after it when it falls on a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _place_in(venue: str) -> Place | None:
    """The council, region or nation that a part of the venue's words is the name of, the smallest first."""
    named = [part.strip() for part in venue.split(",")]
    found = Place.objects.filter(is_active=True, name__in=named).order_by("kind", "code")
    return found.first()  # "council" stands before "nation" and "region"


def _attendance(place: str, kind: str) -> str:
    """What place and kind say about how people attended; nothing where they say nothing."""
    if place == "Online":
        return EventPage.Attendance.ONLINE
    if place.endswith("and online"):
        return EventPage.Attendance.HYBRID
    return EventPage.Attendance.IN_PERSON if kind == "In person" else ""


def _sources(source: dict) -> list[dict]:
    """The source and, where there is one, a further one: an address or a reference in words."""
    further = source.get("further") or ""
    found = [{"title": source["title"], "url": source["url"] or ""}]
    if further.startswith("http"):
        found.append({"title": f"A further page on {urlsplit(further).netloc}", "url": further})
    elif further:
        found.append({"title": further})
    return found


def _marked(markdown: str, key: str) -> list[dict]:
    return headed(markdown, key, Marker(glossary.get().entries))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)
