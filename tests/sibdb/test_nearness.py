"""What is near and similar to a visitor's area: lists, steps, similar projects, local figures beside national ones."""

from types import SimpleNamespace

import pytest
from django.http import QueryDict

from golab.taxonomy.area import NOTHING, MyArea
from golab.taxonomy.models import Place
from sibdb.around.nearness import near_prices, near_projects
from sibdb.around.places import Councils
from sibdb.around.similar import alike_in_words, similar_to
from sibdb.around.standing import figures_at, levels_around, levels_of
from sibdb.models import OutcomePrice, PricedOutcome, Project, ProjectLocation, ProjectOutcome
from sibdb.projects import finder
from sibdb.projects.lines import price_groups
from sibdb.projects.on_steps import on_step
from tests.factories.sibdb import (
    OutcomesFundFactory,
    ProjectFactory,
    RateCardFactory,
    a_country,
)
from tests.factories.taxonomy import CouncilFactory, PolicyAreaFactory, StepFactory
from tests.reading import shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def south_west():
    return Place.objects.get(slug="south-west")


@pytest.fixture
def bristol(south_west):
    return CouncilFactory(name="Bristol", parent=south_west, latitude=51.45, longitude=-2.59)


@pytest.fixture
def homes():
    return PolicyAreaFactory(slug="homelessness", name="Homelessness")


@pytest.fixture
def health():
    return PolicyAreaFactory(slug="health", name="Health")


@pytest.fixture
def area(bristol, homes):
    return MyArea.of(place=bristol, country=None, policy_area=homes, role="council")


def at(place: Place, **fields: object) -> ProjectLocation:
    return ProjectLocation(name=place.name, place=place, **fields)


def names(rows, area: MyArea) -> list[tuple[str, str]]:
    return [(row.name, area.why(row)) for row in rows.order_by("-nearness", "name")]


def test_the_same_work_nearby_comes_first_and_each_says_why(area, bristol, south_west, homes, health):
    uk, france = a_country("GB"), a_country("FR")
    wales = Place.objects.get(slug="wales")
    ProjectFactory(name="A", policy_area=homes, countries=[uk], regions=[south_west], locations=[at(bristol)])
    ProjectFactory(name="B", policy_area=homes, countries=[uk], regions=[south_west])
    ProjectFactory(name="C", policy_area=homes, countries=[uk], parties=[("payer", "Leeds City Council")])
    ProjectFactory(name="D", policy_area=health, countries=[uk], regions=[south_west], locations=[at(bristol)])
    ProjectFactory(name="E", policy_area=homes, countries=[france])
    ProjectFactory(name="F", policy_area=health, secondary_areas=[homes], countries=[france])
    ProjectFactory(name="G", policy_area=health, countries=[uk], regions=[wales])
    ProjectFactory(name="H", policy_area=health, countries=[france])
    assert names(near_projects(Project.objects.published(), area), area) == [
        ("A", "Homelessness, Bristol"),
        ("B", "Homelessness, South West"),
        ("C", "Homelessness, United Kingdom, a payer like you"),
        ("D", "Bristol"),
        ("E", "Homelessness"),
        ("F", "Homelessness"),
        ("G", "United Kingdom"),
        ("H", ""),
    ]


def test_what_is_private_does_not_make_a_project_near(area, bristol, health):
    ProjectFactory(policy_area=health, locations=[at(bristol, status="private", status_note="Asked to be left out.")])
    assert names(near_projects(Project.objects.published(), area), area)[0][1] == ""


def test_prices_are_near_by_their_project_and_their_own_policy_area(area, south_west, homes, health):
    near = ProjectFactory(policy_area=homes, regions=[south_west])
    far = ProjectFactory(policy_area=health)
    RateCardFactory(project=near, name="Near", is_of_one_project=True, lines=[{"outcome": "A home", "price": 1}])
    RateCardFactory(project=far, name="Far", is_of_one_project=True, lines=[{"outcome": "A cure", "price": 2}])
    found = near_prices(PricedOutcome.objects.all(), area).order_by("-nearness")
    assert [(line.outcome, area.why(line)) for line in found] == [
        ("A home", "Homelessness, South West"),
        ("A cure", ""),
    ]


# --- steps ---------------------------------------------------------------------------------


def pick(project: Project) -> SimpleNamespace:
    return SimpleNamespace(value={"indigo_id": project.indigo_id, "name": project.name, "why": "Editors say why."})


def test_a_step_has_the_editors_picks_first_and_then_what_the_database_knows(homes):
    step = StepFactory()
    picked, tagged = ProjectFactory(name="Picked"), ProjectFactory(name="Tagged", steps=[step])
    ProjectFactory(name="Draft", steps=[step], is_draft=True)
    ProjectFactory(name="Elsewhere", steps=[StepFactory()])
    unknown = SimpleNamespace(value={"indigo_id": "INDIGO-POJ-0001", "name": "Unknown", "why": "It did."})
    found = on_step([pick(picked), unknown], step.slug, NOTHING)
    assert [(one.name, bool(one.url)) for one in found.done] == [("Picked", True), ("Unknown", False), ("Tagged", True)]
    assert found.done[0].why == "Editors say why."
    assert (found.similar, found.nothing_near) == ([], "")
    assert tagged.url_on_site in [one.url for one in found.done]


def test_no_record_stands_twice_where_its_outcomes_are_of_several_policy_areas(area, south_west, homes, health):
    both, near = (ProjectFactory(policy_area=health, regions=regions) for regions in ([], [south_west]))
    for project in (both, near):
        for number, policy_area in enumerate((health, homes, health)):
            ref = f"metric{number}"
            ProjectOutcome.objects.create(project=project, ref=ref, name=f"Outcome {number}", policy_area=policy_area)
            OutcomePrice.objects.create(project=project, metric_ref=ref, price=5, currency="GBP")
    RateCardFactory(lines=[{"outcome": "A job", "price": 500}, {"outcome": "A home", "price": 700}])
    found = finder.prices.find(PricedOutcome.objects.all(), QueryDict(), path="/prices/", area=area)
    groups = price_groups(found.queryset.for_lists(), area)
    assert [(group.project, len(group.lines)) for group in groups] == [(near, 3), (both, 3), (None, 2)]
    assert [group.near for group in groups] == ["Homelessness, South West", "Homelessness", ""]


def test_a_step_shows_near_first_and_what_is_similar_beside(area, south_west, health, homes, django_assert_num_queries):
    step = StepFactory()
    far = ProjectFactory(name="Picked but far", policy_area=health)
    ProjectFactory(name="Tagged and near", policy_area=homes, regions=[south_west], steps=[step])
    ProjectFactory(name="Similar", policy_area=homes)
    ProjectFactory(name="Not like it", policy_area=health)
    with django_assert_num_queries(1):
        found = on_step([pick(far)], step.slug, area)
    assert [(one.name, one.near) for one in found.done] == [
        ("Tagged and near", "Homelessness, South West"),
        ("Picked but far", ""),
    ]
    assert [one.name for one in found.similar] == ["Similar"]
    assert on_step([pick(far)], step.slug, MyArea(country=["FJ", "Fiji"])).nothing_near == "No project here"
    with django_assert_num_queries(0):
        assert not on_step([], "", area).done


# --- similar places, local and national --------------------------------------------------------


def test_similar_projects_say_what_they_share(south_west, homes, health):
    fund, payer = OutcomesFundFactory(), ("payer", "Bristol City Council")
    project = ProjectFactory(
        name="This", policy_area=homes, regions=[south_west], parties=[payer], funds=[fund], cohort_actual=100
    )
    ProjectFactory(name="Elsewhere, same payer and region", policy_area=health, regions=[south_west], parties=[payer])
    ProjectFactory(
        name="All", policy_area=homes, regions=[south_west], parties=[payer], funds=[fund], cohort_target=150
    )
    ProjectFactory(name="Region", policy_area=homes, regions=[south_west])
    ProjectFactory(name="Only the payer", policy_area=health, parties=[payer])
    this = Project.objects.for_page().get(pk=project.pk)
    size = "number of people, within a half and twice"
    assert [(one.name, alike_in_words(one)) for one in similar_to(Project.objects.published(), this)] == [
        ("All", f"Same policy area, outcome payer, region, outcomes fund and {size}"),
        ("Region", "Same policy area and region"),
        ("Elsewhere, same payer and region", "Same outcome payer and region"),
    ]
    text = shown(project.url_on_site)
    assert "Same outcome payer and region" in text
    # The figures are of one policy area, so the project that is about health does not count.
    assert '<th scope="row">South West</th><td><span class="tag">Local</span></td><td class="num">3</td>' in text


def test_national_figures_stand_beside_local_ones(area, bristol, south_west, homes, health, django_assert_num_queries):
    uk = a_country("GB")
    near = ProjectFactory(
        policy_area=homes, countries=[uk], regions=[south_west], locations=[at(bristol)], cohort_actual=10
    )
    ProjectFactory(policy_area=homes, countries=[uk], regions=[south_west], cohort_target=30)
    ProjectFactory(policy_area=homes, countries=[uk], regions=[Place.objects.get(slug="wales")], cohort_target=500)
    ProjectFactory(policy_area=homes, countries=[a_country("FR")])
    ProjectFactory(policy_area=health, countries=[uk], cohort_target=1)
    ProjectFactory(policy_area=homes, countries=[uk], is_draft=True)
    RateCardFactory(project=near, lines=[{"outcome": "A home", "price": 1}])
    with django_assert_num_queries(1):
        levels = figures_at(levels_of(area), homes.pk)
    assert [(level.name, level.kind, level.projects, level.people, level.priced) for level in levels] == [
        ("Bristol", "Local", 1, 10, 1),
        ("South West", "Local", 2, 20, 1),
        ("England", "National", 2, 20, 1),
        ("United Kingdom", "National", 3, 30, 1),
        ("All countries", "International", 4, 30, 1),
    ]
    this = Project.objects.for_page().get(pk=near.pk)
    around = [(where.name, where.kind) for where in levels_around(this)]
    assert around == [("South West", "Local"), ("England", "National"), ("United Kingdom", "National")]
    assert levels_around(Project.objects.get(pk=near.pk))
    with django_assert_num_queries(1):  # a step counts them with its projects
        assert on_step([pick(near)], "", area).standing == levels
    assert [level.projects for level in figures_at(levels_of(area), PolicyAreaFactory().pk)] == [0] * 5
    assert figures_at([], homes.pk) == on_step([pick(near)], "", NOTHING).standing == []
    assert "Local and national" in shown(near.url_on_site)


# --- the nearest council -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "point", "place", "is_approximate"),
    [
        ("Bristol City Council, England", (None, None), "Bristol", False),
        ("Docks by the Avon", (51.46, -2.60), "Bristol", True),
        ("Out at sea", (49.0, -9.0), None, False),
        ("Nobody knows where", (None, None), None, False),
    ],
)
def test_a_location_gets_the_council_that_it_names_or_is_nearest_to(bristol, name, point, place, is_approximate):
    CouncilFactory(name="West of Somewhere", council_type="Combined authority", latitude=51.46, longitude=-2.60)
    CouncilFactory(name="Far", latitude=55, longitude=-2)
    location = ProjectLocation(name=name, latitude=point[0], longitude=point[1])
    Councils().place([location], country="GB")
    assert (location.place and location.place.name, location.place_is_approximate) == (place, is_approximate)
    abroad = ProjectLocation(name=name, latitude=point[0], longitude=point[1], country_id="FR")
    Councils().place([abroad], country="GB")
    assert abroad.place is None
