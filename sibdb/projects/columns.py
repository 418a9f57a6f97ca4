"""The columns of the exports. Each file says whose facts they are and how to name them."""

import json
from collections.abc import Iterable, Iterator, Sequence

from golab.exports.as_json import json_chunks
from golab.exports.columns import Column
from golab.pages.finder.terms import terms
from sibdb.models import ProjectAmount, ProjectParty
from sibdb.models.project import Project

ATTRIBUTION = "Government Outcomes Lab (INDIGO Impact Bond Dataset), University of Oxford"
TERMS = (
    "Facts may be reused with the attribution. Summaries are the Government Outcomes Lab's words, under CC BY 4.0. "
    "Facts are as recorded and may be out of date; prices marked doubtful should not be quoted."
)


def _terms(kind: str, field: str):
    return lambda project: [term.label for term in terms.get().of(kind, project.term_pks(field))]


def _parties(role: ProjectParty.Role):
    def names(project: Project) -> list[str]:
        parties = project.parts("parties")
        return list(dict.fromkeys(party.organisation.name for party in parties if party.role == role))

    return names


def _amount(kind: ProjectAmount.Kind, name: str):
    def value(project: Project) -> object:
        return next((getattr(amount, name) for amount in project.parts("amounts") if amount.kind == kind), None)

    return value


def _amount_columns(kind: ProjectAmount.Kind, name: str) -> list[Column]:
    parts = (("currency", "currency"), ("exact", "amount"), ("lowest", "lowest"), ("highest", "highest"))
    return [Column(f"{name}_{end}", f"{kind.label}: {end}", _amount(kind, field)) for field, end in parts]


def _area(project: Project) -> str:
    area = terms.get().one("area", project.policy_area_id)
    return area.label if area else ""


PROJECT_COLUMNS = [
    Column("indigo_id", "INDIGO id", lambda project: project.indigo_id),
    Column("name", "Name", lambda project: project.name),
    Column("alternative_names", "Other names", lambda project: project.alternative_names),
    Column("summary", "GO Lab summary", lambda project: project.summary),
    Column("policy_area", "Policy area", _area),
    Column("countries", "Countries", _terms("country", "countries")),
    Column("places", "Places", lambda project: [place.name for place in project.parts("locations")]),
    Column("stage", "Stage of development", lambda project: project.get_stage_display()),
    Column("contract_signed", "Contract signed", lambda project: project.contract_signed),
    Column("service_start", "Service start", lambda project: project.service_start),
    Column("service_end", "Service end", lambda project: project.service_end),
    Column("dates_in_doubt", "Dates do not fit together", lambda project: project.dates_in_doubt),
    Column("people_planned", "People planned", lambda project: project.cohort_target),
    Column("people_taking_part", "People who took part", lambda project: project.cohort_actual),
    Column("outcome_payers", "Outcome payers", _parties(ProjectParty.Role.PAYER)),
    Column("service_providers", "Service providers", _parties(ProjectParty.Role.PROVIDER)),
    Column("investors", "Investors", _parties(ProjectParty.Role.INVESTOR)),
    Column("intermediaries", "Intermediaries", _parties(ProjectParty.Role.INTERMEDIARY)),
    Column("outcomes_funds", "Outcomes funds", lambda project: [fund.name for fund in project.parts("funds")]),
    *_amount_columns(ProjectAmount.Kind.INVESTMENT, "investment"),
    *_amount_columns(ProjectAmount.Kind.MAXIMUM, "most_payable"),
    *_amount_columns(ProjectAmount.Kind.PAID, "paid"),
    Column("outcomes", "Outcomes", lambda project: [outcome.name for outcome in project.parts("outcomes")]),
    Column("outcomes_counted", "Outcomes in the record", lambda project: project.outcomes_counted),
    Column("caveats", "Caveats", lambda project: [caveat.text for caveat in project.parts("caveats")]),
    Column("status", "Data status", lambda project: project.status),
    Column("status_note", "Why it is disputed", lambda project: project.status_note),
    Column("last_verified", "Last verified", lambda project: project.verified_on),
    Column("golab_url", "Address here", lambda project: project.full_url),
    Column("attribution", "Attribution", lambda project: ATTRIBUTION),
]


def json_with_terms(name: str, columns: Sequence[Column], rows: Iterable[object]) -> Iterator[bytes]:
    """An object with the attribution, the terms and, under `name`, the rows."""
    head = json.dumps({"attribution": ATTRIBUTION, "terms": TERMS}, ensure_ascii=False)
    yield f'{head[:-1]}, "{name}": '.encode()
    yield from json_chunks(columns, rows)
    yield b"}\n"
