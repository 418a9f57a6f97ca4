"""What projects can be narrowed by. Whatever is private neither counts nor narrows nor is offered."""

import pytest

from sibdb.models import Organisation, OutcomePrice, ProjectAmount, Result
from tests.factories.sibdb import OrganisationFactory, OutcomesFundFactory, ProjectFactory, RateCardFactory
from tests.reading import shown

pytestmark = pytest.mark.django_db


def _amount(exact: int, currency: str = "GBP", **kwargs) -> ProjectAmount:
    return ProjectAmount(kind="maximum", currency=currency, exact=exact, **kwargs)


def _found(query: str) -> set[str]:
    """Names of the projects in the list."""
    text = shown(f"/projects/?{query}")
    return {name for name in ("Wards", "Streets", "Schools") if f">{name}</a>" in text}


def test_roles_and_funds_narrow_the_list():
    fund, other = OutcomesFundFactory(name="Life Chances"), OutcomesFundFactory(name="Better Outcomes")
    ProjectFactory(name="Wards", parties=[("payer", "Council"), ("provider", "Shelter")], funds=[fund])
    ProjectFactory(name="Streets", parties=[("payer", "Ministry"), ("investor", "Council")], funds=[other])
    ProjectFactory(name="Schools", parties=[("provider", "Ministry")])
    assert _found("payer=council") == {"Wards"}
    assert _found("payer=council&payer=ministry") == {"Wards", "Streets"}
    assert _found("investor=council") == {"Streets"}
    assert _found("provider=ministry&payer=ministry") == set()
    assert _found("fund=life-chances") == {"Wards"}
    assert _found("fund=life-chances&fund=better-outcomes&payer=ministry") == {"Streets"}
    assert "Remove filter" in shown("/projects/?fund=life-chances")


def test_goals_values_prices_and_results_narrow_the_list():
    wards = ProjectFactory(name="Wards", goals=[3, 10], amounts=[_amount(900_000)])
    streets = ProjectFactory(name="Streets", goals=[11], amounts=[_amount(1_000_000, "USD")])
    schools = ProjectFactory(name="Schools", amounts=[_amount(1_000_000)])
    OutcomePrice.objects.create(project=wards, price=600, currency="GBP")
    RateCardFactory(project=schools, lines=[{"outcome": "A job", "price": 500}])
    Result.objects.create(project=streets, achieved=4)
    assert _found("sdg=3") == {"Wards"}
    assert _found("sdg=3&sdg=11") == {"Wards", "Streets"}
    assert _found("value=500k-1m") == {"Wards", "Streets"}  # a dollar is less than a pound
    assert _found("value=1m-5m") == {"Schools"}
    assert _found("prices=yes") == {"Wards", "Schools"}
    assert _found("results=yes") == {"Streets"}
    assert _found("results=yes&prices=yes") == set()


def test_counts_are_over_the_other_facets():
    for name, payer in (("Wards", "Council"), ("Streets", "Council"), ("Schools", "Ministry")):
        ProjectFactory(name=name, parties=[("payer", payer)], goals=[3] if payer == "Council" else [])
    text = " ".join(shown("/projects/?payer=council").split())
    assert '<span>Council</span><span class="count">2' in text
    assert '<span>Ministry</span><span class="count">1' in text
    assert '<span>3 Good health and well-being</span><span class="count">2' in text


def test_of_many_organisations_those_with_most_projects_stand_and_any_may_be_asked_for():
    busy, idle = OrganisationFactory(name="Busy council"), OrganisationFactory(name="Aardvark council")
    for _ in range(2):
        ProjectFactory(parties=[("payer", busy.name)])
    ProjectFactory(name="Wards", parties=[("payer", idle.name)])
    for number in range(12):
        ProjectFactory(parties=[("payer", f"Council of {number}")])
    text = shown("/projects/")
    assert text.count('name="payer"') == 8
    assert "Busy council</span>" in text
    assert _found("payer=aardvark-council") == {"Wards"}


@pytest.mark.parametrize("hidden", ["part", "organisation", "fund"])
def test_nothing_private_narrows_counts_or_is_offered(hidden):
    status = {"status": "private"}
    fund = OutcomesFundFactory(name="Canary fund", status="private" if hidden == "fund" else "public")
    amount = _amount(900_000, **(status if hidden == "part" else {}))
    project = ProjectFactory(name="Wards", parties=[("payer", "Canary council")], funds=[fund], amounts=[amount])
    OutcomePrice.objects.create(project=project, price=600, currency="GBP", **(status if hidden == "part" else {}))
    Result.objects.create(project=project, achieved=4, **(status if hidden == "part" else {}))
    if hidden == "part":
        project.parties.update(**status)
    if hidden == "organisation":
        Organisation.objects.filter(name="Canary council").update(**status)
    asked = {"fund": "fund=canary-fund"}.get(hidden, "payer=canary-council")
    for address in ("/projects/", f"/projects/?{asked}"):
        text = shown(address)
        assert "Remove filter" not in text
        assert f'name="{asked.split("=")[0]}"' not in text
    if hidden == "part":
        for query in ("value=500k-1m", "prices=yes", "results=yes"):
            assert _found(query) == set(), query


def test_nonsense_is_left_out():
    ProjectFactory(name="Wards")
    assert _found("payer=%00&fund=x&sdg=18&value=lots&prices=no&results=&region=mars&investor=1") == {"Wards"}


def test_a_private_role_of_an_organisation_does_not_count_beside_its_public_ones():
    ProjectFactory(name="Wards", parties=[("payer", "Council")])
    ProjectFactory(name="Streets", parties=[("payer", "Council")]).parties.update(status="private")
    assert '<span>Council</span><span class="count">1' in " ".join(shown("/projects/").split())
    assert _found("payer=council") == {"Wards"}
