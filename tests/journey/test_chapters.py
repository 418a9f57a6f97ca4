import json

import pytest
from django.core.exceptions import ValidationError

from golab.pages.richtext import render
from journey.chapters import count_paragraphs, minutes_to_read, number_chapters, number_paragraphs, text_of
from journey.models import GuidePage
from tests.factories.journey import GuidePageFactory, chapter
from tests.factories.pages import publish, stored

pytestmark = pytest.mark.django_db


def chapters(*titles: str):
    """A stream of chapters as a form would hand it over."""
    block = GuidePage._meta.get_field("chapters").stream_block
    return block, block.to_python(json.loads(stored(*[chapter(title, "Words.") for title in titles])))


def test_chapters_are_numbered_and_the_first_stands_at_the_guides_own_address():
    _, value = chapters("When to use this", "The method", "What goes wrong")
    found = number_chapters(value, "/guides/count/")
    assert [(entry.number, entry.key, entry.url) for entry in found] == [
        (1, "when-to-use-this", "/guides/count/"),
        (2, "the-method", "/guides/count/the-method/"),
        (3, "what-goes-wrong", "/guides/count/what-goes-wrong/"),
    ]
    assert [block.value.source for block in found[1].body] == ["<p>Words.</p>"]


@pytest.mark.parametrize(("words", "minutes"), [(1, 1), (299, 1), (301, 2), (2000, 10)])
def test_reading_time_is_in_whole_minutes(words, minutes):
    block = GuidePage._meta.get_field("chapters").stream_block
    value = block.to_python(json.loads(stored(chapter("One", " ".join(["word"] * (words - 1))))))
    assert minutes_to_read(value) == minutes


def test_reading_time_follows_the_text(site_root):
    guide = GuidePageFactory()
    assert guide.reading_minutes == 1
    guide = publish(guide, chapters=stored(chapter("Long", " ".join(["word"] * 1000))))
    assert guide.reading_minutes == 5


def test_text_leaves_out_markup_ids_and_type_names():
    assert text_of([{"id": "x", "type": "text", "value": "<p>Two <b>words</b></p>"}, None, 3]).split() == [
        "Two",
        "words",
    ]


def test_paragraphs_are_numbered_and_link_to_themselves():
    shown = number_paragraphs('<p>One</p><ul><li>no</li></ul><p data-block-key="k">Two</p><pre>no</pre>', 3, before=4)
    assert (
        'id="p3-5"><a class="para__no" href="#p3-5"><span class="visually-hidden">Paragraph </span>3.5</a>One' in shown
    )
    assert 'id="p3-6"' in shown
    assert "p3-7" not in shown
    assert count_paragraphs(shown) == 2


def test_numbers_run_on_through_a_chapter(client, site_root):
    texts = [{"type": "text", "value": f"<p>{word}</p><p>more</p>", "id": word} for word in ("a", "b")]
    guide = GuidePageFactory(chapters=stored(("chapter", {"title": "One", "body": texts})))
    page = client.get(guide.url).content.decode()
    assert [f'id="p1-{number}"' in page for number in range(1, 6)] == [True, True, True, True, False]
    assert render("<p>a</p>") == "<p>a</p>"


def test_two_chapters_of_one_title_are_refused():
    block, value = chapters("The method", "Costs", "The Method!")
    with pytest.raises(ValidationError) as refused:
        block.clean(value)
    assert list(refused.value.block_errors) == [2]
    assert "Choose another" in str(refused.value.block_errors[2])


@pytest.mark.parametrize(("title", "sentence"), [("Print", "Choose another"), ("???", "a letter or a number")])
def test_chapter_without_an_address_of_its_own_is_refused(title, sentence):
    block, value = chapters("The method", title)
    with pytest.raises(ValidationError) as refused:
        block.clean(value)
    assert sentence in str(refused.value.block_errors[1])


def test_draft_may_wait_for_the_title_of_a_chapter(site_root):
    guide = GuidePageFactory(
        is_published=False, chapters=stored(chapter("The method", "Words."), chapter("", "Words."))
    )
    block = GuidePage._meta.get_field("chapters").stream_block
    assert [child.value.key for child in block.clean_deferred(guide.chapters)] == ["the-method", ""]


def test_chapters_with_titles_of_their_own_pass():
    block, value = chapters("The method", "Costs")
    assert [child.value.key for child in block.clean(value)] == ["the-method", "costs"]


def test_chapter_pages_lead_on_and_back(client, site_root):
    guide = GuidePageFactory(title="Count people")
    first, second, last = (client.get(entry.url).context for entry in guide.chapter_list)
    assert (first["chapter_before"], first["chapter_after"].number) == (None, 2)
    assert (second["chapter_before"].number, second["chapter_after"].number) == (1, 3)
    assert (last["chapter_before"].number, last["chapter_after"]) == (2, None)
    assert client.get(f"{guide.url}no-such-chapter/").status_code == 404
