from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from golab.charts.bars import TALL, WIDE, Bar, BarChart

BARS = [
    Bar("Employment and training", 1204, url="/projects/?area=employment-and-training"),
    Bar("Homelessness", 602, url="/projects/?area=homelessness", is_highlight=True),
    Bar("Poverty reduction", 0),
]
CHART = BarChart(
    key="areas",
    finding="Most projects are about work",
    method="Projects by their first policy area.",
    label_heading="Policy area",
    value_heading="Projects",
    bars=BARS,
    count=1806,
    counted="projects",
    source="GO Lab project database",
    as_of=date(2026, 11, 9),
)
VALUES = st.integers(0, 10**9) | st.decimals(0, 10**6, places=2) | st.floats(0, 1e6).map(lambda value: round(value, 1))
LABELS = st.text(st.characters(min_codepoint=32, max_codepoint=383), min_size=1, max_size=120)


class Page(HTMLParser):
    """Start tags with their attributes, and the text of each element by its id."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += " ".join(data.split()) + " "

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


def page(chart):
    return Page(render_to_string("charts/bar_chart.html", {"chart": chart}))


def test_bars_are_as_long_as_their_values():
    for drawing in CHART.drawings():
        long, half, none = (mark.width for mark in drawing.marks)
        assert half == pytest.approx(long / 2, abs=0.1)
        assert none == 0


def test_smallest_value_is_seen():
    marks = replace(CHART, bars=[Bar("Many", 1_000_000), Bar("One", 1)]).wide().marks
    assert marks[1].width == 2


def test_values_that_are_all_nothing_draw_nothing():
    chart = replace(CHART, bars=[Bar("None", 0), Bar("None either", Decimal(0))])
    assert [mark.width for mark in chart.wide().marks] == [0, 0]


@given(st.lists(st.builds(Bar, LABELS, VALUES), min_size=1, max_size=12))
def test_drawings_stay_within_their_box_and_nothing_overlaps(bars):
    for drawing, width in zip(replace(CHART, bars=bars).drawings(), [WIDE, TALL], strict=True):
        assert drawing.width == width
        for mark in drawing.marks:
            assert mark.x >= 0
            assert mark.value.x + len(mark.value.text) * 8 <= width
            assert mark.y + mark.height <= drawing.height
            for line in mark.label:
                room = (
                    (line.x, line.x - len(line.text) * 8)
                    if drawing.anchor == "end"
                    else (0, line.x + len(line.text) * 7.5)
                )
                assert 0 <= room[1] <= width
                assert 0 < line.y <= drawing.height
        for above, below in pairwise(drawing.marks):
            assert above.y + above.height < below.label[0].y
            assert above.label[-1].y < below.label[0].y


@pytest.mark.parametrize("bars", [[], [Bar("Below", -1)]])
def test_chart_that_cannot_be_drawn_is_refused(bars):
    with pytest.raises(ValueError, match="say so in words|cannot be drawn"):
        replace(CHART, bars=bars)


def test_figure_says_its_finding_its_method_and_how_many_it_counts():
    text = page(replace(CHART, missing="12 projects have no policy area.")).text
    assert "Most projects are about work" in text
    assert "Projects by their first policy area. Based on 1,806 projects. 12 projects have no policy area." in text
    assert "Source: GO Lab project database, 9 November 2026. N = 1,806." in text


def test_figure_is_drawn_twice_with_a_description_each():
    made = page(CHART)
    wide, tall = made.all("svg")
    assert [wide["class"], tall["class"]] == ["barchart hbars hbars--wide", "barchart hbars hbars--tall"]
    assert {svg["aria-labelledby"] for svg in (wide, tall)} == {"areas-h"}
    described = [svg["aria-describedby"] for svg in (wide, tall)]
    assert [attrs["id"] for attrs in made.all("desc")] == described
    assert "Employment and training 1,204; Homelessness 602; Poverty reduction 0." in made.text


def test_figure_has_no_id_twice():
    ids = [attrs["id"] for _, attrs in page(CHART).tags if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_figure_needs_no_inline_style_or_script():
    made = page(CHART)
    assert not [attrs for _, attrs in made.tags if "style" in attrs]
    assert not [name for _, attrs in made.tags for name in attrs if name.startswith("on")]
    assert not made.all("script") + made.all("style")


def test_every_value_stands_in_the_table():
    made = page(CHART)
    table = made.text[made.text.index("Show this chart as a table") :]
    for bar, value in CHART.rows():
        assert f"{bar.label} {value}" in table


def test_bar_with_an_address_is_a_link_with_its_value_as_name():
    made = page(CHART)
    assert [svg["role"] for svg in made.all("svg")] == ["group", "group"]
    names = [link.get("aria-label") for link in made.all("a") if link["href"] == BARS[1].url]
    assert names == ["Homelessness: 602", "Homelessness: 602", None], "in both drawings and in the table"


def test_chart_without_links_is_one_picture():
    made = page(replace(CHART, bars=[Bar("Homelessness", 602)]))
    assert [svg["role"] for svg in made.all("svg")] == ["img", "img"]
    assert not made.all("a")


def test_downloads_are_offered_where_there_are_some():
    made = page(replace(CHART, csv_url="/projects/areas.csv", svg_url="/projects/areas.svg"))
    assert {"/projects/areas.csv", "/projects/areas.svg"} <= {link["href"] for link in made.all("a")}


def test_words_of_a_label_never_become_markup():
    made = page(replace(CHART, bars=[Bar("<script>alert(1)</script>", 1, url='/?a="><script>')]))
    assert not made.all("script")
    assert "<script>alert(1)</script> 1" in made.text


def test_values_are_written_as_the_chart_says():
    chart = replace(
        CHART, bars=[Bar("Price", Decimal("2380000"))], written=lambda value: f"£{value / 1_000_000:.2f} million"
    )
    assert "£2.38 million" in page(chart).text
