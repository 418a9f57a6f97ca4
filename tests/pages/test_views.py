import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from golab.pages.snapshots import start_request
from golab.pages.tree import SiteTree, site_tree
from tests.factories.accounts import UserFactory
from tests.factories.journey import GuidePageFactory, JourneyIndexPageFactory
from tests.factories.pages import GlossaryIndexPageFactory, GlossaryTermFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def about(site_root):
    return StandardPageFactory(title="About", parent=site_root)


@pytest.fixture
def stale_tree(site_root):
    """A tree that another process built before anything below the home page was published."""
    nodes = tuple(node for node in site_tree.get().nodes if node.url == "/")

    def make_stale():
        from django.core.cache import cache

        start_request()
        cache.set(site_tree.key, ("old", SiteTree(nodes=nodes)), 60)
        cache.set(site_tree.stamp_key, "old", 60)

    return make_stale


def heading(response) -> str:
    return response.content.decode().split("<h1")[1].split(">", 1)[1].split("</h1>")[0].strip()


def test_page_is_served_at_its_address(client, about):
    response = client.get("/about/")
    assert (response.status_code, heading(response)) == (200, "About")
    assert response.templates[0].name == "pages/standard.html"


def test_head_is_answered_like_get(client, about):
    response = client.head("/about/")
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("address", ["/nowhere/", "/about/nowhere/", "/guides/"])
def test_unknown_address_is_not_found(client, about, address):
    assert client.get(address).status_code == 404


def test_address_without_its_slash_leads_to_the_page(client, about):
    response = client.get("/about")
    assert (response.status_code, response["Location"]) == (301, "/about/")


def test_draft_is_not_found(client, site_root):
    StandardPageFactory(title="Draft", parent=site_root, is_published=False)
    assert client.get("/draft/").status_code == 404


def test_unpublished_page_is_not_found(client, about):
    about.unpublish()
    assert client.get("/about/").status_code == 404


def test_expired_page_is_not_found(client, about):
    about.expire_at = timezone.now()
    about.unpublish(set_expired=True)
    assert client.get("/about/").status_code == 404


def test_page_unpublished_since_the_tree_was_built_is_not_found(client, about):
    tree = site_tree.get()
    type(about).objects.filter(pk=about.pk).update(live=False)
    assert "/about/" in tree.by_url
    assert client.get("/about/").status_code == 404


def test_page_published_since_the_tree_was_built_is_served(client, about, stale_tree):
    team = StandardPageFactory(title="Team", parent=about)
    stale_tree()
    response = client.get("/about/team/")
    assert (response.status_code, heading(response)) == (200, team.title)


def test_closed_page_published_since_the_tree_was_built_stays_closed(client, about, stale_tree):
    StandardPageFactory(title="Team", parent=about)
    PageViewRestriction.objects.create(page=about, restriction_type=PageViewRestriction.LOGIN)
    stale_tree()
    response = client.get("/about/team/")
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/?next=")


def test_closed_page_asks_for_sign_in_and_then_opens(client, about):
    PageViewRestriction.objects.create(page=about, restriction_type=PageViewRestriction.LOGIN)
    response = client.get("/about/")
    assert (response.status_code, response["Location"]) == (302, "/account/login/?next=/about/")
    client.force_login(UserFactory())
    assert heading(client.get("/about/")) == "About"


def test_sub_route_of_a_closed_page_is_closed(client, site_root):
    guide = GuidePageFactory()
    PageViewRestriction.objects.create(page=guide, restriction_type=PageViewRestriction.LOGIN)
    for address in (guide.url, f"{guide.url}print/", f"{guide.url}the-method/"):
        assert client.get(address).status_code == 302, address


def test_sub_routes_are_served(client, site_root):
    guide, journey = GuidePageFactory(), JourneyIndexPageFactory()
    GlossaryIndexPageFactory()
    term = GlossaryTermFactory(term="Cohort")
    for address, template in [
        (f"{journey.url}list/", "journey/list.html"),
        (f"{journey.url}print/", "journey/print.html"),
        (f"{guide.url}print/", "journey/guide_print.html"),
        (f"{guide.url}the-method/", "journey/guide.html"),
        (term.url, "pages/glossary_term.html"),
    ]:
        response = client.get(address)
        assert (response.status_code, response.templates[0].name) == (200, template), address


@pytest.mark.parametrize("address", ["/about/", "/"])
def test_post_is_refused(client, about, address):
    assert client.post(address).status_code == 405


def test_reader_gets_no_cookie(client, about):
    assert not client.get("/about/").cookies
