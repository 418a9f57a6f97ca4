"""What projects measure, pay for and came to, and the money that moved."""

from collections.abc import Callable

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from sibdb.models import (
    Assistance,
    CostRow,
    OutcomePayment,
    OutcomePrice,
    PaymentPlan,
    ProjectOutcome,
    Result,
    Transaction,
)
from sibdb.models.part import Status
from sibdb.opendata.columns import DataColumn, points_to, told
from sibdb.opendata.table import part_table

METRIC = "Ref of the outcome within the project (table outcomes)."


def _currency(model: type[models.Model], path: str = "currency") -> DataColumn:
    return told(model, path, "Currency of the amounts by ISO 4217.", pattern="^[A-Z]{3}$")


def _payer(name: str, source: str, meaning: str) -> DataColumn:
    return points_to("organisations", "organisation_id", name, source, meaning, is_open=True)


def _period(model: type[models.Model], what: str) -> tuple[DataColumn, DataColumn]:
    return told(model, "start", f"When {what} begins."), told(model, "end", f"When {what} ends.")


def _refs(model: type[models.Model]) -> DataColumn:
    return told(model, "source_refs", "Refs of the sources that bear it out (table sources), joined by commas.")


def _of_shown_outcomes(model: type[models.Model]) -> Callable[[], QuerySet]:
    """Public rows, less those of an outcome that stays in the CMS: what is paid for it would tell of it."""
    hidden = ProjectOutcome.objects.filter(
        project=OuterRef("project"), ref=OuterRef("metric_ref"), status=Status.PRIVATE
    ).exclude(ref="")
    return lambda: model.objects.public().exclude(Exists(hidden))


outcomes = part_table(
    ProjectOutcome, "outcomes", "Outcomes (metrics)", "What a project measures; prices, results and payments name it.",
    told(ProjectOutcome, "ref", "INDIGO's id of the outcome within the project.", label="Ref"),
    told(ProjectOutcome, "name", "What is counted, in a few words.", is_required=True),
    told(ProjectOutcome, "definition", "The outcome as the record defines it."),
    told(ProjectOutcome, "defined_by", "Who defined it: service users, the system, or both."),
    told(ProjectOutcome, "counterfactual", "What results are compared with."),
    told(ProjectOutcome, "target_population", "Whom it is measured for."),
    told(ProjectOutcome, "target_number", "How many were planned."),
    told(ProjectOutcome, "unit_kind", "Whether individuals or something else is counted."),
    told(ProjectOutcome, "unit_description", "What is counted, in words."),
    told(ProjectOutcome, "target", "When it counts as achieved."),
    told(ProjectOutcome, "other_target", "When it counts as achieved otherwise."),
    told(ProjectOutcome, "validation_method", "How it is verified."),
    told(ProjectOutcome, "data_source", "Data it is verified with."),
    told(ProjectOutcome, "evidence", "Evidence that the definition names: our grouping, by its words."),
    told(ProjectOutcome, "goals", "Primary goals of sustainable development, by number."),
    _refs(ProjectOutcome),
)  # fmt: skip
prices = part_table(
    OutcomePrice, "outcome_prices", "Outcome prices", "What a record says is paid for one unit of an outcome.",
    told(OutcomePrice, "metric_ref", METRIC),
    _currency(OutcomePrice),
    told(OutcomePrice, "price", "Price of one unit."),
    told(OutcomePrice, "unit"),
    told(OutcomePrice, "person_cap", "Most that is paid for one person."),
    told(OutcomePrice, "maximum", "Most that is paid if all targets are met."),
    told(OutcomePrice, "increases", "Agreed increases of the price."),
    told(OutcomePrice, "description", "What else the record says of the price."),
    _refs(OutcomePrice),
    queryset=_of_shown_outcomes(OutcomePrice),
)  # fmt: skip
results = part_table(
    Result, "results", "Results", "What was achieved of an outcome, or of a whole project, by a time.",
    told(Result, "metric_ref", f"{METRIC} Empty for the whole project."),
    told(Result, "level", "Whether the result is of an outcome or of the project."),
    told(Result, "kind", "Whether the result is interim or final."),
    *_period(Result, "the period that the result is of"),
    told(Result, "achieved", "What was achieved, as a number."),
    told(Result, "achieved_text", "What was achieved, in words."),
    told(Result, "engaged", "How many people were engaged."),
    told(Result, "positive", "How many people had a good outcome."),
    told(Result, "description", "What else the record says of the result."),
    _payer("validator_id", "validator", "Organisation that verified the result."),
    told(Result, "evaluation_refs", "Refs of the sources that evaluate it, joined by commas."),
    queryset=_of_shown_outcomes(Result),
)  # fmt: skip
plans = part_table(
    PaymentPlan, "payment_plans", "Plans of payments", "A version of the plan of outcome payments.",
    told(PaymentPlan, "ref", "INDIGO's id of the plan within the project.", label="Ref"),
    *_period(PaymentPlan, "the plan"),
)  # fmt: skip
payments = part_table(
    OutcomePayment, "outcome_payments", "Outcome payments",
    "A payment for outcomes in a period: planned, or made. Several organisations may make one together.",
    told(OutcomePayment, "kind", "Whether it was planned or made."),
    told(OutcomePayment, "plan_ref", "Ref of the plan (table payment_plans) that a planned payment belongs to."),
    told(OutcomePayment, "metric_ref", METRIC),
    *_period(OutcomePayment, "the period that it pays for"),
    _payer("payer_id", "payer", "Organisation that pays; empty where several do."),
    _payer("recipient_id", "recipient", "Organisation that is paid."),
    _currency(OutcomePayment),
    told(OutcomePayment, "amount", "How much."),
    _refs(OutcomePayment),
    queryset=_of_shown_outcomes(OutcomePayment),
)  # fmt: skip
transactions = part_table(
    Transaction, "transactions", "Transactions", "Money that one organisation sent to another.",
    told(Transaction, "on", "When."),
    _payer("sender_id", "sender", "Organisation that sent it."),
    _payer("receiver_id", "receiver", "Organisation that received it."),
    told(Transaction, "kind", "What it is, as recorded."),
    told(Transaction, "metric_ref", METRIC),
    _currency(Transaction),
    told(Transaction, "amount", "How much."),
    queryset=_of_shown_outcomes(Transaction),
)  # fmt: skip
costs = part_table(
    CostRow, "costs", "Costs", "What it cost to prepare or to run a project.",
    told(CostRow, "side", "Whose cost it is.", is_required=True),
    told(CostRow, "on", "When."),
    told(CostRow, "phase", "In which phase of the project, as recorded."),
    told(CostRow, "classification", "What the cost is for, as recorded."),
    told(CostRow, "kind", "Type of cost, as recorded."),
    _payer("incurred_by_id", "incurred_by", "Organisation that bore it."),
    _currency(CostRow),
    told(CostRow, "planned", "How much was planned."),
    told(CostRow, "actual", "How much it came to."),
    told(CostRow, "days", "How many days of work."),
)  # fmt: skip
assistance = part_table(
    Assistance, "assistance", "Technical assistance", "Programmes of technical assistance, and what was done in each.",
    told(Assistance, "ref", "INDIGO's id within the project.", label="Ref"),
    told(Assistance, "parent_ref", "Ref of the programme that an activity belongs to; empty for a programme."),
    told(Assistance, "title", "Its title."),
    told(Assistance, "description", "What it is."),
    *_period(Assistance, "it"),
    _payer("funder_id", "funder", "Organisation that pays for it."),
    _payer("recipient_id", "recipient", "Organisation that is assisted."),
    told(Assistance, "category", "Kind of assistance, as recorded."),
    told(Assistance, "approach", "How it is given, as recorded."),
    _currency(Assistance),
    told(Assistance, "cost", "What it cost."),
    told(Assistance, "days", "How many days of work."),
)  # fmt: skip

TABLES = (outcomes, prices, results, plans, payments, transactions, costs, assistance)
