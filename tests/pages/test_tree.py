import pytest
from django.core.cache import cache
from wagtail.models import Page, PageViewRestriction

from golab.pages.models import StandardPage
from golab.pages.snapshots import start_request
from golab.pages.tree import public_url, site_tree
from tests.factories.pages import HomePageFactory, StandardPageFactory, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def about(site_root):
    return StandardPageFactory(title="About", parent=site_root)


def urls() -> list[str]:
    return [node.url for node in site_tree.get().nodes]


def test_tree_costs_one_query(about, django_assert_num_queries):
    cache.clear()
    start_request()
    with django_assert_num_queries(1):
        tree = site_tree.get()
        assert tree.by_pk[about.pk].title == "About"
        assert tree.by_url["/about/"].summary == "What About is about."
        assert tree.by_path[about.path].model == "pages.standardpage"


@pytest.mark.parametrize(
    ("url_path", "url"), [("/home/", "/"), ("/home/about/", "/about/"), ("/start/journey/a/b/", "/journey/a/b/")]
)
def test_public_url_leaves_out_the_root(url_path, url):
    assert public_url(url_path) == url


def test_ancestors_begin_at_home_and_end_above_the_page(about):
    team = StandardPageFactory(title="Team", parent=about)
    tree = site_tree.get()
    assert [node.url for node in tree.ancestors(team.path)] == ["/", "/about/"]
    assert tree.ancestors(tree.by_url["/"].path) == []


def test_children_stand_in_the_order_of_the_tree(site_root, about):
    contact = StandardPageFactory(title="Contact", parent=site_root)
    StandardPageFactory(title="Team", parent=about)
    assert [node.url for node in site_tree.get().children(site_root.path)] == ["/about/", "/contact/"]
    contact.move(about, pos="left")
    assert [node.url for node in site_tree.get().children(site_root.path)] == ["/contact/", "/about/"]


@pytest.mark.parametrize(
    ("asked", "found", "rest"),
    [
        ("", "/", []),
        ("about/", "/about/", []),
        ("/about/", "/about/", []),
        ("about/team/of/ours/", "/about/", ["team", "of", "ours"]),
        ("nowhere/", "/", ["nowhere"]),
    ],
)
def test_deepest_finds_the_longest_address(about, asked, found, rest):
    node, left = site_tree.get().deepest(asked)
    assert (node.url, left) == (found, rest)


def test_deepest_of_an_empty_site_is_nothing(db):
    Page.objects.filter(depth=2).delete()
    site_tree.forget()
    assert site_tree.get().deepest("about/") == (None, ["about"])


def test_drafts_are_left_out(site_root):
    StandardPageFactory(title="Draft", parent=site_root, is_published=False)
    assert urls() == ["/"]


def test_tree_follows_publishing_unpublishing_and_deletion(site_root):
    assert urls() == ["/"]
    page = StandardPageFactory(title="News", parent=site_root)
    assert urls() == ["/", "/news/"]
    page.unpublish()
    assert urls() == ["/"]
    page = publish(page)
    assert urls() == ["/", "/news/"]
    page.delete()
    assert urls() == ["/"]


def test_tree_follows_a_changed_title_and_slug(about, django_capture_on_commit_callbacks):
    StandardPageFactory(title="Team", parent=about)
    assert urls() == ["/", "/about/", "/about/team/"]
    with django_capture_on_commit_callbacks(execute=True):
        publish(about, slug="us", title="About us")
    assert urls() == ["/", "/us/", "/us/team/"]
    assert site_tree.get().by_url["/us/"].title == "About us"


def test_tree_follows_a_move(site_root, about):
    other = StandardPageFactory(title="Other", parent=site_root)
    StandardPage.objects.get(pk=other.pk).move(about, pos="last-child")
    assert urls() == ["/", "/about/", "/about/other/"]


def test_restriction_covers_everything_below(about):
    StandardPageFactory(title="Team", parent=about)
    restriction = PageViewRestriction.objects.create(page=about, restriction_type=PageViewRestriction.LOGIN)
    closed = {node.url for node in site_tree.get().nodes if node.is_restricted}
    assert closed == {"/about/", "/about/team/"}
    restriction.delete()
    assert not any(node.is_restricted for node in site_tree.get().nodes)


def test_restriction_does_not_touch_its_neighbours(site_root, about):
    PageViewRestriction.objects.create(page=about, restriction_type=PageViewRestriction.LOGIN)
    StandardPageFactory(title="Open", parent=site_root)
    assert not site_tree.get().by_url["/open/"].is_restricted
    assert not site_tree.get().by_url["/"].is_restricted


def test_page_knows_its_addresses_without_a_query(about, settings, django_assert_num_queries):
    settings.SITE_URL = "https://hub.example.org"
    with django_assert_num_queries(0):
        assert (about.url, about.get_url()) == ("/about/", "/about/")
        assert about.full_url == "https://hub.example.org/about/"
    root = Page.objects.get(depth=1)
    assert HomePageFactory._meta.model(depth=1, url_path=root.url_path).url is None
