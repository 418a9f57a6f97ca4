"""Who pays whom, the map and the charts: what is drawn, what is said beside it, and what it costs."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from golab.charts.world import country_points, on_map
from golab.taxonomy.models import Country, Place
from sibdb.models import ProjectAmount, ProjectLocation
from tests.factories.sibdb import ProjectFactory, a_country, grow_projects
from tests.factories.taxonomy import PolicyAreaFactory
from tests.reading import main_of, queries_of, shown

pytestmark = pytest.mark.django_db
LARGEST_PAGE = 120_000  # bytes of the page and the map that it shows, as sent without compression


def diagram_of(project) -> str:
    page = main_of(shown(project.url_on_site))
    return page[page.index('<svg class="parties') : page.index("<table")]


# --- who pays whom
def test_diagram_names_roles_money_and_people():
    investors = [("investor", name) for name in ("A fund (of funds)", "B trust", "C bank")]
    project = ProjectFactory(
        parties=[("payer", "Leeds"), ("provider", "Shelter"), *investors],
        amounts=[
            ProjectAmount(kind="maximum", currency="GBP", exact=2_629_000),
            ProjectAmount(kind="investment", currency="USD", lowest=900, highest=1_800_000),
        ],
        cohort_actual=406,
    )
    text = diagram_of(project)
    for words in (">Leeds<", ">pays for outcomes<", ">Shelter<", ">A fund<", ">and 2 others<", ">invest<"):
        assert text.count(words) == 2, words  # in the wide drawing and in the tall one
    for words in (">up to<", ">£2.63m<", ">US$900 to<", ">US$1.8m<", ">406 people<", ">took part<"):
        assert words in text, words
    assert "Invests: A fund (of funds); B trust; C bank." in text
    assert "Most that could be paid: £2,629,000." in text


def test_diagram_says_what_is_not_published_and_nothing_private():
    project = ProjectFactory(parties=[("payer", "Leeds"), ("investor", "Canary trust")])
    project.parties.filter(role="investor").update(status="private")
    text = diagram_of(project)
    assert text.count('class="unknown"') == 8  # four roles that nobody is recorded in, in two drawings
    assert "Canary" not in text
    assert "Checks outcomes: not published." in text


def test_project_without_parties_has_no_diagram():
    assert 'class="parties' not in shown(ProjectFactory().url_on_site)


def test_places_with_coordinates_are_drawn_and_all_are_named():
    places = [ProjectLocation(name="Leeds", latitude=53.8, longitude=-1.5), ProjectLocation(name="The north")]
    page = main_of(shown(ProjectFactory(locations=places).url_on_site))
    where = page[page.index('id="where-h"') : page.index('id="so-h"')]
    assert where.count("<circle") == 1
    assert "1 of 2 places has coordinates on record" in where
    assert "<li>Leeds</li><li>The north</li>" in where
    assert "<circle" not in main_of(shown(ProjectFactory(locations=[ProjectLocation(name="The north")]).url_on_site))


# --- the map
def test_countries_lie_where_they_are():
    points = country_points()
    codes = set(Country.objects.values_list("code", flat=True))
    assert codes >= set(points)
    assert len(points) > 230
    west_to_east = [points[code][0] for code in ("US", "BR", "GB", "IN", "JP", "NZ")]
    assert west_to_east == sorted(west_to_east)
    assert points["NO"][1] < points["GB"][1] < points["ES"][1] < points["ZA"][1]
    assert on_map(0, 0) == (480.0, 244)


def test_map_counts_the_projects_of_the_search_and_says_what_is_missing():
    area = PolicyAreaFactory(slug="health", name="Health")
    for codes in (["GB"], ["GB", "FR"], []):
        ProjectFactory(policy_area=area, countries=[a_country(code) for code in codes])
    ProjectFactory(countries=[a_country("JP")])
    text = main_of(shown("/projects/?view=map&area=health"))
    assert 'aria-label="United Kingdom: 2 projects"' in text
    assert 'aria-label="France: 1 project"' in text
    assert "Japan" not in text[text.index("<figure") :]
    assert "United Kingdom: 2 of 3 projects" in text
    assert "Based on 2 projects. 1 project has no country on record." in text
    assert "N = 2." in text
    assert 'href="/projects/?area=health&amp;view=map&amp;country=GB"' in text
    assert "Show this map as a table" in text


def test_tiles_count_nations_and_regions_of_the_uk():
    places = {place.slug: place for place in Place.objects.filter(slug__in=["london", "wales"])}
    assert len(places) == 2
    for region in ("london", "london", "wales"):
        ProjectFactory(countries=[a_country("GB")], regions=[places[region]])
    ProjectFactory(countries=[a_country("GB")])
    text = main_of(shown("/projects/?view=map"))
    assert re.search(r'class="r5 c3 l3"><a href="[^"]*region=london"><b>2</b>', text)
    assert "1 project has the UK on record and no nation or region." in text
    assert shown("/projects/export/uk.csv").splitlines()[1] == "Scotland,0"
    assert ">2</text>" in shown("/projects/export/uk.svg")


def test_files_hold_what_the_page_shows():
    ProjectFactory(countries=[a_country("GB")], service_start="2018")
    ProjectFactory(countries=[a_country("FR")])
    assert shown("/projects/export/world.csv?country=GB").splitlines() == ["place,projects", "United Kingdom,1"]
    drawn = shown("/projects/export/world.svg?country=GB")
    assert "United Kingdom: 1 project" in drawn
    assert 'd="M' in drawn  # it holds its land: a file has no page around it
    assert "2018,1" in shown("/projects/export/years.csv?country=GB")
    assert ">2018</text>" in shown("/projects/export/years.svg?country=GB")


def test_figure_stands_alone_in_a_frame_on_anybody_s_page(client):
    place = Place.objects.get(slug="london")
    ProjectFactory(countries=[a_country("GB")], regions=[place])
    for name, words in (("world", "United Kingdom: 1 project"), ("uk", "in London"), ("areas", "Homelessness")):
        client.get(f"/projects/embed/{name}/")  # kept whole, it would lose its policy
        assert "frame-ancestors *" in client.get(f"/projects/embed/{name}/")["Content-Security-Policy"]
        response = client.get(f"/projects/embed/{name}/?country=GB")
        text = response.content.decode()
        assert words in text, name
        assert "N = 1." in text
        assert "/projects/?country=GB" in text
        assert "<nav" not in text
        assert "frame-ancestors *" in response["Content-Security-Policy"]
        assert "X-Frame-Options" not in response
    counted = "/projects/landscape/embed/areas/?count=contracted"
    response = client.get(counted)
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "/projects/landscape/?count=contracted" in response.content.decode()
    assert counted.replace("areas", "NAME") in client.get("/projects/landscape/?count=contracted").content.decode()
    listed = client.get("/projects/?view=map&country=GB")
    assert "/projects/embed/NAME/?country=GB" in listed.content.decode()
    assert "frame-ancestors 'self'" in listed["Content-Security-Policy"]


def test_charts_count_the_projects_of_the_search():
    ProjectFactory(policy_area=PolicyAreaFactory(slug="health", name="Health"))
    ProjectFactory(stage="implementation", service_start="", contract_signed="")
    text = main_of(shown("/projects/?view=charts&stage=implementation"))
    assert "Homelessness has most projects" in text
    assert "Implementation is the commonest stage" in text
    assert "saw most projects begin" not in text  # none of them has a year
    assert 'href="/projects/?view=charts&amp;stage=implementation' in text
    assert 'href="/projects/export/areas.csv?stage=implementation"' in text


def test_nothing_found_and_nowhere_are_said_in_words():
    ProjectFactory()
    assert "No projects match" in shown("/projects/?view=map&q=giraffe")
    assert "No projects match" in shown("/projects/?view=charts&q=giraffe")
    assert "None of these projects names a country." in shown("/projects/?view=map")


def test_what_readers_may_not_see_is_not_counted():
    ProjectFactory(countries=[a_country("GB")])
    ProjectFactory(countries=[a_country("GB")], status="private")
    ProjectFactory(countries=[a_country("FR")], is_draft=True)
    assert shown("/projects/export/world.csv").splitlines() == ["place,projects", "United Kingdom,1"]


@pytest.mark.parametrize("count", [6, 60])
def test_map_and_charts_cost_the_same_for_any_number_of_projects(count):
    """Also with sixty countries, more than there are."""
    areas = [PolicyAreaFactory(), PolicyAreaFactory(slug="health")]
    grow_projects(count, areas=areas, countries=Country.objects.filter(code__in=list(country_points())[:60]))
    for url in ("/projects/?view=map&area=health", "/projects/?view=charts&q=bristol", "/projects/export/world.svg"):
        asked = queries_of(url)
        assert len(asked) == len(set(asked)) <= 6, "\n".join(asked)
    land = (Path(settings.BASE_DIR) / "static/vendor/world.svg").stat().st_size
    assert len(shown("/projects/?view=map").encode()) + land < LARGEST_PAGE
