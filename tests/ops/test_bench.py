"""The bench measures what there is, says what is missing, and leaves nothing behind."""

import re

import pytest
from django.apps import apps

from bench import urls
from bench.generated import grown, many_projects
from bench.kinds import KINDS, addresses, page, record, room
from bench.measure import measure, unanswered
from golab.pages.models import GlossaryIndexPage
from sibdb.models import Project
from tests.factories.library import PublicationFactory
from tests.factories.pages import GlossaryIndexPageFactory, HomePageFactory
from tests.factories.sibdb import ProjectFactory, a_country
from tests.reading import shown


@pytest.fixture
def home(db):
    return HomePageFactory()


def test_kinds_of_page_come_from_the_database(home):
    assert addresses({"glossary": page("pages.GlossaryIndexPage")}) == {}
    GlossaryIndexPageFactory(parent=home)
    assert addresses({"glossary": page("pages.GlossaryIndexPage")}) == {
        "glossary": GlossaryIndexPage.objects.get().get_url()
    }


def test_record_of_a_room_that_is_not_there_is_left_out(db):
    kinds = {"ship": record("shipyard.Ship"), "pages": page("shipyard.ShipPage"), "docks": room("shipyard", "/docks/")}
    assert addresses(kinds) == {}


def test_first_record_that_readers_may_see_is_measured(db):
    PublicationFactory(live=False)
    shown = PublicationFactory()
    assert addresses({"publication": record("library.Publication")}) == {"publication": shown.url_on_site}


def test_kinds_that_are_named_exist_where_their_room_does():
    """A renamed model would silently drop out of the measurement."""
    named = [str(find.__closure__[0].cell_contents) for find in KINDS.values()]
    labels = [label for label in named if re.fullmatch(r"\w+\.[A-Z]\w+", label)]
    assert len(labels) > 8
    installed = {config.label for config in apps.get_app_configs()}
    assert all(apps.get_model(label) for label in labels if label.split(".")[0] in installed)


def test_address_that_does_not_answer_is_named(home):
    assert unanswered({"home": "/", "nowhere": "/nowhere/"}) == ["/nowhere/"]


def test_page_is_measured_beside_a_bare_view_of_its_own_bytes(home):
    library, words = measure({"library": "/library/", "words": "/library/?q=evaluation"}, rounds=2)
    assert library.size == len(urls.BODIES[0])
    assert b"Publications library" in urls.BODIES[0]
    assert library.sql_cold > 0
    assert library.ratio == library.page_ms / library.bare_ms
    assert library.kept_ms < library.page_ms, "a kept page needs no template"
    assert "kept" in library.line()
    assert words.as_dict()["address"] == "/library/?q=evaluation"


def test_lists_are_measured_with_few_projects_and_with_many_that_are_gone_afterwards(db):
    project = ProjectFactory(name="Homes", parties=[("payer", "Leeds")], countries=[a_country("GB")])
    with many_projects((3, 5)) as sizes:
        measured = []
        for pages in sizes:
            assert unanswered(pages) == []
            measured.append(list(measure({"projects": pages.popitem()[1]}, rounds=1)))
    [line] = grown(*measured)
    assert f"{measured[1][0].ratio / measured[0][0].ratio:.2f} times its own time" in line
    assert list(Project.objects.all()) == [project]


def test_made_projects_have_all_the_parts_of_the_real_ones(db):
    ProjectFactory(name="Homes", parties=[("payer", "Leeds")], countries=[a_country("GB")])
    with many_projects((4,)) as sizes:
        next(sizes)
        assert "4 projects" in shown("/projects/?country=GB")
        assert all(project.parties.count() == 1 for project in Project.objects.all())


def test_nothing_is_made_of_no_projects(db):
    with many_projects() as sizes:
        assert list(sizes) == []
