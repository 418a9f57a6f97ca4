"""Loads the worksheets from the content folder."""

import json

from golab.contentfiles import read_yaml
from golab.pages.content.parts import sources
from golab.pages.loading import Loader
from golab.pages.markdown import Raw, block, items
from golab.taxonomy.models import Step
from journey.models import Worksheet
from journey.sheets.defined import worksheets

NAMES = ("label", "help", "takes_from")


def load_worksheets(loader: Loader) -> None:
    """The worksheets, in the order of the business case. The steps come first."""
    entries = list(loader.each("Worksheets", read_yaml("worksheets.yaml")["worksheets"]))
    loader.records(Worksheet, dict(_entry(place, entry) for place, entry in enumerate(entries)))
    steps = {step.slug: step for step in Step.objects.all()}
    for entry in entries:
        # Only where none is set, so that staff's own choice stays.
        Worksheet.objects.filter(key=entry["key"], step=None, live=True).update(step=steps.get(entry["step"]))
    worksheets.forget()


def _entry(place: int, entry: dict) -> tuple[str, tuple[dict, dict]]:
    key = f"worksheet/{entry['key']}"
    values = {
        "title": entry["title"],
        "introduction": " ".join(entry["introduction"].split()),
        "sort_order": place,
        "fields": json.dumps([_field(field, key) for field in entry["fields"]]),
        "sources": json.dumps(sources(entry["sources"], key)),
    }
    return f"worksheet:{entry['key']}", ({"key": entry["key"]}, values)


def _field(field: dict, key: str) -> Raw:
    key = f"{key}/{field['key']}"
    value = {"key": field["key"], **{name: field.get(name, "") for name in NAMES}}
    if field["kind"] == "choice":
        value["options"] = items(field["options"], f"{key}/options")
    if field["kind"] == "table":
        value["columns"] = items(field["columns"], f"{key}/columns")
        value["rows"] = items(field.get("rows", []), f"{key}/rows")
    return block(field["kind"], value, key)
