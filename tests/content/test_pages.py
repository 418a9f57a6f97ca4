"""The content as readers see it."""

import html
import re
from functools import cache

import pytest
from django.conf import settings
from django.test import Client

from golab.accounts.models import User
from golab.pages.models import StandardPage
from golab.pages.tree import site_tree
from journey.content import _front_matter
from journey.map import journey_map
from journey.models import StepPage
from tests.content.addresses import all_addresses

GUIDES = sorted(path.stem for path in (settings.CONTENT_DIR / "guides").glob("*.md"))


def words_of(text: str) -> list[str]:
    """The words of a text without markup and marks, in small letters."""
    return re.findall(r"\w+", html.unescape(re.sub(r"<[^>]*>", " ", text)).casefold())


@pytest.fixture(scope="module")
def read(hub_content):
    """read(address): what a reader gets there. Asked for once: no test of this module changes what readers see."""
    return cache(lambda address: Client().get(address))


def body_of(response) -> str:
    assert response.status_code == 200, response.request["PATH_INFO"]
    page = response.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def without_links(markdown: str) -> str:
    """Markdown whose links have lost their addresses, and the names of tables the mark that says what they are."""
    markdown = re.sub(r"^Table: ", "", markdown, flags=re.MULTILINE)
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown)


@pytest.mark.parametrize("slug", GUIDES)
def test_no_word_of_a_guide_is_lost(db, read, slug):
    meta, markdown = _front_matter(settings.CONTENT_DIR / "guides" / f"{slug}.md")
    shown = set(words_of(body_of(read(f"/guides/{slug}/print/"))))
    written = set(words_of(without_links(markdown[markdown.index("\n## ") :])))
    assert written - shown == set()
    assert set(words_of(f"{meta['title']} {meta['summary']} {meta['audience']}")) - shown == set()


def in_order(words: list[str], within: list[str]) -> str:
    """The first of the words that does not follow the others there; nothing when all do."""
    rest = iter(within)
    return next((word for word in words if word not in rest), "")


@pytest.mark.parametrize("slug", GUIDES)
def test_guide_keeps_its_tables_tasks_and_sums_in_order(db, read, slug):
    _, markdown = _front_matter(settings.CONTENT_DIR / "guides" / f"{slug}.md")
    page = body_of(read(f"/guides/{slug}/print/"))
    written = without_links(markdown[markdown.index("\n## ") :])
    rows = [line for line in re.findall(r"^\|.*\|$", written, re.MULTILINE) if not re.fullmatch(r"[|\-: ]+", line)]
    cells = [cell for row in rows for cell in row.strip("|").split("|")]
    chapters = page[: page.index('id="sources-h"')]
    assert len(re.findall(r"<t[hd]\b", chapters)) == len(cells)
    tasks = re.findall(r"^\s*- \[ \] ", written, re.MULTILINE)
    lists = re.findall(r'<ul[^>]*class="[^"]*checklist.*?</ul>', chapters, re.DOTALL)
    assert sum(one.count("<li") for one in lists) == len(tasks)
    assert in_order(words_of(written), words_of(chapters)) == ""


def test_every_page_answers_and_names_itself(db, read):
    for node in site_tree.get().nodes:
        page = read(node.url)
        assert page.status_code == 200, node.url
        assert "{{" not in page.content.decode(), node.url
        assert "<h1" in page.content.decode(), node.url


def test_readers_get_no_cookie(db, read):
    for address in all_addresses().values():
        response = read(address)
        assert not response.cookies, address
        assert "csrfmiddlewaretoken" not in response.content.decode(), address


def test_every_link_of_ours_leads_somewhere(db, read):
    found = {}
    for address in [node.url for node in site_tree.get().nodes] + ["/journey/list/", "/journey/print/"]:
        for link in re.findall(r'href="(/[^"#?]*)', body_of(read(address))):
            found.setdefault(link, address)
    pages = {link: on for link, on in found.items() if not link.startswith(("/static/", "/account/", "/search/"))}
    assert {link: on for link, on in pages.items() if read(link).status_code != 200} == {}


def test_every_part_of_a_step_has_its_place(db, read):
    for step in journey_map.get().steps:
        page = StepPage.objects.get(pk=step.pk)
        shown = set(words_of(body_of(read(step.url))))
        lines = [
            line for stream in (page.who, page.pitfalls, page.questions) for block in stream for line in block.value
        ]
        titles = [block.value["title"] for stream in (page.activities, page.considerations) for block in stream]
        notes = [block.value["note"] for block in page.resources] + [block.value["why"] for block in page.projects]
        rows = [
            cell.value.source for block in page.risk_table for row in block.value.body_rows for cell in row["cells"]
        ]
        texts = [page.aim, page.risk_note, page.making_it_real, page.outcomes_for_whom, *lines, *titles, *notes, *rows]
        assert set(words_of(" ".join(texts))) - shown == set(), step.url


def test_risk_table_shows_its_rows(db, read):
    page = next(page for page in StepPage.objects.all() if page.risk_table)
    table = body_of(read(page.url)).split("<table", 1)[1]
    assert table.count('<th scope="row">') == len(page.risk_table[0].value.body_rows) > 1


def test_sentences_without_their_facts_are_kept_from_readers(db, read):
    page = StandardPage.objects.get(slug="privacy")
    assert "{{" in str(page.body.get_prep_value())
    assert "Only staff see this" not in body_of(read("/privacy/"))


def test_staff_see_which_facts_are_missing(db, client):
    client.force_login(User.objects.create_superuser("lead@example.org", "gorse heather loch fern"))
    page = client.get("/privacy/").content.decode()
    assert "Only staff see this" in page
    assert "privacy_email" in page
