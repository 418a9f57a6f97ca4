import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from golab.imports import actions as imports
from golab.imports.models import ImportJob
from golab.imports.work import import_file, work_on
from golab.pages.models import LoadedItem
from golab.taxonomy.models import PolicyArea
from sibdb.loading.content import project_rows, steps_by_project
from sibdb.loading.reading import outcomes_of, regions_of, sources_of
from sibdb.models import Organisation, OutcomesFund, Project, RateCard, RateCardLine
from sibdb.prices.reading import outcome_names, price_notes
from tests.factories.accounts import UserFactory
from tests.factories.sibdb import ProjectFactory

pytestmark = pytest.mark.django_db
HEADER = (
    "indigo_id,name,country_codes,region,delivery_locations,lat,lng,policy_sector,stage,contract_signed,service_start,"
    "service_end,outcome_payers,service_providers,outcome_fund,target_cohort,max_outcome_payment_currency,"
    "max_outcome_payment,outcome_metrics,source\n"
)
LINE = (
    'INDIGO-POJ-0109,ACTion Glos,GB,South West,"Gloucestershire; Bristol",51.8,-2.2,Homelessness,Complete,2017-11,'
    "2017-10,2021,Gloucestershire County Council,P3 Charity; Shelter,Life Chances Fund,126,GBP,1262980,"
    "Metric 1: A home | Metric 2: Work,"
    '"INDIGO Impact Bond Dataset v2 (a mirror); its cited sources: A report, https://example.org/r.pdf ; A letter"\n'
)
PRICES = "programme,round_or_project,indigo_id,sort_order,outcome,definition,price,currency,unit,cap,source,caveat\n"
PRICE = "A fund,Round 1,INDIGO-POJ-0109,1,A job,A job of 16 hours,2600,GBP,per person,,A report,\n"
DOUBTFUL = "A fund,Round 1,,2,A home,,500,GBP,per person,,A report,CHECK: shifted\n"


def run(content: str, kind: str = "projects") -> ImportJob:
    return import_file(kind=kind, name="p.csv", content=content.encode(), by=None)


def actions_of(job: ImportJob) -> list[str]:
    return list(job.changes.order_by("position").values_list("action", flat=True))


@pytest.fixture
def area():
    """The policy area that the lines name: migrations put it in, and some tests take it away."""
    return PolicyArea.objects.get_or_create(slug="homelessness", defaults={"name": "Homelessness"})[0]


def test_import_writes_one_published_revision_with_all_parts(area):
    assert run(HEADER + LINE).is_applied
    project = Project.objects.get()
    assert (project.indigo_id, project.slug, project.live) == ("INDIGO-POJ-0109", "action-glos", True)
    assert project.latest_revision_id == project.live_revision_id
    assert [str(party) for party in project.parties.all()] == [
        "Gloucestershire County Council: Pays for outcomes",
        "P3 Charity: Delivers the service",
        "Shelter: Delivers the service",
    ]
    assert [str(amount) for amount in project.amounts.all()] == ["Most that can be paid for outcomes: £1,262,980"]
    assert [(place.name, place.latitude) for place in project.locations.all()] == [
        *(("Gloucestershire", 51.8), ("Bristol", None))
    ]
    assert [outcome.name for outcome in project.outcomes.all()] == ["A home", "Work"]
    assert [(source.title, source.url) for source in project.sources.all()] == [
        *(("A report", "https://example.org/r.pdf"), ("A letter", ""))
    ]
    assert [place.name for place in project.regions.all()] == ["South West"]
    assert OutcomesFund.objects.get().indigo_id == "INDIGO-FUND-0012"


def test_second_import_changes_nothing_and_a_changed_file_just_that(area):
    run(HEADER + LINE)
    revision = Project.objects.get().latest_revision_id
    assert actions_of(run(HEADER + LINE)) == ["unchanged"]
    assert Project.objects.get().latest_revision_id == revision
    job = run(HEADER + LINE.replace("P3 Charity; Shelter", "Shelter").replace("1262980", "1300000"))
    assert actions_of(job) == ["update"]
    project = Project.objects.get()
    assert [party.organisation.name for party in project.parties.all()] == ["Gloucestershire County Council", "Shelter"]
    assert [amount.in_words for amount in project.amounts.all()] == ["£1,300,000"]
    assert Organisation.objects.filter(name="Shelter").count() == 1


def test_import_keeps_the_summary_that_is_not_in_its_file(area):
    run(HEADER + LINE)
    item = LoadedItem.objects.get()
    project = Project.objects.get()
    project.summary = "Ours."
    project.save_revision().publish()
    project.refresh_from_db()
    LoadedItem.objects.filter(pk=item.pk).update(revision_id=project.latest_revision_id)
    run(HEADER + LINE.replace("126,GBP", "130,GBP"))
    stored = Project.objects.get()
    assert (stored.summary, stored.cohort_target) == ("Ours.", 130)


def test_import_leaves_what_a_colleague_edited_or_made(area):
    run(HEADER + LINE)
    project = Project.objects.get()
    project.name = "A colleague's name"
    project.save_revision().publish()
    ProjectFactory(indigo_id="INDIGO-POJ-0110", name="By hand", policy_area=area)
    both = LINE.replace("126,GBP", "1,GBP") + LINE.replace("0109", "0110")
    errors = list(run(HEADER + both).changes.values_list("error", flat=True))
    assert ["A colleague has edited this project" in error for error in errors] == [True, True]
    assert set(Project.objects.values_list("name", flat=True)) == {"A colleague's name", "By hand"}


def test_import_can_be_taken_back(area):
    job = run(HEADER + LINE)
    imports.undo(job=job, by=UserFactory(), now=job.applied_at)
    work_on(job_id=job.pk)
    assert not Project.objects.exists()


def test_end_before_start_is_passed_on_and_said(area):
    run(HEADER + LINE.replace("2017-10,2021", "2017-10,2017-03"))
    project = Project.objects.get()
    assert (project.service_end, project.dates_in_doubt) == ("2017-03", True)


@pytest.mark.parametrize(
    ("before", "after", "error"),
    [
        ("INDIGO-POJ-0109", "POJ-9", "'POJ-9' is not an id of INDIGO"),
        ("Homelessness", "Sport", "'Sport' is not a policy area of the hub."),
        ("Complete", "Done", "'Done' is not a stage of development"),
        ("2017-11", "Nov 2017", "The contract_signed 'Nov 2017' is not a year, a month or a day."),
        ("126,GBP", "many,GBP", "The target_cohort 'many' is not a whole number."),
        ("GBP,1262980", ",1262980", "The max_outcome_payment has no currency."),
        ("GBP,1262980", "Swe,1262980", "The max_outcome_payment_currency 'Swe' is not a currency of ISO 4217."),
        ("GBP,1262980", "GBP,a lot", "The max_outcome_payment 'a lot' is not an amount."),
        ("ACTion Glos", "", "The column name is empty."),
    ],
)
def test_line_with_a_wrong_value_is_left_out_and_says_why(before, after, error):
    [change] = run(HEADER + LINE.replace(before, after)).changes.all()
    assert error in change.error
    assert not Project.objects.exists()


def test_outcomes_get_short_names():
    cut = (
        "Improved stability at home, which is measured at six months and then at twelve months by the housing team"
        + (" and the adviser who").ljust(45, "x")
    )
    text = f"Metric 1: Feels safe. | Number of A&E visits. Number of visits for all users. | {cut} | Feels safe"
    short = outcomes_of(text)
    assert short[:2] == ["Feels safe", "Number of A&E visits"]
    assert short[2].endswith("…")
    assert len(short) == 3


def test_sources_lose_where_they_came_from_and_keep_their_addresses():
    text = "INDIGO Impact Bond Dataset v2 (x); its cited sources: (DWP, 2016) accessed at https://a.example/b). ; B ; B"
    assert sources_of(text) == [["(DWP, 2016)", "https://a.example/b"], ["B", ""]]


def test_only_nations_and_regions_of_the_uk_are_regions():
    assert regions_of("Yorkshire and the Humber / South West") == ["South West", "Yorkshire and The Humber"]
    assert regions_of("National (GB)") == []


def test_rate_card_is_imported_with_its_doubts_and_only_once():
    ProjectFactory(indigo_id="INDIGO-POJ-0109")
    assert run(PRICES + PRICE + DOUBTFUL, "prices").is_applied
    card = RateCard.objects.get()
    assert (card.programme.name, card.project.indigo_id) == ("A fund", "INDIGO-POJ-0109")
    assert [(line.outcome, line.price_in_words, line.quality, line.caveat) for line in card.lines.all()] == [
        ("A job", "£2,600", "plain", ""),
        ("A home", "£500", "doubtful", "CHECK: shifted"),
    ]
    assert actions_of(run(PRICES + PRICE + DOUBTFUL, "prices")) == ["unchanged"]
    run(PRICES + PRICE.replace("2600", "2700"), "prices")
    assert [line.price for line in RateCardLine.objects.all()] == [2700]


def test_rate_card_that_a_colleague_edited_is_left():
    run(PRICES + PRICE, "prices")
    RateCard.objects.update(cap="Checked in the contract")
    job = run(PRICES + PRICE.replace("2600", "2700"), "prices")
    assert "A colleague has edited this card" in job.changes.get().error
    assert RateCardLine.objects.get().price == 2600


def test_import_of_rate_cards_can_be_taken_back():
    job = run(PRICES + PRICE, "prices")
    imports.undo(job=job, by=UserFactory(), now=job.applied_at)
    work_on(job_id=job.pk)
    assert not RateCard.objects.exists()


@pytest.mark.parametrize(
    ("before", "after", "error"),
    [
        ("2600", "-1", "The price '-1' is not an amount above 0."),
        ("GBP", "pounds", "ISO 4217"),
        ("A report", "", "No price goes without a source."),
        (",1,A job", ",one,A job", "The sort_order 'one' is not a whole number."),
    ],
)
def test_rate_card_with_a_wrong_line_is_left_out_and_says_which(before, after, error):
    [change] = run(PRICES + PRICE.replace(before, after), "prices").changes.all()
    assert "Line 2: " in change.error
    assert error in change.error
    assert not RateCard.objects.exists()


@pytest.mark.parametrize("command", ["import_projects", "import_prices"])
def test_commands_explain_a_file_that_cannot_be_read(tmp_path, command):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command(command, tmp_path / "nothing.csv")


def test_content_names_only_projects_and_outcomes_that_are_there():
    ids = {row.key for row in project_rows()}
    assert set(steps_by_project()) <= ids
    summaries = [row for row in project_rows() if row.values["summary"]]
    assert len(summaries) >= 30
    assert [row.key for row in summaries if not row.values["summary_sources"]] == []
    text = (settings.CONTENT_DIR / "projects/rate-cards.csv").read_text().replace('""', '"')
    assert [name for name in outcome_names() if name not in text] == []
    assert [key for key in price_notes() if key.split(" / ")[1] not in text] == []


@pytest.mark.shared
def test_content_is_the_shared_files(shared_dir):
    for ours, theirs in (("projects.csv", "sib_projects.csv"), ("rate-cards.csv", "rate_cards.csv")):
        shared = (shared_dir / "data" / theirs).read_text()
        assert (settings.CONTENT_DIR / "projects" / ours).read_text() == shared
