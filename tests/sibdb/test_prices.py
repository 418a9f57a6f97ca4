"""Every price in one list: of rate cards and of project records, then and in today's prices."""

import csv
import re
from decimal import Decimal
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from golab.taxonomy.area import NOTHING
from sibdb.evidence import Evidence
from sibdb.models import OutcomePrice, PricedOutcome, ProjectOutcome
from sibdb.models.deflator import read_figures
from sibdb.prices.deflation import latest_deflation
from sibdb.projects.on_steps import on_step
from tests.factories.sibdb import DeflatorFactory, OutcomesFundFactory, ProjectFactory, RateCardFactory
from tests.reading import main_of, queries_of, shown

pytestmark = pytest.mark.django_db


def _priced(project, name: str, price: int, *, currency: str = "GBP", ref: str = "metric1", **kwargs) -> OutcomePrice:
    ProjectOutcome.objects.create(project=project, ref=ref, name=name, **kwargs.pop("outcome", {}))
    return OutcomePrice.objects.create(project=project, metric_ref=ref, price=price, currency=currency, **kwargs)


def test_records_and_cards_stand_in_one_list_with_what_is_checked_and_paid_at_most():
    project = ProjectFactory(name="Steady Work", service_start="2018-04")
    outcome = {"validation_method": "Letter from the employer", "definition": "Kept for 13 weeks."}
    _priced(project, "13 weeks in a job", 2000, person_cap=8200, notes="Paid once.", outcome=outcome)
    RateCardFactory(price_year=2012, cap="Most: £5", lines=[{"outcome": "13 weeks in work", "price": 800}])
    DeflatorFactory(released_on="2025-06-30")
    text = main_of(shown("/prices/?q=13+weeks"))
    for words in (
        *("13 weeks in a job", "£2,000", "£2,220", "Kept for 13 weeks.", "Evidence: Letter from the employer"),
        *("Most for one person: £8,200.", "Terms: Paid once.", "£800", "£1,000", "In 2024 prices", "30 June 2025"),
        *("2 lines", "Based on 2 prices in pounds", "N = 2", "Show this chart as a table", "Most: £5"),
    ):
        assert words in text, words
    assert "Steady Work" in main_of(shown("/prices/?evidence=employer"))
    assert "13 weeks in work" not in main_of(shown("/prices/?evidence=employer"))
    assert "13 weeks in work" not in main_of(shown("/prices/?from=record"))
    assert "13 weeks in a job" not in main_of(shown("/prices/?year_to=2015"))


def test_a_price_that_the_projects_own_card_holds_stands_once():
    project, other = ProjectFactory(), ProjectFactory()
    card = RateCardFactory(project=project, is_of_one_project=True, lines=[{"outcome": "A home", "price": 600}])
    _priced(project, "A home of one's own", 600)
    _priced(project, "A home kept", 700, ref="metric2")
    _priced(other, "Linked", 600, card_line=card.lines.get())
    _priced(other, "A home elsewhere", 600, ref="metric2")
    assert set(PricedOutcome.objects.values_list("outcome", flat=True)) == {"A home", "A home kept", "A home elsewhere"}


@pytest.mark.parametrize("hidden", ["price", "outcome", "project", "draft"])
def test_nothing_private_is_priced(hidden):
    private = {"status": "private"}
    kwargs = {"project": private, "draft": {"is_draft": True}}.get(hidden, {})
    project = ProjectFactory(name="Canary", **kwargs)
    _priced(
        project, "Canary outcome", 600, outcome=private if hidden == "outcome" else {},
        **(private if hidden == "price" else {}),
    )  # fmt: skip
    assert not PricedOutcome.objects.exists()
    for address in ("/prices/", "/prices/?q=canary", "/prices/export.csv"):
        assert "anary outcome" not in shown(address)


def test_a_disputed_price_is_shown_with_its_note():
    _priced(ProjectFactory(), "A job", 600, status="disputed", status_note="The council says 500.")
    assert "The council says 500." in shown("/prices/")
    assert "1 line<" in shown("/prices/?quality=caveat")


def test_policy_area_comes_from_the_project_or_from_those_of_the_fund():
    fund = OutcomesFundFactory()
    ProjectFactory(funds=[fund])
    RateCardFactory(programme__fund=fund, lines=[{"outcome": "A home", "price": 600}])
    RateCardFactory(lines=[{"outcome": "Nobody knows", "price": 600}])
    text = main_of(shown("/prices/?area=homelessness"))
    assert "A home" in text
    assert "Nobody knows" not in text


def test_only_pounds_of_a_known_year_are_brought_up_to_date():
    DeflatorFactory(figures="2012,80\n2024,100", released_on="2020-01-01")
    assert latest_deflation().bring(Decimal(49), "GBP", 2012) == 61
    assert latest_deflation().bring(Decimal(1303), "GBP", 2012) == 1630
    assert latest_deflation().bring(Decimal(49), "USD", 2012) is None
    assert latest_deflation().bring(Decimal(49), "GBP", 2013) is None
    assert latest_deflation().bring(None, "GBP", 2012) is None
    DeflatorFactory(figures="2012,50\n2025,100", released_on="2026-01-01")
    assert (latest_deflation().year, latest_deflation().bring(Decimal(49), "GBP", 2012)) == (2025, 98)


@pytest.mark.parametrize("text", ["", "2012,80", "2012,eighty\n2013,81", "2012,80\n2012,81", "12,80\n2013,1", "2012,0"])
def test_figures_of_a_deflator_are_read_strictly(text):
    with pytest.raises(ValidationError):
        read_figures(text)


def test_evidence_is_named_by_the_words_of_the_definition():
    texts = {
        "Copy of payslips or a letter": Evidence.EMPLOYER,
        "Confirmation letter from school/teacher": Evidence.SCHOOL,
        "Copy of certificate": Evidence.CERTIFICATE,
        "Full time work 26 weeks": Evidence.NOT_NAMED,
    }
    card = RateCardFactory(lines=[{"outcome": text, "definition": text, "price": 5} for text in texts])
    assert {line.definition: line.evidence for line in card.lines.all()} == texts


def test_file_of_prices_names_the_deflator_and_the_years():
    DeflatorFactory(released_on="2025-06-30")
    RateCardFactory(price_year=2012, lines=[{"outcome": "A job", "price": 800}])
    (row,) = csv.DictReader(StringIO(shown("/prices/export.csv").lstrip("\ufeff")))
    values = list(row.values())
    for value in ("800.00", "2012", "1000", "2024", "Office for National Statistics, released 2025-06-30"):
        assert any(str(cell).startswith(value) for cell in values), (value, row)


@pytest.mark.parametrize("count", [2, 20])
def test_the_explorer_costs_the_same_for_any_number_of_prices(count):
    DeflatorFactory()
    for _ in range(count):
        project = ProjectFactory()
        _priced(project, "A job", 500)
        RateCardFactory(project=project, lines=[{"outcome": "A home", "price": 700}])
    for url, queries in {"/prices/": 6, "/prices/?q=job&sort=highest": 7}.items():
        asked = queries_of(url)
        assert len(asked) == len(set(asked)) == queries, "\n".join(asked)


def test_an_outcome_in_a_step_is_one_click_from_prices_like_it():
    project = ProjectFactory(name="Steady Work", indigo_id="INDIGO-POJ-0154")
    _priced(project, "Sustained employment – 13 weeks", 2000)
    _priced(project, "Doubtful", 3000, ref="metric2", status="private")
    RateCardFactory(lines=[{"outcome": "13 weeks of sustained employment", "price": 800}])
    entries = [SimpleNamespace(value={"indigo_id": "INDIGO-POJ-0154", "name": "Steady Work", "why": "It did."})]
    drawn = render_to_string("sibdb/comparable.html", {"prices": on_step(entries, "", NOTHING).prices})
    assert "Sustained employment" in drawn
    assert "£2,000" in drawn
    assert "Doubtful" not in drawn
    address, of_project = re.findall(r'href="([^"]+)"', drawn)
    assert "13 weeks of sustained employment" in shown(address)
    assert of_project == project.url_on_site
