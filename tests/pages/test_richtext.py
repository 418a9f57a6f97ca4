import pytest
from django.template import Context, Template
from wagtail.models import PageViewRestriction
from wagtail.rich_text import expand_db_html

from golab.pages import richtext
from golab.pages.addresses import leads_somewhere
from golab.pages.models import HubSettings
from golab.pages.models.settings import hub_facts
from golab.pages.snapshots import start_request
from golab.pages.templatetags.pages_tags import inline_only, open_address, with_facts
from tests.factories.journey import GuidePageFactory
from tests.factories.pages import GlossaryTermFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _new_page():
    start_request()
    richtext._start_page()


def facts(**values: str) -> None:
    HubSettings.objects.update_or_create(pk=1, defaults=values)


def link_to(term) -> str:
    return f'<a linktype="glossary" id="{term.pk}">{term.term.lower()}</a>'


# --- facts ---------------------------------------------------------------------------


def test_fact_is_filled_in():
    facts(contact_email="hub@example.org")
    assert richtext.render("<p>Write to {{ contact_email }}.</p>") == "<p>Write to hub@example.org.</p>"


@pytest.mark.parametrize(
    "line",
    [
        "<p>Ring {{ accessibility_phone }}.</p>",
        '<p data-block-key="a1">Ring {{accessibility_phone}}.</p>',
        "<p>Write to {{ contact_email }} or ring {{ accessibility_phone }}.</p>",
        "<p>No such fact: {{ favourite_colour }}.</p>",
    ],
)
def test_paragraph_without_its_fact_is_left_out(line):
    facts(contact_email="hub@example.org")
    assert richtext.render(f"<p>Before.</p>{line}<p>After.</p>") == "<p>Before.</p><p>After.</p>"


def test_list_item_without_its_fact_is_left_out():
    facts(press_email="press@example.org")
    text = "<ul><li>{{ press_email }}</li><li>{{ accessibility_phone }}</li></ul>"
    assert richtext.render(text) == "<ul><li>press@example.org</li></ul>"


def test_fact_cannot_smuggle_markup_in():
    facts(postal_address="<script>alert('x')</script> & Co")
    shown = richtext.render("<p>{{ postal_address }}</p>")
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown


def test_fact_in_a_plain_line_is_escaped_once():
    facts(postal_address="Manor Road & <b>Gate</b>")
    shown = Template("{% load pages_tags %}{{ line|with_facts }}").render(Context({"line": "At {{ postal_address }}"}))
    assert shown == "At Manor Road &amp; &lt;b&gt;Gate&lt;/b&gt;"


def test_plain_line_without_its_fact_is_empty():
    assert with_facts("Ring {{ accessibility_phone }}") == ""
    assert with_facts("Ring us") == "Ring us"


def test_missing_facts_are_named_for_staff():
    facts(contact_email="hub@example.org")
    text = "{{ contact_email }} {{ tested_on }} {{ dpo_contact }} {{ tested_on }}"
    assert richtext.missing_facts(text) == ["dpo_contact", "tested_on"]


def test_facts_cost_one_query_and_follow_a_change(django_assert_num_queries):
    facts(contact_email="old@example.org")
    with django_assert_num_queries(1):
        assert hub_facts.get().contact_email == hub_facts.get().values["contact_email"] == "old@example.org"
    facts(contact_email="new@example.org")
    assert hub_facts.get().contact_email == "new@example.org"
    assert hub_facts.get().press_email == ""
    with pytest.raises(AttributeError, match="no_such_fact"):
        hub_facts.get().no_such_fact  # noqa: B018


def test_facts_are_empty_before_anybody_gave_them():
    assert hub_facts.get().contact_email == ""


# --- terms ---------------------------------------------------------------------------


def test_term_is_marked_once_on_a_page():
    term = GlossaryTermFactory(term="Deadweight")
    text = richtext.render(f"<p>{link_to(term)} and {link_to(term)}</p>") + richtext.render(f"<p>{link_to(term)}</p>")
    assert text.count("<button") == 1
    assert 'popovertarget="term-deadweight">deadweight<sup class="print-only">1</sup>' in text
    assert "linktype" not in text
    assert [entry.term for entry in richtext.terms_on_this_page()] == ["Deadweight"]


def test_next_request_marks_the_term_again(client, site_root):
    term = GlossaryTermFactory(term="Deadweight")
    page = StandardPageFactory(
        title="About",
        body=f'[{{"type": "text", "value": "<p><a linktype=\\"glossary\\" id=\\"{term.pk}\\">it</a></p>", "id": "a"}}]',
    )
    for _ in range(2):
        shown = client.get(page.url).content.decode()
        assert shown.count('popovertarget="term-deadweight"') == 1
        assert shown.count('id="term-deadweight"') == 1


def test_draft_term_is_only_words():
    term = GlossaryTermFactory(term="Unripe", live=False)
    assert richtext.render(f"<p>{link_to(term)}</p>") == "<p>unripe</p>"
    assert richtext.terms_on_this_page() == []


def test_term_is_a_plain_link_where_no_pop_up_can_stand():
    term = GlossaryTermFactory(term="Deadweight")
    assert expand_db_html(f"<p>{link_to(term)}</p>") == '<p><a href="/glossary/deadweight/">deadweight</a></p>'


# --- links ---------------------------------------------------------------------------


def test_page_links_cost_no_query_each(site_root, django_assert_num_queries):
    pages = [StandardPageFactory(live=True) for _ in range(3)]
    text = "".join(f'<p><a linktype="page" id="{page.pk}">{page.title}</a></p>' for page in pages)
    with django_assert_num_queries(1):
        shown = richtext.render(text)
    assert all(f'<a href="{page.url}">{page.title}</a>' in shown for page in pages)


def test_link_to_a_draft_page_leads_nowhere(site_root):
    page = StandardPageFactory(is_published=False)
    assert "href" not in richtext.render(f'<p><a linktype="page" id="{page.pk}">words</a></p>')


def test_link_to_a_closed_room_leaves_its_words(site_root):
    about = StandardPageFactory(title="About")
    text = (
        '<p><a href="/surgeries/">book</a>, <a href="/about/">about</a>, <a href="https://example.org/">there</a></p>'
    )
    shown = richtext.render(text)
    assert shown == f'<p>book, <a href="{about.url}">about</a>, <a href="https://example.org/">there</a></p>'


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("https://example.org/", True),
        ("mailto:hub@example.org", True),
        ("//example.org/", True),
        ("", False),
        ("/", True),
        ("/about/", True),
        ("/about/?page=2#top", True),
        ("/about/nowhere/", False),
        ("/alerts/", False),
        ("/my-journey/", True),
        ("/admin/", True),
        ("/guides/guide/print/", True),
        ("/file.pdf", False),
    ],
)
def test_leads_somewhere(site_root, url, leads):
    StandardPageFactory(title="About")
    GuidePageFactory(title="Guide")
    assert leads_somewhere(url) is leads


def test_restricted_page_is_still_somewhere(site_root):
    page = StandardPageFactory(title="About")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert leads_somewhere("/about/")


def test_open_address_fills_facts_and_hides_closed_rooms(site_root):
    facts(contact_email="hub@example.org")
    assert open_address("mailto:{{ contact_email }}") == "mailto:hub@example.org"
    assert open_address("mailto:{{ press_email }}") == ""
    assert open_address("/surgeries/") == ""
    assert open_address(None) == ""


@pytest.mark.parametrize(
    ("html", "inner"),
    [
        ("<p>one</p>", "one"),
        ('<p data-block-key="a">one <b>two</b></p>', "one <b>two</b>"),
        ("<p>one</p><p>two</p>", "<p>one</p><p>two</p>"),
        ("<ul><li>one</li></ul>", "<ul><li>one</li></ul>"),
    ],
)
def test_inline_only_takes_off_the_tags_of_a_single_paragraph(html, inner):
    assert inline_only(html) == inner
