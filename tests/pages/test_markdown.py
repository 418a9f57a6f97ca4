import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from golab.pages.markdown import block, body, cells, inline, items, rich_text, strip, table

TABLE = """| Cost | A year |
| --- | ---: |
| Staff & cover | £500 |
| **Total** | **£1,500** |"""


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Some **bold** and *leaning* words.", "<p>Some <b>bold</b> and <i>leaning</i> words.</p>"),
        ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("One\nline.", "<p>One line.</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("### Heading", "<h3>Heading</h3>"),
        ("[words](/guides/)", '<p><a href="/guides/">words</a></p>'),
        ("A & B < C", "<p>A &amp; B &lt; C</p>"),
        ("", ""),
    ],
)
def test_rich_text_uses_the_tags_that_the_editor_knows(markdown, html):
    assert rich_text(markdown) == html


def test_inline_is_one_paragraph():
    assert inline("One\n\ntwo\n  three") == "<p>One two three</p>"


def test_ids_follow_from_the_key():
    assert block("text", "a", "key") == block("text", "a", "key")
    assert block("text", "a", "key")["id"] != block("text", "a", "other")["id"]
    assert len({entry["id"] for entry in items(["a", "a", "a"], "key")}) == 3


def test_body_splits_text_tables_and_checklists():
    found = body(
        f"Before.\n\n{TABLE}\n\nBetween.\n\n- [ ] Floor **built**\n- [x] Cap agreed\n\nAfter.\n\n- plain", "key"
    )
    assert [entry["type"] for entry in found] == ["text", "table", "text", "checklist", "text"]
    assert found[0]["value"] == "<p>Before.</p>"
    assert [line["value"] for line in found[3]["value"]["lines"]] == ["<p>Floor <b>built</b></p>", "<p>Cap agreed</p>"]
    assert found[4]["value"] == "<p>After.</p><ul><li>plain</li></ul>"
    assert len({entry["id"] for entry in found}) == len(found)


def test_table_aligns_figures_and_knows_its_total():
    value = body(TABLE, "key")[0]["value"]
    assert value["table"]["columns"] == [{"type": "text", "heading": "Cost"}, {"type": "number", "heading": "A year"}]
    assert [row["values"] for row in value["table"]["rows"]] == [
        ["<p>Staff &amp; cover</p>", "£500"],
        ["<p><b>Total</b></p>", "£1,500"],
    ]
    assert value["has_total"]
    assert value["caption"] == "Cost by A year"


def test_table_is_named_by_the_line_above_it():
    found = body(f"Before.\n\nTable: What it costs\n\n{TABLE}\n\nTable: of words", "key")
    assert [entry["value"] for entry in found[::2]] == ["<p>Before.</p>", "<p>Table: of words</p>"]
    assert found[1]["value"]["caption"] == "What it costs"


def test_losses_and_gaps_are_figures_and_a_column_of_gaps_is_not():
    value = table(["Year", "Margin", "Note"], [["1", "−£1,400", ""], ["2", "", ""]], caption="Margins")
    assert [column["type"] for column in value["table"]["columns"]] == ["text", "number", "text"]


def test_column_of_words_stays_words():
    value = table(["Risk", "Holder"], [["Demand", "Council"], ["Price", "£5"]], caption="Who holds what")
    assert [column["type"] for column in value["table"]["columns"]] == ["text", "text"]
    assert not value["has_total"]


def test_first_column_names_the_row_even_when_it_counts():
    value = table(["Year", "People"], [["1", "20"], ["2", "30"]], caption="People a year")
    assert [column["type"] for column in value["table"]["columns"]] == ["text", "number"]


def test_cells_lose_their_paragraph():
    assert cells("| a | **b** | |") == ["a", "<b>b</b>", ""]


def test_strip_leaves_the_words():
    assert strip("<b>A</b> &amp; B &lt; C &quot;D&quot;") == 'A & B < C "D"'


words = st.text("abcdefghij", min_size=1, max_size=8)
part = st.one_of(
    st.lists(words, min_size=1, max_size=5).map(" ".join),
    st.lists(words, min_size=1, max_size=4).map(lambda lines: "\n".join(f"- [ ] {line}" for line in lines)),
    st.lists(words, min_size=1, max_size=4).map(lambda lines: "\n".join(f"- {line}" for line in lines)),
    st.lists(st.tuples(words, words), min_size=1, max_size=4).map(
        lambda rows: "\n".join(["| head | row |", "| --- | --- |", *(f"| {a} | {b} |" for a, b in rows)])
    ),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(part, min_size=1, max_size=6))
def test_no_word_is_lost(parts):
    markdown = "\n\n".join(parts)
    kept = re.findall(r"[a-j]+", re.sub(r"<[^>]+>", " ", str([entry["value"] for entry in body(markdown, "key")])))
    assert set(re.findall(r"\b[a-j]{1,8}\b", markdown)) - set(kept) == set()
