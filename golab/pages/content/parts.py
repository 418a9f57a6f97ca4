"""What several loaders need: the files, and sections, sources and questions as stored blocks."""

import re

from django.utils.text import slugify

from golab.pages.markdown import Raw, block, body, inline, rich_text
from golab.pages.marking import Marker
from golab.taxonomy.models import PolicyArea, Stage, Topic


def sections(sections: list[dict], key: str, mark: Marker | None = None) -> list[Raw]:
    blocks = []
    for place, section in enumerate(sections):
        blocks.append(block("heading", {"text": section["heading"]}, f"{key}/heading/{place}"))
        if "table" in section:
            blocks.append(table_block(section["table"], section["heading"], f"{key}/table/{place}"))
        blocks += body(section.get("body", ""), f"{key}/{place}")
    if mark:
        for entry in blocks:
            if entry["type"] == "text":
                entry["value"] = mark(entry["value"])
    return blocks


def headed(markdown: str, key: str, mark: Marker) -> list[Raw]:
    """Running text whose third-level headings begin sections, as `sections` makes them."""
    opening, *rest = re.split(r"^### +(.+)$", markdown, flags=re.MULTILINE)
    parts = [{"heading": heading.strip(), "body": text} for heading, text in zip(rest[::2], rest[1::2], strict=True)]
    start = [{**entry, "value": mark(entry["value"])} if entry["type"] == "text" else entry
             for entry in body(opening, key)]  # fmt: skip
    return start + sections(parts, key, mark)


def sources(sources: list[dict], key: str) -> list[Raw]:
    blank = {"title": "", "who": "", "note": "", "url": ""}
    return [block("source", {**blank, **source}, f"{key}/source/{place}") for place, source in enumerate(sources)]


def questions(questions: list[dict], key: str) -> list[Raw]:
    return [
        block("question", {"question": entry["q"], "answer": rich_text(entry["a"])}, f"{key}/q/{place}")
        for place, entry in enumerate(questions)
    ]


def table_block(content: dict, caption: str, key: str) -> Raw:
    """A table of words, from `columns` and `rows`."""
    columns = [{"type": "text", "heading": heading} for heading in content["columns"]]
    rows = [{"values": [inline(cell) for cell in row]} for row in content["rows"]]
    stored = {"columns": columns, "rows": rows, "caption": ""}
    return block("table", {"caption": caption, "table": stored, "has_total": False}, key)


def classified(entry: dict) -> dict[str, list]:
    """Terms of an entry with `themes`, `stages` (numbers) and `policy_areas` (names); a new theme is made."""
    stages = list(Stage.objects.active().order_by("sort_order"))
    areas = {area.name: area for area in PolicyArea.objects.all()}
    return {
        "topics": [
            Topic.objects.get_or_create(slug=slugify(theme), defaults={"name": theme})[0]
            for theme in entry.get("themes", [])
        ],
        "stages": [stages[number - 1] for number in entry.get("stages", []) if number <= len(stages)],
        "policy_areas": [areas[name] for name in entry.get("policy_areas", [])],
    }
