"""References in every form: read back without loss by readers that are not ours, and written as people write them."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from golab.exports.as_bibtex import bibtex_chunks
from golab.exports.as_csl import csl_chunks
from golab.exports.as_ris import ris_chunks
from golab.exports.citations import STYLES, cited
from golab.exports.reference import OTHERS, Author, Kind, Reference, one_line
from tests.exports.references import facts_of, through_bibtex, through_csl, through_ris
from tests.hostile import HOSTILE

DAY = date(2026, 11, 2)
ARTICLE = Reference(
    key="narratives-of-promise",
    identifier="urn:uuid:0ad43f0f-7a36-4a16-9a35-1d8b4d0d4d51",
    kind=Kind.ARTICLE,
    genre="Journal article",
    title="Narratives of promise, narratives of caution",
    year=2018,
    address="https://hub.example/library/narratives-of-promise/",
    authors=tuple(Author(family=family, given=given) for family, given in [("Fraser", "A."), ("Tan", "S.")]),
    container="Social Policy & Administration",
    volume="52",
    issue="1",
    first_page="4",
    last_page="28",
    doi="10.1111/spol.12260",
    note="GO Lab summary: Sorts the literature.",
    keywords=("Health", "Children, young people"),
)
NAO = Reference(
    key="payment-schemes",
    identifier="urn:uuid:1ad43f0f-7a36-4a16-9a35-1d8b4d0d4d51",
    kind=Kind.REPORT,
    genre="Audit report",
    title="Outcome-based payment schemes",
    year=2015,
    address="https://hub.example/library/payment-schemes/",
    authors=(Author(family="National Audit Office"),),
    publisher="NAO (HC 86)",
    url="https://www.nao.org.uk/schemes?a=1&b=2",
    note="GO Lab summary: Finds it hard to get right.",
)

# Signs that mean something in one of the formats, among letters of several scripts.
_text = st.text(
    st.sampled_from("abcXYZ é—“”’ßŁ汉ع 019 &%$#_{}\\~^<>\"'`,;:!?-./()[]@|=+*\t\n\u2028\x07"), max_size=40
).map(one_line)
_words = _text.filter(bool)
_page = st.from_regex(r"[0-9A-Za-z.]{0,8}", fullmatch=True)
_person = st.builds(
    Author, family=_words.filter(lambda name: "," not in name), given=_words.filter(lambda name: "," not in name)
)
_organisation = st.builds(Author, family=_words.filter(lambda name: ",," not in name))
_pages = st.one_of(st.just(("", "")), st.tuples(_page.filter(bool), _page))
_address = st.from_regex(r"https://[a-z]{1,9}\.org/[a-zA-Z0-9/?&=%#~_.;,+!-]{0,30}", fullmatch=True)


@st.composite
def _references(draw) -> Reference:
    first, last = draw(_pages)
    texts = ("container", "volume", "issue", "publisher", "licence")
    return replace(
        draw(st.sampled_from([ARTICLE, NAO])),
        key=draw(st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,5}){0,3}", fullmatch=True)),
        kind=draw(st.sampled_from(Kind)),
        genre=draw(_words),
        title=draw(_words),
        year=draw(st.integers(1800, 2100)),
        authors=tuple(draw(st.lists(st.one_of(_person, _organisation), max_size=4))),
        first_page=first,
        last_page=last,
        url=draw(_address),
        note=f"GO Lab summary: {draw(_words)}",
        keywords=tuple(draw(st.lists(_words, max_size=3))),
        **{name: draw(_text) for name in texts},
    )


@pytest.mark.parametrize("through", [through_ris, through_bibtex, through_csl])
@settings(max_examples=25, deadline=None)
@given(references=st.lists(_references(), min_size=1, max_size=3, unique_by=lambda one: one.key))
def test_another_reader_gets_back_what_was_written(through, references):
    assert through(references) == [facts_of(reference) for reference in references]


@pytest.mark.parametrize("through", [through_ris, through_bibtex, through_csl])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(through, text):
    reference = replace(NAO, title=one_line(text), container=one_line(text), note=one_line(text))
    assert through([reference, ARTICLE]) == [facts_of(reference), facts_of(ARTICLE)]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_word_in_every_format(kind):
    reference = replace(NAO, kind=kind)
    assert b"TY  - " in next(ris_chunks([reference]))
    assert next(bibtex_chunks([reference])).startswith(b"@")
    assert json.loads(b"".join(csl_chunks([reference])))[0]["type"]
    assert all("Outcome-based payment schemes" in cited(reference, style, on=DAY) for style in STYLES)


def test_nothing_to_write_is_still_a_file():
    assert json.loads(b"".join(csl_chunks([]))) == []
    assert b"".join(bibtex_chunks([])) == b"".join(ris_chunks([])) == b""


def test_others_are_said_as_each_format_says_it():
    reference = replace(NAO, authors=(Author(family="Disley", given="E."), Author(family=OTHERS)))
    assert b"author = {Disley, E. and others}" in b"".join(bibtex_chunks([reference]))
    assert cited(reference, "Harvard", on=DAY).startswith("Disley, E. et al. (2015)")
    assert cited(reference, "Vancouver", on=DAY).startswith("Disley E, et al. ")


@pytest.mark.parametrize(
    ("reference", "style", "entry"),
    [
        (
            ARTICLE,
            "Harvard",
            "Fraser, A. and Tan, S. (2018) ‘Narratives of promise, narratives of caution’, <i>Social Policy &amp; "
            "Administration</i>, 52(1), pp. 4–28. Available at: https://doi.org/10.1111/spol.12260.",
        ),
        (
            ARTICLE,
            "Vancouver",
            "Fraser A, Tan S. Narratives of promise, narratives of caution. Social Policy &amp; Administration. "
            "2018;52(1):4–28. doi:10.1111/spol.12260",
        ),
        (
            NAO,
            "Harvard",
            "National Audit Office (2015) <i>Outcome-based payment schemes</i>. NAO (HC 86). Available at: "
            "https://www.nao.org.uk/schemes?a=1&amp;b=2 (Accessed: 2 November 2026).",
        ),
        (
            NAO,
            "Vancouver",
            "National Audit Office. Outcome-based payment schemes [Internet]. NAO (HC 86); 2015 [cited 2026 Nov 2]. "
            "Available from: https://www.nao.org.uk/schemes?a=1&amp;b=2",
        ),
    ],
)
def test_entry_is_written_as_the_style_asks(reference, style, entry):
    assert cited(reference, style, on=DAY) == entry


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("text", HOSTILE)
def test_entry_shows_hostile_text_as_text(style, text):
    entry = cited(replace(NAO, title=one_line(text), publisher=one_line(text)), style, on=DAY)
    assert not set(entry.replace("<i>", "").replace("</i>", "")) & set("<>")
