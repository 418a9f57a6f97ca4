"""Each constraint of INDIGO's components is tripped once, and a page gets every kind of part in one query."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sibdb.models import (
    Assistance,
    CostRow,
    Finding,
    FundOrganisation,
    Organisation,
    OrganisationSource,
    OutcomePayment,
    OutcomePrice,
    OutcomesFund,
    PaymentPlan,
    PipelineProject,
    Project,
    ProjectAmount,
    ProjectChange,
    ProjectDocument,
    ProjectIdentifier,
    ProjectLocation,
    ProjectOutcome,
    ProjectParty,
    ProjectSource,
    Result,
    Suggestion,
    Transaction,
)
from sibdb.querysets import COLUMNS
from tests.factories.sibdb import OrganisationFactory, OutcomesFundFactory, ProjectFactory

pytestmark = pytest.mark.django_db
PARTS = {
    ProjectDocument: {"title": "An evaluation"},
    ProjectIdentifier: {"scheme": "ocds"},
    ProjectLocation: {"name": "Leeds"},
    ProjectOutcome: {"name": "A job"},
    ProjectSource: {"title": "A report"},
    OutcomePrice: {},
    Result: {},
    PaymentPlan: {},
    OutcomePayment: {},
    Transaction: {},
    CostRow: {"side": "payer"},
    Assistance: {},
}


def refused(constraint: str):
    return pytest.raises(IntegrityError, match=constraint)


@pytest.fixture
def project():
    return ProjectFactory()


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part._meta.model_name)
def test_database_refuses_a_ref_twice_and_a_dispute_without_a_reason(project, part):
    part.objects.create(project=project, ref="one", **PARTS[part])
    name = part._meta.model_name
    with refused(f"{name}_ref_stands_once"), transaction.atomic():
        part.objects.create(project=project, ref="one", **PARTS[part])
    with refused(f"{name}_dispute_says_why"), transaction.atomic():
        part.objects.update(status="disputed")


@pytest.mark.parametrize(
    ("part", "constraint", "values"),
    [
        (ProjectAmount, "projectamount_dates_are_years_months_or_days", {"as_of": "May 2020"}),
        (ProjectLocation, "project_location_is_near_some_place", {"place_is_approximate": True}),
        (ProjectSource, "projectsource_dates_are_years_months_or_days", {"accessed": "2023-13"}),
        (ProjectDocument, "project_document_has_a_title", {"title": " "}),
        (ProjectOutcome, "project_outcome_target_is_not_below_0", {"target_number": -1}),
        (ProjectOutcome, "projectoutcome_goals_are_1_to_17", {"goals": [18]}),
        (OutcomePrice, "outcomeprice_money_has_a_currency", {"price": 10}),
        (OutcomePrice, "outcomeprice_money_is_not_below_0", {"price": -1, "currency": "GBP"}),
        (Result, "result_dates_are_years_months_or_days", {"start": "2018-13"}),
        (PaymentPlan, "paymentplan_dates_are_years_months_or_days", {"end": "soon"}),
        (OutcomePayment, "outcomepayment_money_has_a_currency", {"amount": 10, "currency": "gbp"}),
        (OutcomePayment, "outcomepayment_money_is_not_below_0", {"amount": -1, "currency": "GBP"}),
        (OutcomePayment, "outcomepayment_dates_are_years_months_or_days", {"start": "2018-00"}),
        (Transaction, "transaction_money_has_a_currency", {"amount": 1}),
        (Transaction, "transaction_money_is_not_below_0", {"amount": -1, "currency": "GBP"}),
        (Transaction, "transaction_dates_are_years_months_or_days", {"on": "x"}),
        (CostRow, "costrow_money_has_a_currency", {"planned": 1}),
        (CostRow, "costrow_money_is_not_below_0", {"actual": -1, "currency": "GBP"}),
        (CostRow, "costrow_dates_are_years_months_or_days", {"on": "x"}),
        (Assistance, "assistance_dates_are_years_months_or_days", {"start": "x"}),
        (Assistance, "assistance_cost_and_days_are_not_below_0", {"days": -1}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_database_refuses_a_part(project, part, constraint, values):
    base = PARTS.get(part, {"kind": "paid", "currency": "GBP", "exact": 1})
    with refused(constraint), transaction.atomic():
        part.objects.create(project=project, **base | values)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("projectparty_dispute_says_why", {"status": "disputed"}),
        ("projectparty_money_has_a_currency", {"exact": 1}),
        ("projectparty_payment_has_a_currency", {"paid": 1}),
        ("projectparty_payment_is_not_below_0", {"paid": -1, "paid_currency": "GBP"}),
        ("project_party_money_is_exact_or_between", {"lowest": 2, "highest": 1, "currency": "GBP"}),
        ("projectparty_dates_are_years_months_or_days", {"planned_end": "x"}),
    ],
)
def test_database_refuses_a_role(project, constraint, values):
    with refused(constraint), transaction.atomic():
        ProjectParty.objects.create(project=project, organisation=OrganisationFactory(), role="payer", **values)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("project_goals_are_1_to_17", {"goals": [0]}),
        ("project_dates_are_years_months_or_days", {"completion_actual": "2018-13"}),
        ("project_ends_after_it_starts", {"service_start": "2018", "service_end_planned": "2017"}),
    ],
)
def test_database_refuses_a_project(project, constraint, values):
    with refused(constraint), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(**values)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("organisation_dispute_says_why", {"status": "disputed"}),
        ("slug", {"slug": "taken"}),
    ],
)
def test_database_refuses_an_organisation(constraint, values):
    OrganisationFactory(name="Taken")
    other = OrganisationFactory()
    with refused(constraint), transaction.atomic():
        Organisation.objects.filter(pk=other.pk).update(**values)


@pytest.mark.parametrize("field", ["parent", "merged_into"])
def test_database_refuses_an_organisation_within_itself(field):
    row = OrganisationFactory()
    with refused("organisation_is_not_its_own_parent"), transaction.atomic():
        Organisation.objects.filter(pk=row.pk).update(**{field: row.pk})


def test_database_refuses_parts_of_organisations_and_funds():
    organisation, fund = OrganisationFactory(), OutcomesFundFactory()
    OrganisationSource.objects.create(organisation=organisation, ref="source1")
    with refused("organisationsource_ref_stands_once"), transaction.atomic():
        OrganisationSource.objects.create(organisation=organisation, ref="source1")
    with refused("organisationsource_dates_are_years_months_or_days"), transaction.atomic():
        OrganisationSource.objects.create(organisation=organisation, published="x")
    FundOrganisation.objects.create(fund=fund, organisation=organisation)
    with refused("fund_organisation_stands_once"), transaction.atomic():
        FundOrganisation.objects.create(fund=fund, organisation=organisation)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("outcomesfund_dispute_says_why", {"status": "disputed"}),
        ("outcomesfund_dates_are_years_months_or_days", {"launched": "x"}),
        ("outcomesfund_money_has_a_currency", {"value_actual": 1}),
        ("outcomesfund_money_is_not_below_0", {"value_actual": -1, "currency": "GBP"}),
        ("outcomesfund_investment_has_a_currency", {"investment_actual": 1}),
        ("outcomesfund_investment_is_not_below_0", {"investment_actual": -1, "investment_currency": "GBP"}),
        ("outcomesfund_goals_are_1_to_17", {"other_goals": [99]}),
    ],
)
def test_database_refuses_a_fund(constraint, values):
    fund = OutcomesFundFactory()
    with refused(constraint), transaction.atomic():
        OutcomesFund.objects.filter(pk=fund.pk).update(**values)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("pipelineproject_dispute_says_why", {"status": "disputed"}),
        ("pipeline_indigo_id_looks_like_one", {"indigo_id": "PL-26"}),
        ("pipeline_indigo_id_stands_once", {"indigo_id": "INDIGO-PL-0026"}),
        ("pipelineproject_money_has_a_currency", {"most_payable": 1}),
        ("pipelineproject_money_is_not_below_0", {"most_payable": -1, "currency": "GBP"}),
        ("pipelineproject_goals_are_1_to_17", {"goals": [99]}),
    ],
)
def test_database_refuses_a_project_in_preparation(constraint, values):
    PipelineProject.objects.create(name="One", indigo_id="INDIGO-PL-0026")
    with refused(constraint), transaction.atomic():
        PipelineProject.objects.create(**{"name": "Two"} | values)


def test_database_refuses_findings_changes_and_suggestions(project):
    now = timezone.now()
    with refused("finding_is_about_one_row"), transaction.atomic():
        Finding.objects.create(check_name="x", level="1", text="x", found_on=now.date())
    with refused("finding_says_what"), transaction.atomic():
        Finding.objects.create(check_name="x", level="1", text=" ", found_on=now.date(), project=project)
    with refused("project_change_says_what_and_why"), transaction.atomic():
        ProjectChange.objects.create(project=project, what="The price", why=" ", made_at=now)
    sound = {"project": project, "proposed": "2019", "source": "The report", "made_at": now}
    with refused("suggestion_is_about_a_project"), transaction.atomic():
        Suggestion.objects.create(**sound | {"project": None})
    with refused("suggestion_has_a_source"), transaction.atomic():
        Suggestion.objects.create(**sound | {"source": " "})
    with refused("suggestion_decided_has_a_time_and_a_reply"), transaction.atomic():
        Suggestion.objects.create(**sound, state="refused", decided_at=now + timedelta(1))


def test_public_parts_are_those_that_may_leave(project):
    draft, private = ProjectFactory(is_draft=True), ProjectFactory(status="private")
    for owner in (project, draft, private):
        OutcomePrice.objects.create(project=owner, metric_ref="public")
    OutcomePrice.objects.create(project=project, status="private", metric_ref="private")
    assert [(price.project, price.metric_ref) for price in OutcomePrice.objects.public()] == [(project, "public")]


def test_every_kind_of_part_comes_with_the_project_in_one_query(project, django_assert_num_queries):
    for part, values in PARTS.items():
        part.objects.create(project=project, **values)
        part.objects.create(project=project, status="private", **values)
    secret = OrganisationFactory(name="Secret", status="private")
    ProjectParty.objects.create(project=project, organisation=secret, role="payer")
    with django_assert_num_queries(1):
        found = Project.objects.published().with_parts(*COLUMNS).get()
    kept = {part: len(found.parts(part._meta.get_field("project").remote_field.related_name)) for part in PARTS}
    assert kept == dict.fromkeys(PARTS, 1)
    assert not found.parts("parties")
