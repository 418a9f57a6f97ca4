"""Loads projects, their summaries and caveats, and the rate cards from the content folder."""

from collections.abc import Iterator
from dataclasses import replace

from django.conf import settings
from django.utils import timezone

from golab.contentfiles import content_path, read_yaml
from golab.imports.reading import csv_rows
from golab.imports.registry import ImportRowError, Row, Values
from golab.pages.loading import Loader, digest
from golab.pages.models import LoadedItem
from sibdb.loading.actions import imported
from sibdb.loading.reading import REQUIRED, row_of
from sibdb.models import Deflator, OutcomesFund, PriceProgramme
from sibdb.monthly import taking
from sibdb.prices import reading as price_reading
from sibdb.prices import writing as prices

# The fund whose projects a programme's cards applied to, where the names differ.
FUNDS = {
    "DWP Innovation Fund": "Innovation Fund",
    "DCLG Entrenched Rough Sleeping SIB": "Rough Sleeping Programme (DCLG 2016)",
    "DfE Care Leavers SIB": "Care Leavers",
    "Life Chances Fund (project-level)": "Life Chances Fund",
    "Commissioning Better Outcomes (project-level)": "Commissioning Better Outcomes Fund",
}


def load_projects(loader: Loader) -> None:
    """The 175 projects and the rate cards; again without harm. What staff edited or removed stays so."""
    imported.load(loader, "Projects", project_rows())
    programmes = _read("rate-card-notes.yaml")["programmes"]
    for place, programme in enumerate(loader.each("Programmes with prices", programmes), 1):
        loader.counts[_load_programme(programme, place)] += 1
    numbered = csv_rows(
        (settings.CONTENT_DIR / "projects/rate-cards.csv").read_bytes(), required=price_reading.REQUIRED
    )
    for row in loader.each("Rate cards", price_reading.rows_of(numbered)):
        loader.counts[_load_card(row)] += 1
    for release in loader.each("Deflators", _read("deflators.yaml") or []):
        loader.counts[_load_deflator(release)] += 1
    if taking.take(now=timezone.now()):
        loader.tell("Snapshot of this month's figures and data: taken")


def project_rows() -> Iterator[Row]:
    """The rows of projects.csv, with the summaries and caveats that are ours."""
    summaries = {entry["indigo"]: entry for entry in _read("summaries.yaml") or []}
    steps = steps_by_project()
    caveats = _read("caveats.yaml") or {}
    content = (settings.CONTENT_DIR / "projects/projects.csv").read_bytes()
    for line, record in csv_rows(content, required=REQUIRED):
        row = row_of(line, record)
        ours = _summary(summaries.get(row.key, {})) | {"caveats": caveats.get(row.key, [])}
        ours["steps"] = sorted(steps.get(row.key, []))
        yield replace(row, values=row.values | ours)


def steps_by_project() -> dict[str, list[str]]:
    """The keys of the steps of the journey that mention a project, by its INDIGO id."""
    found: dict[str, list[str]] = {}
    for stage in read_yaml("journey.yaml")["stages"]:
        for step in stage["steps"]:
            for project in step.get("projects", []):
                found.setdefault(project["indigo_id"], []).append(step["key"])
    return found


def _summary(entry: Values) -> Values:
    """A project's summary and where it was read."""
    return {
        "summary": " ".join(entry.get("summary", "").split()),
        "summary_sources": [[source["label"], source.get("url") or ""] for source in entry.get("sources", [])],
    }


def _read(name: str) -> dict | list | None:
    """A file of the folder; nothing for one that is not there."""
    path = content_path(f"projects/{name}")
    return read_yaml(path) if path.is_file() else None


def _load_programme(entry: Values, place: int) -> str:
    """Write one programme if need be. Returns what became of it."""
    values = _programme_values(entry)
    key = f"price-programme:{entry['programme']}"
    item = LoadedItem.objects.filter(key=key).first()
    found = PriceProgramme.objects.filter(name=entry["programme"]).first()
    if item and not found:
        return "gone"
    if found and digest(_values_of(found, values)) == digest(values):
        return "unchanged"
    if item and digest(_values_of(found, values)) != item.digest:
        return "kept"
    programme = found or prices.programme_named(entry["programme"])
    for name, value in values.items():
        setattr(programme, name, value)
    programme.sort_order = place
    programme.fund = OutcomesFund.objects.filter(name=FUNDS.get(programme.name, programme.name)).first()
    programme.full_clean()
    programme.save()
    LoadedItem.objects.update_or_create(key=key, defaults={"object_pk": str(programme.pk), "digest": digest(values)})
    return "updated" if item else "made"


def _programme_values(entry: Values) -> Values:
    """A programme's notes; a text's single line breaks are those of the file and not the author's."""
    tidy = {
        name: "\n\n".join(" ".join(part.split()) for part in str(entry.get(key, "")).strip().split("\n\n"))
        for name, key in (
            *(("years", "years"), ("paid_by", "who_paid"), ("people", "who_it_was_for"), ("about", "what_it_was")),
            *(("how_to_read", "how_to_read"), ("how_to_reuse", "how_to_reuse")),
        )
    }
    return {**tidy, "cautions": "\n".join(entry.get("cautions", []))}


def _values_of(programme: PriceProgramme, values: Values) -> Values:
    return {name: getattr(programme, name) for name in values}


def _load_card(row: Row) -> str:
    if row.errors:
        raise ValueError(f"rate-cards.csv, line {row.line}: {' '.join(row.errors)}")
    try:
        return prices.save_card(key=row.key, values=row.values, brings_back=False)
    except ImportRowError:
        return "kept"


def _load_deflator(release: Values) -> str:
    """Add a release of the deflator once; what staff then make of it is theirs."""
    key = f"deflator:{release['released_on']}"
    if LoadedItem.objects.filter(key=key).exists():
        return "unchanged"
    figures = content_path(f"projects/{release['file']}").read_text(encoding="utf-8")
    values = {name: release[name] for name in ("name", "source", "url", "released_on")}
    deflator = Deflator.objects.filter(released_on=release["released_on"]).first() or Deflator(
        **values, figures=figures
    )
    deflator.full_clean()
    deflator.save()
    LoadedItem.objects.create(key=key, object_pk=str(deflator.pk), digest=digest(figures))
    return "made"
