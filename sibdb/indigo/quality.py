"""What checks find, as rows of the database: written after each import, and again whenever staff ask."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import F

from golab.imports.registry import Row, Values
from sibdb.indigo.checks import SECOND, Fault, faults_of
from sibdb.indigo.plain import FUNDS, ORGANISATIONS, PIPELINES
from sibdb.indigo.projects import PROJECTS
from sibdb.indigo.shifts import shifted
from sibdb.models import Finding, OutcomePrice, Part, Project

STORES = {"project": PROJECTS, "organisation": ORGANISATIONS, "fund": FUNDS, "pipeline": PIPELINES}
STARTS = {"project": "INDIGO-POJ", "organisation": "INDIGO-ORG", "fund": "INDIGO-FUND", "pipeline": "INDIGO-PL"}
LONGEST = 500


def of_values(kind: str, values: Values, key: str = "") -> list[str]:
    """What checks say of a record that is not written yet."""
    return [_as_text(fault) for fault in faults_of(kind, key, values)]


@transaction.atomic
def check(keys: Sequence[str], *, now: datetime) -> int:
    """Find anew what is wrong with these records. What was found before keeps its date. Returns how many findings."""
    made = 0
    for kind, start in STARTS.items():
        mine = [key for key in keys if key.startswith(start)]
        if mine:
            made += _check(kind, mine, now)
    if any(key.startswith(STARTS["project"]) for key in keys):
        made += check_shifts(now=now)
    return made


def check_all(*, now: datetime) -> int:
    """Find anew what is wrong with every record that has an id of INDIGO."""
    keys = [key for store in STORES.values() for key in store.all()]
    return check(keys, now=now)


def _check(kind: str, keys: Sequence[str], now: datetime) -> int:
    store = STORES[kind]
    pks = {row.indigo_id: row.pk for row in store.model.objects.filter(indigo_id__in=keys).only("indigo_id")}
    hidden = _private_parts(kind, pks.values())
    findings = [
        _finding(kind, pks[key], fault, (pks[key], fault.part) in hidden, now)
        for key, values in store.stored(keys).items()
        for fault in faults_of(kind, key, values)
    ]
    _replace(
        Finding.objects.filter(**{f"{kind}__in": list(pks.values())}).exclude(check_name="shifted-prices"), findings
    )
    return len(findings)


def _finding(kind: str, pk: int, fault: Fault, is_private: bool, now: datetime) -> Finding:
    return Finding(
        **{f"{kind}_id": pk}, check_name=fault.check, level=fault.level, where=fault.part, text=fault.text[:LONGEST],
        is_private=is_private, found_on=now.date(),
    )  # fmt: skip


def _replace(rows, findings: Iterable[Finding]) -> None:
    known = {_same(row): row.found_on for row in rows}
    made = list(findings)
    for finding in made:
        finding.found_on = known.get(_same(finding), finding.found_on)
    rows.delete()
    Finding.objects.bulk_create(made)


def _same(row: Finding) -> tuple:
    return row.check_name, row.project_id, row.organisation_id, row.fund_id, row.pipeline_id, row.where, row.text


def _private_parts(kind: str, pks: Iterable[int]) -> set[tuple[int, str]]:
    """Of each record the kinds of part with a private row: what is found there stays in the CMS."""
    if kind != "project":
        return set()
    found = set()
    for relation in Project._meta.related_objects:
        if issubclass(relation.related_model, Part):
            rows = relation.related_model.objects.filter(status="private", project__in=list(pks))
            found |= {(pk, relation.get_accessor_name()) for pk in rows.values_list("project", flat=True)}
    return found


def with_shifts(rows: Sequence[Row]) -> Iterator[Row]:
    """Projects as a file has them; those whose prices look moved against another one's say so in their notes."""
    projects = {row.key: _priced(row.values) for row in rows if not row.errors and row.values.get("prices")}
    found = {key: _as_text(_moved(other, step, count)) for key, other, step, count in shifted(projects)}
    for row in rows:
        yield replace(row, note=f"{row.note}\n{found[row.key]}".strip()) if row.key in found else row


def _priced(values: Values) -> list[tuple[str, str]]:
    names = {row.get("ref"): " ".join(row.get("definition", "").split()) for row in values.get("outcomes") or ()}
    return [(names.get(row.get("metric_ref"), ""), str(row.get("price"))) for row in values["prices"]]


def _moved(other: str, step: int, count: int) -> Fault:
    text = f"{count} prices stand {abs(step)} places off those that {other} has for the same outcomes."
    return Fault("shifted-prices", SECOND, text, "prices")


def _as_text(fault: Fault) -> str:
    return f"{fault.check}: {fault.text}"


def check_shifts(*, now: datetime) -> int:
    """Compare the prices of projects with the same outcomes."""
    names: dict[str, int] = {}
    projects: dict[str, list[tuple[str, str]]] = {}
    prices = OutcomePrice.objects.order_by("project", "sort_order", "pk").annotate(indigo_id=F("project__indigo_id"))
    definitions = {
        (pk, ref): definition
        for pk, ref, definition in Project.objects.filter(prices__isnull=False)
        .distinct().values_list("pk", "outcomes__ref", "outcomes__definition")
    }  # fmt: skip
    for price in prices:
        names[price.indigo_id] = price.project_id
        definition = " ".join(definitions.get((price.project_id, price.metric_ref), "").split())
        projects.setdefault(price.indigo_id, []).append((definition, str(price.price)))
    findings = []
    for key, other, step, count in shifted(projects):
        findings.append(_finding("project", names[key], _moved(other, step, count), False, now))
    _replace(Finding.objects.filter(check_name="shifted-prices"), findings)
    return len(findings)
