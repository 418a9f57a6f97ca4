"""Loads the journey and the guides from the content folder."""

import re
from datetime import date
from pathlib import Path

from django.conf import settings
from wagtail.models import Page

from golab.contentfiles import parse_yaml, read_yaml
from golab.pages.loading import Loader
from golab.pages.markdown import Raw, block, body, inline, items, rich_text, table
from golab.pages.marking import Marker
from golab.pages.models.glossary import glossary
from golab.taxonomy.models import PolicyArea, Stage, Step
from journey.models import GuideIndexPage, GuidePage, JourneyIndexPage, StagePage, StepPage, TurnBack

LINKED_KINDS = {"guide"}


def load_guides(loader: Loader, home: Page) -> None:
    """The guides, in the order of the stages they help with."""
    index = loader.page(
        home,
        GuideIndexPage,
        "guides",
        {
            "title": "How-to guides",
            "search_description": "Ten guides to single jobs, each with a checklist and a worked example.",
            "standfirst": "Each guide does one job, in ten minutes of reading: when to use it, a method, "
            "a worked example, a checklist and what goes wrong.",
        },
    )
    index = index or GuideIndexPage.objects.first()
    files = [_front_matter(path) for path in sorted((settings.CONTENT_DIR / "guides").glob("*.md"))]
    files.sort(key=lambda file: (min(file[0]["stages"]), file[0]["key"]))
    for meta, text in loader.each("How-to guides", files):
        loader.page(index, GuidePage, meta["key"], _guide(meta, text), _guide_terms(meta))
    for meta, _ in files:
        _relate(loader, meta)


def _front_matter(path: Path) -> tuple[dict, str]:
    _, meta, text = path.read_text().split("---\n", 2)
    return parse_yaml(meta), text


def _guide(meta: dict, text: str) -> dict:
    mark = Marker(glossary.get().entries)
    chapters = []
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        title, words = section.split("\n", 1)
        blocks = body(words, f"guide/{meta['key']}/{title}")
        for entry in blocks:
            if entry["type"] == "text":
                entry["value"] = mark(entry["value"])
        chapters.append(block("chapter", {"title": title.strip(), "body": blocks}, f"guide/{meta['key']}/{title}"))
    year, month = (int(part) for part in str(meta["reviewed"]).split("-")[:2])
    blank = {"title": "", "who": "", "note": "", "url": ""}
    return {
        "title": meta["title"],
        "search_description": meta["summary"],
        "audience": meta["audience"],
        "chapters": chapters,
        "sources": [
            block("source", {**blank, **source}, f"guide/{meta['key']}/{place}")
            for place, source in enumerate(meta.get("sources", []))
        ],
        "reviewed_on": date(year, month, 1),
        "review_due_on": date(year + (month + 3 > 12), (month + 2) % 12 + 1, 1),
    }


def _guide_terms(meta: dict) -> dict:
    areas = PolicyArea.objects.active()
    stages = list(Stage.objects.active().order_by("sort_order"))
    return {
        "stages": [stages[int(number) - 1] for number in meta["stages"] if int(number) <= len(stages)],
        "steps": _steps_by_number(meta["steps"]),
        "policy_areas": [] if meta["policy_areas"] == "all" else list(areas.filter(slug__in=meta["policy_areas"])),
    }


def _steps_by_number(numbers: list[str]) -> list[Step]:
    found = []
    for number in numbers:
        stage, place = (int(part) for part in str(number).split("."))
        steps = Step.objects.filter(stage__sort_order=stage).order_by("sort_order")
        found += steps[place - 1 : place]
    return found


def _relate(loader: Loader, meta: dict) -> None:
    """Related guides, once all are there; only where none are set, so that staff's own choice stays."""
    guide = GuidePage.objects.filter(slug=meta["key"]).first()
    if guide and not guide.related_guides.exists():
        guide.related_guides = GuidePage.objects.filter(slug__in=meta.get("related_guides", []))
        loader.complete(guide)


def load_terms() -> None:
    """The stages and steps as terms, so that guides can point at them before their pages are there."""
    for order, stage in enumerate(read_yaml("journey.yaml")["stages"], 1):
        term, _ = Stage.objects.get_or_create(slug=stage["key"], defaults={"name": stage["title"], "sort_order": order})
        for place, step in enumerate(stage["steps"], 1):
            name = {"name": step["title"], "stage": term, "sort_order": order * 100 + place}
            Step.objects.get_or_create(slug=step["key"], defaults=name)


def load_journey(loader: Loader, home: Page) -> None:
    """The index, the stages and steps, then the turn-backs between them. The guides they link to come first."""
    content = read_yaml("journey.yaml")
    intro = content["intro"]
    index = loader.page(
        home,
        JourneyIndexPage,
        "journey",
        {
            "title": intro["title"].replace("'", "’"),
            "search_description": " ".join(intro["summary"].split()),
            "standfirst": read_yaml("pages.yaml")["home"]["map"]["body"],
            "body": [block("text", rich_text("\n\n".join(intro["body"])), "journey/intro")],
        },
    )
    index = index or JourneyIndexPage.objects.first()
    names = read_yaml("project-names.yaml")
    guides = {guide.slug: guide.pk for guide in GuidePage.objects.all()}
    for stage in loader.each("Stages with their steps", content["stages"]):
        page = loader.page(index, StagePage, stage["key"], _stage(stage))
        for step in stage["steps"] if page else []:
            loader.page(page, StepPage, step["key"], _step(step, names, guides))
    _turn_backs(loader, index, content)


def _lines(values: list[str], key: str) -> list[Raw]:
    return [block("lines", items(values, key), key)] if values else []


def _stage(stage: dict) -> dict:
    return {
        "title": stage["title"],
        "search_description": stage["aim"],
        "if_you": stage["if_you"],
        "aim": stage["aim"],
        "typical_time": stage["typical_time"],
        "introduction": " ".join(stage["summary"].split()),
        "right_place_if": _lines(stage["right_place_if"], f"{stage['key']}/right"),
        "who_to_involve": _lines(stage["who_to_involve"], f"{stage['key']}/who"),
        "leave_with": _lines(stage["leave_with"], f"{stage['key']}/leave"),
    }


def _step(step: dict, names: dict[str, str], guides: dict[str, int]) -> dict:
    key = step["key"]
    mark = Marker(glossary.get().entries)

    def titled(kind: str, entry: dict, place: int) -> Raw:
        return block(kind, {"title": entry["title"], "body": mark(inline(entry["body"]))}, f"{key}/{kind}/{place}")

    return {
        "title": step["title"],
        "search_description": step["aim"],
        "aim": step["aim"],
        "typical_time": step["typical_time"],
        "who": _lines(step.get("who", []), f"{key}/who"),
        "activities": [titled("activity", entry, place) for place, entry in enumerate(step["activities"])],
        "considerations": [titled("consideration", entry, place) for place, entry in enumerate(step["considerations"])],
        "risk_note": step.get("risk_note", ""),
        "risk_table": _risk_table(step.get("risk_holder_table"), key),
        "pitfalls": _lines(step.get("pitfalls", []), f"{key}/pitfalls"),
        "making_it_real": mark(inline(step.get("making_it_real", ""))),
        "outcomes_for_whom": mark(inline(step.get("outcomes_for_whom", ""))),
        "projects": [
            block("project", {**project, "name": names[project["indigo_id"]]}, f"{key}/{project['indigo_id']}")
            for project in step.get("projects", [])
        ],
        "resources": [
            block("resource", _resource(entry, guides), f"{key}/resource/{place}")
            for place, entry in enumerate(step.get("resources", []))
        ],
        "questions": _lines(step.get("questions_for_a_surgery", []), f"{key}/questions"),
    }


def _risk_table(content: dict | None, key: str) -> list[Raw]:
    if not content:
        return []
    stored = table(content["columns"], content["rows"], caption="Who holds which risk, by how the service is paid for")
    columns = [{**column, "type": "text"} for column in stored["table"]["columns"]]
    return [
        block("table", {"caption": stored["caption"], "table": {**stored["table"], "columns": columns}}, f"{key}/risk")
    ]


def _resource(entry: dict, guides: dict[str, int]) -> Raw:
    page = guides.get(entry["ref"]) if entry["kind"] in LINKED_KINDS else None
    label = "" if entry["kind"] in LINKED_KINDS else entry["ref"]
    return {"kind": entry["kind"], "page": page, "label": label, "url": entry.get("url", ""), "note": entry["note"]}


def _turn_backs(loader: Loader, index: JourneyIndexPage, content: dict) -> None:
    """Only when there are none: staff own them afterwards."""
    if TurnBack.objects.filter(page=index).exists():
        return
    keys = {step["number"]: step["key"] for stage in content["stages"] for step in stage["steps"]}
    terms = {step.slug: step for step in Step.objects.all()}
    index.turn_backs = [
        TurnBack(
            sort_order=place,
            from_step=terms[keys[turn["from"]]],
            to_step=terms[keys[turn["to"]]],
            label=turn["label"],
            explanation=" ".join(turn["explanation"].split()),
        )
        for place, turn in enumerate(content["turn_backs"])
    ]
    loader.complete(index)
