from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from golab.pages.addresses import RESERVED_SLUGS
from sibdb.around.similar import similar_to
from sibdb.dates import check_date, in_words, is_before
from sibdb.models import (
    Deflator,
    Organisation,
    OutcomesFund,
    PriceProgramme,
    Project,
    ProjectAmount,
    ProjectCaveat,
    ProjectLocation,
    ProjectOutcome,
    ProjectParty,
    ProjectSource,
    RateCard,
    RateCardLine,
)
from sibdb.money import money, money_between
from tests.factories.sibdb import (
    DeflatorFactory,
    OrganisationFactory,
    OutcomesFundFactory,
    ProjectFactory,
    RateCardFactory,
    a_country,
)
from tests.factories.taxonomy import PolicyAreaFactory

pytestmark = pytest.mark.django_db


def refused(constraint: str):
    return pytest.raises(IntegrityError, match=constraint)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("project_indigo_id_looks_like_one", {"indigo_id": "POJ-0154"}),
        ("project_slug_is_free", {"slug": "map"}),
        ("project_dates_are_years_months_or_days", {"service_start": "June 2018"}),
        ("project_dates_are_years_months_or_days", {"contract_signed": "2018-13"}),
        ("project_ends_after_it_starts", {"service_start": "2018-10", "service_end": "2018-03"}),
        ("project_dispute_says_why", {"status": "disputed", "status_note": " "}),
    ],
)
def test_database_refuses(constraint, values):
    project = ProjectFactory()
    with refused(constraint), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(**values)


def test_database_refuses_a_second_project_with_the_same_id():
    ProjectFactory(indigo_id="INDIGO-POJ-0154")
    with refused("project_indigo_id_stands_once"), transaction.atomic():
        ProjectFactory(indigo_id="INDIGO-POJ-0154")


@pytest.mark.parametrize(
    "dates",
    [
        {"service_start": "2018-10", "service_end": "2018"},
        {"service_start": "2018", "service_end": "2018-03"},
        {"service_start": "2018-10", "service_end": "2018-03", "dates_in_doubt": True},
        {"service_start": "", "contract_signed": "2018-01-31"},
    ],
)
def test_dates_as_exact_as_they_are_known_are_taken(dates):
    assert ProjectFactory(**dates).pk


EXACT = {"kind": "paid", "currency": "GBP", "exact": 1}


@pytest.mark.parametrize(
    ("constraint", "part", "values"),
    [
        ("projectparty_dispute_says_why", ProjectParty, {"role": "payer", "status": "disputed"}),
        ("projectamount_dispute_says_why", ProjectAmount, {**EXACT, "status": "disputed"}),
        ("projectlocation_dispute_says_why", ProjectLocation, {"name": "Leeds", "status": "disputed"}),
        ("projectoutcome_dispute_says_why", ProjectOutcome, {"name": "A home", "status": "disputed"}),
        ("projectsource_dispute_says_why", ProjectSource, {"title": "A report", "status": "disputed"}),
        ("projectcaveat_dispute_says_why", ProjectCaveat, {"text": "A doubt", "status": "disputed"}),
        ("project_amount_has_a_currency", ProjectAmount, {**EXACT, "currency": "Swe"}),
        ("project_amount_is_exact_or_between", ProjectAmount, {"kind": "paid", "currency": "GBP"}),
        ("project_amount_is_exact_or_between", ProjectAmount, {**EXACT, "exact": -1}),
        ("project_amount_is_exact_or_between", ProjectAmount, {**EXACT, "lowest": 1}),
        (
            "project_amount_is_exact_or_between",
            ProjectAmount,
            {"kind": "paid", "currency": "GBP", "lowest": 2, "highest": 1},
        ),
        ("project_location_has_both_coordinates_or_none", ProjectLocation, {"name": "Leeds", "latitude": 53.8}),
        ("project_outcome_has_a_name", ProjectOutcome, {"name": " "}),
        ("project_source_has_a_title", ProjectSource, {"title": " "}),
        ("project_caveat_says_something", ProjectCaveat, {"text": ""}),
    ],
)
def test_database_refuses_a_part(constraint, part, values):
    project = ProjectFactory()
    if part is ProjectParty:
        values = {**values, "organisation": OrganisationFactory()}
    with refused(constraint), transaction.atomic():
        part.objects.create(project=project, **values)


def test_database_refuses_a_role_or_an_amount_twice():
    project = ProjectFactory(parties=[("payer", "Leeds City Council")], amounts=[ProjectAmount(**EXACT)])
    with refused("project_party_has_a_role_once"), transaction.atomic():
        ProjectParty.objects.create(project=project, organisation=Organisation.objects.get(), role="payer")
    with refused("project_amount_of_a_kind_once"), transaction.atomic():
        ProjectAmount.objects.create(project=project, **EXACT)


def test_database_refuses_organisations_and_funds():
    OrganisationFactory(indigo_id="INDIGO-ORG-0001")
    OutcomesFundFactory(indigo_id="INDIGO-FUND-0001")
    for constraint, model, values in (
        ("organisation_has_a_name", Organisation, {"name": " "}),
        ("organisation_indigo_id_looks_like_one", Organisation, {"name": "A", "indigo_id": "ORG-1"}),
        ("organisation_indigo_id_stands_once", Organisation, {"name": "A", "indigo_id": "INDIGO-ORG-0001"}),
        ("fund_indigo_id_looks_like_one", OutcomesFund, {"name": "A", "indigo_id": "FUND-1"}),
        ("fund_indigo_id_stands_once", OutcomesFund, {"name": "A", "indigo_id": "INDIGO-FUND-0001"}),
    ):
        with refused(constraint), transaction.atomic():
            model.objects.create(**values)


def test_database_refuses_prices():
    card = RateCardFactory(lines=[{"outcome": "A job", "price": 500}])
    DeflatorFactory()
    for constraint, rows, values in (
        ("deflator_names_its_source", Deflator.objects.all(), {"source": " "}),
        ("price_programme_slug_is_free", PriceProgramme.objects.all(), {"slug": "export"}),
        ("rate_card_says_where_it_was_read", RateCard.objects.all(), {"source": " "}),
        ("rate_card_price_year_is_plausible", RateCard.objects.all(), {"price_year": 15}),
        ("rate_card_line_price_is_above_nothing", RateCardLine.objects.all(), {"price": 0}),
        ("rate_card_line_has_a_currency", RateCardLine.objects.all(), {"currency": "£"}),
        ("rate_card_line_in_doubt_says_why", RateCardLine.objects.all(), {"quality": "doubtful"}),
    ):
        with refused(constraint), transaction.atomic():
            rows.update(**values)
    with refused("rate_card_stands_once"), transaction.atomic():
        RateCardFactory(programme=card.programme, name=card.name)


@pytest.mark.parametrize("slug", RESERVED_SLUGS)
def test_reserved_slug_is_refused_with_words(slug):
    project = Project(name="A", slug=slug, stage="complete")
    with pytest.raises(ValidationError) as caught:
        project.full_clean(exclude=["policy_area"])
    assert "This address has a meaning of its own. Add a word to it." in caught.value.messages


@pytest.mark.parametrize("text", ["2018-02-30", "18", "2018-6", "soon"])
def test_date_that_is_none_is_refused_with_words(text):
    with pytest.raises(ValidationError, match="Write a year, a month or a day"):
        check_date(text)


def test_dates_are_said_as_exactly_as_they_are_known():
    assert [in_words(text) for text in ("2018", "2018-06", "2018-06-05")] == ["2018", "June 2018", "5 June 2018"]
    day = date(2018, 6, 15)
    assert [is_before(text, day) for text in ("2017", "2018", "2018-05", "2018-06", "")] == [
        *(True, False, True, False, False)
    ]


def test_money_always_has_its_currency():
    assert [money(1262980, "GBP"), money(7200000, "USD"), money(9034100, "ZAR")] == [
        *("£1,262,980", "US$7,200,000", "ZAR\N{NO-BREAK SPACE}9,034,100")
    ]
    assert money_between(1, 2, "EUR") == "€1 to €2"
    assert (money_between(1, None, "AUD"), money_between(None, 2, "GBP")) == ("at least A$1", "up to £2")


def test_currency_is_a_code_and_never_a_word():
    with pytest.raises(ValidationError, match="ISO 4217"):
        ProjectAmount(project=ProjectFactory(), kind="paid", currency="XQX", exact=1).full_clean()


def test_year_is_that_of_the_service_else_of_the_contract():
    years = {"2017-06": {"service_start": "2017-06", "contract_signed": "2015"}, "2015": {"service_start": ""}}
    first = ProjectFactory(**years["2017-06"])
    second = ProjectFactory(service_start="", contract_signed="2015-01-02")
    neither = ProjectFactory(service_start="")
    found = {project.pk: project.start_year for project in Project.objects.all()}
    assert (found[first.pk], found[second.pk], found[neither.pk]) == (2017, 2015, None)


def test_sentences_are_made_of_the_facts():
    project = ProjectFactory(
        policy_area=PolicyAreaFactory(name="Employment and training", slug="employment-and-training"),
        stage=Project.Stage.IMPLEMENTATION,
        parties=[("payer", name) for name in ("Leeds", "Hull", "York", "Bath")] + [("provider", "Shelter")],
        amounts=[ProjectAmount(kind="maximum", currency="GBP", exact=1262980)],
        locations=[ProjectLocation(name="Leeds")],
        countries=[a_country("GB")],
        cohort_target=126,
    )
    assert project.fact_line == (
        "An employment and training project in Leeds, UK, planned for 126 people. Shelter delivers the service, and "
        "Leeds, Hull and two others pay for outcomes, up to £1,262,980. The service began in June 2017."
    )
    assert (project.place_line, project.party_line) == ("Leeds, UK", "Leeds; Hull; York; Bath; Shelter")


def test_sentences_say_nothing_that_is_not_known():
    project = ProjectFactory(service_start="")
    assert project.fact_line == "A homelessness project."


def test_page_opens_with_the_first_sentence_of_our_summary():
    summary = "Homes came first. Up to £2.63 million paid for them. It worked, e.g. in Leeds."
    project = ProjectFactory(service_start="", summary=summary)
    assert project.opening == ("Homes came first.", "Up to £2.63 million paid for them. It worked, e.g. in Leeds.")
    assert ProjectFactory(service_start="", summary="One sentence.").opening == ("One sentence.", "")
    assert ProjectFactory(service_start="").opening == ("A homelessness project.", "")


def test_what_is_private_stays_out_of_the_lines():
    project = ProjectFactory()
    secret = OrganisationFactory(name="Secret fund")
    project.parties = [ProjectParty(role="payer", organisation=secret, status="private")]
    project.locations = [ProjectLocation(name="Nowhere", status="private")]
    project.save()
    stored = Project.objects.get()
    assert "Secret" not in stored.fact_line + stored.party_line
    assert "Nowhere" not in stored.fact_line + stored.place_line


def test_draft_changes_wait_for_publishing():
    """Parts and terms of a draft stay with the draft; publishing writes them all."""
    project = ProjectFactory(parties=[("payer", "Leeds")])
    project.name, area = "A better name", PolicyAreaFactory()
    project.parties = [ProjectParty(role="payer", organisation=OrganisationFactory(name="Hull"))]
    project.secondary_areas = [area]
    revision = project.save_revision()
    assert Project.objects.get().party_line == "Leeds"
    revision.publish()
    stored = Project.objects.get()
    assert (stored.name, stored.party_line, list(stored.secondary_areas.all())) == ("A better name", "Hull", [area])


def test_old_address_leads_to_the_new_one(client):
    project = ProjectFactory(slug="first-name")
    project.slug = "second-name"
    project.save_revision().publish()
    answer = client.get("/projects/first-name/")
    assert (answer.status_code, answer["Location"]) == (301, "/projects/second-name/")


@pytest.mark.parametrize("words", ["!!!", "“", "' OR 1=1 --", 'unbalanced "quote', "a & | b:*"])
def test_hostile_words_find_nothing_bad(words):
    ProjectFactory(name="Homes first", indigo_id="INDIGO-POJ-9999")
    assert list(Project.objects.matching(words)) == []


def test_words_find_places_and_organisations():
    project = ProjectFactory(parties=[("payer", "Leeds City Council")], locations=[ProjectLocation(name="Yorkshire")])
    ProjectFactory()
    for words in ("leeds", "yorkshire", project.indigo_id):
        assert list(Project.objects.matching(words)) == [project]


def test_similar_projects_share_a_fund_first_and_then_are_near_in_size():
    fund = OutcomesFundFactory()
    project = ProjectFactory(cohort_actual=100, funds=[fund])
    far, near = ProjectFactory(cohort_target=900), ProjectFactory(cohort_actual=110)
    same_fund = ProjectFactory(cohort_target=5000, funds=[fund])
    ProjectFactory(policy_area=PolicyAreaFactory())
    unknown = ProjectFactory()
    assert list(similar_to(Project.objects.published(), project)) == [same_fund, near, far, unknown]


def test_parts_fetched_with_a_project_are_those_that_it_has(django_assert_num_queries):
    made = ProjectFactory(
        parties=[("payer", "Leeds")],
        amounts=[ProjectAmount(kind="maximum", currency="GBP", exact=Decimal("123456789012345.67"))],
        sources=[ProjectSource(title="A report", accessed="2019-08-23")],
        funds=[OutcomesFundFactory(name="A fund")],
    )
    with django_assert_num_queries(1):
        project = Project.objects.for_page().get(pk=made.pk)
        [party], [amount], [source], [fund] = map(project.parts, ("parties", "amounts", "sources", "funds"))
        assert (party.role, party.organisation.name, fund.name) == ("payer", "Leeds", "A fund")
        assert amount.in_words == "£123,456,789,012,345.67"
        assert source.accessed == "2019-08-23"
