import pytest

from golab.pages.loading import Loader, digest
from golab.pages.models import GlossaryTerm, LoadedItem, StandardPage
from golab.taxonomy.models import Stage
from tests.factories.pages import publish

pytestmark = pytest.mark.django_db
VALUES = {"title": "About", "search_description": "Who we are.", "standfirst": "Who we are.", "body": []}
TERM = {"also": [], "short": "Those who are served.", "long": ""}


def load(home, **changes) -> tuple[StandardPage | None, dict]:
    loader = Loader(tell=lambda line: None)
    return loader.page(home, StandardPage, "about", {**VALUES, **changes}), dict(loader.counts)


def load_term(**changes) -> tuple[GlossaryTerm | None, dict]:
    loader = Loader(tell=lambda line: None)
    lookup = {"term": "Cohort", "slug": "cohort"}
    loader.records(GlossaryTerm, {"term:cohort": (lookup, {**TERM, **changes})})
    return GlossaryTerm.objects.filter(slug="cohort").first(), dict(loader.counts)


def test_page_is_made_and_published(site_root):
    page, counts = load(site_root)
    assert (page.live, page.url, page.title, counts) == (True, "/about/", "About", {"made": 1})
    assert page.get_parent().pk == site_root.pk
    assert LoadedItem.objects.get().revision_id == page.latest_revision_id


def test_same_content_changes_nothing(site_root):
    first, _ = load(site_root)
    again, counts = load(site_root)
    assert (again.latest_revision_id, counts) == (first.latest_revision_id, {"unchanged": 1})
    assert first.revisions.count() == 1


def test_changed_content_is_published(site_root):
    load(site_root)
    page, counts = load(site_root, standfirst="Who we are now.")
    assert (page.standfirst, counts) == ("Who we are now.", {"updated": 1})
    assert load(site_root, standfirst="Who we are now.")[1] == {"unchanged": 1}


@pytest.mark.parametrize("is_published", [True, False])
def test_edit_by_staff_is_kept(site_root, is_published):
    page, _ = load(site_root)
    if is_published:
        publish(page, standfirst="Our own words.")
    else:
        page.standfirst = "Our own draft."
        page.save_revision()
    kept, counts = load(site_root, standfirst="From the file.")
    assert counts == {"kept": 1}
    assert kept.standfirst == ("Our own words." if is_published else VALUES["standfirst"])


def test_page_that_staff_deleted_stays_away(site_root):
    page, _ = load(site_root)
    page.delete()
    assert load(site_root, standfirst="From the file.") == (None, {"gone": 1})
    assert not StandardPage.objects.exists()


def test_terms_of_a_page_are_set_and_count_as_content(site_root):
    from golab.pages.models import BasicsIndexPage, BasicsPage

    stage = Stage.objects.create(slug="begin", name="Begin", sort_order=1)
    loader = Loader(tell=lambda line: None)
    index = loader.page(site_root, BasicsIndexPage, "basics", {"title": "Basics"})
    text = [{"type": "text", "value": "<p>Words.</p>", "id": "8c1e9a52-0000-4000-8000-000000000000"}]
    values = {"title": "One", "standfirst": "In short.", "body": text}
    page = loader.page(index, BasicsPage, "one", values, {"stages": [stage]})
    assert list(page.stages.all()) == [stage]
    loader.page(index, BasicsPage, "one", values, {"stages": [stage]})
    loader.page(index, BasicsPage, "one", values, {"stages": []})
    assert dict(loader.counts) == {"made": 2, "unchanged": 1, "updated": 1}
    assert list(BasicsPage.objects.get().stages.all()) == []


def test_draft_stays_a_draft_until_staff_publish_it(site_root):
    loader = Loader(tell=lambda line: None)
    for _ in range(2):
        page = loader.page(site_root, StandardPage, "about", VALUES, is_draft=True)
        assert not page.live
    assert loader.counts == {"made": 1, "unchanged": 1}
    publish(page)
    assert loader.page(site_root, StandardPage, "about", VALUES, is_draft=True).live
    assert loader.counts["kept"] == 1


def test_completing_a_page_is_not_an_edit_by_staff(site_root):
    page, _ = load(site_root)
    page.standfirst = "Completed."
    Loader(tell=lambda line: None).complete(page)
    again, counts = load(site_root)
    assert (again.standfirst, counts) == ("Completed.", {"unchanged": 1})


def test_page_that_staff_edited_is_not_completed(site_root):
    page = publish(load(site_root)[0], standfirst="Our own words.")
    page.standfirst = "Completed."
    Loader(tell=lambda line: None).complete(page)
    assert StandardPage.objects.get().standfirst == "Our own words."


def test_record_is_made_kept_updated_and_left_alone(db):
    term, counts = load_term()
    assert (term.live, term.short, counts) == (True, TERM["short"], {"made": 1})
    assert load_term()[1] == {"unchanged": 1}
    term, counts = load_term(short="People who are served.")
    assert (term.short, counts) == ("People who are served.", {"updated": 1})
    term.short = "Our own words."
    term.save_revision().publish()
    kept, counts = load_term(short="From the file.")
    assert (kept.short, counts) == ("Our own words.", {"kept": 1})
    kept.delete()
    assert load_term() == (None, {"gone": 1})


def test_loader_tells_how_much_there_is():
    told = []
    assert list(Loader(tell=told.append).each("Things", iter("abc"))) == ["a", "b", "c"]
    assert told == ["Things: 3"]


def test_digest_is_the_same_for_the_same_content():
    assert digest({"a": 1, "b": [2]}) == digest({"b": [2], "a": 1}) != digest({"a": 1, "b": [3]})


def test_loaded_item_is_named_by_its_key():
    assert str(LoadedItem(key="page:/home/about/")) == "page:/home/about/"
