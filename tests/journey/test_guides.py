"""What readers do with a guide: take it away, cite it, say whether it was useful; and guides that retire."""

import io
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document

from golab.accounts.models import User
from golab.exports.as_docx import Heading, Points, Table, Text
from golab.search.sources import source_of
from golab.taxonomy.models import Step
from journey.guides.as_document import PartsOf
from journey.guides.opinions import MOST_AN_HOUR
from journey.models import GuideOpinion, GuidePage, StepPage
from journey.tasks import OPINIONS_KEPT, forget_old_opinions
from tests.factories.journey import GuidePageFactory
from tests.factories.pages import publish, stored
from tests.reading import content_of, queries_of, shown

USEFUL = "/my-journey/useful/count/"


@pytest.fixture
def guide(site_root) -> GuidePage:
    return GuidePageFactory(title="Count", version="2.1", changes="The sum is new.", reviewed_on=date(2026, 11, 1))


def opinions() -> list[tuple]:
    return list(GuideOpinion.objects.order_by("pk").values_list("was_useful", "words", "chapter"))


# --- was this useful? ---------------------------------------------------------------------------


def test_answer_is_kept_by_the_day_and_names_nobody(guide):
    client = Client(enforce_csrf_checks=True)
    sent = {"useful": "no", "words": " More sums ", "chapter": "the-method"}
    response = client.post(USEFUL, sent, headers={"sec-fetch-site": "same-origin"})
    assert response["Location"] == "/guides/count/the-method/?thanks=yes#useful-h"
    assert not response.cookies
    assert opinions() == [(False, "More sums", "the-method")]
    assert GuideOpinion.objects.get().given_on == timezone.localdate()
    assert {field.name for field in GuideOpinion._meta.fields} == {
        "id", "page", "chapter", "was_useful", "words", "given_on",
    }  # fmt: skip
    assert "Thank you." in client.get(response["Location"]).content.decode()


def test_form_stands_on_every_chapter_and_needs_no_script(guide):
    for address in ("/guides/count/", "/guides/count/the-method/"):
        assert f'<form action="{USEFUL}" method="post"' in shown(address)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"useful": "yes"}, 1),
        ({"useful": "perhaps"}, 0),
        ({}, 0),
        ({"useful": "yes", "words": "x" * 1001}, 0),
        ({"useful": "yes", "homepage": "https://spam.example/"}, 0),
        ({"useful": "yes", "chapter": "no such chapter"}, 0),
    ],
)
def test_only_answers_are_kept(client, guide, sent, kept):
    client.post(USEFUL, sent)
    assert GuideOpinion.objects.count() == kept


def test_one_address_cannot_answer_for_all(client, guide):
    answers = [client.post(USEFUL, {"useful": "no"}).status_code for _ in range(MOST_AN_HOUR + 1)]
    assert answers == [302] * MOST_AN_HOUR + [400]
    assert GuideOpinion.objects.count() == MOST_AN_HOUR


def test_unpublished_guide_takes_no_answer(client, guide):
    guide.unpublish()
    assert client.post(USEFUL, {"useful": "yes"}).status_code == 404


def test_staff_see_counts_and_words_and_others_do_not(client, guide):
    for useful, words in (("yes", ""), ("no", "More <b>sums</b>"), ("no", "")):
        client.post(USEFUL, {"useful": useful, "words": words})
    assert client.get("/admin/reports/guides-useful/").status_code == 302
    client.force_login(User.objects.create_superuser("a@example.org", "pw"))
    page = client.get("/admin/reports/guides-useful/results/").content.decode()
    assert "More &lt;b&gt;sums&lt;/b&gt;" in page
    table = content_of(client.get("/admin/reports/guides-useful/?export=csv")).decode()
    assert table.splitlines()[1].startswith("Count,1,2,1,")


def test_old_answers_are_forgotten(guide):
    today = timezone.localdate()
    for day in (today, today - OPINIONS_KEPT - timedelta(days=1)):
        GuideOpinion.objects.create(page=guide, was_useful=True, given_on=day)
    forget_old_opinions()
    forget_old_opinions()
    assert [one.given_on for one in GuideOpinion.objects.all()] == [today]


# --- version, citation, document ----------------------------------------------------------------


def test_version_says_what_changed_and_how_to_cite_it(guide):
    page = shown("/guides/count/print/")
    assert "What changed in version 2.1" in page
    assert "The sum is new." in page
    assert "Government Outcomes Lab (2026) Count. How-to guide, version 2.1." in page


def test_document_holds_every_chapter(guide):
    response = Client().get("/guides/count/guide.docx")
    document = Document(io.BytesIO(content_of(response)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert 'filename="count-2026-11' in response["Content-Disposition"]
    for said in ("1 When to use this", "It takes an hour.", "3 What goes wrong", "Counting last.", "The sum is new."):
        assert said in text, said


def test_parts_of_html_keep_tables_lists_and_sums_and_leave_out_what_is_not_seen():
    html = (
        "<h3>Sum</h3><p>£500 + <b>£1,500</b> = £2,000<br>in all</p><svg><use href='#x'></use><text>no</text></svg>"
        "<ul><li>One <span class='visually-hidden'>hidden</span></li><li><p>Two</p></li></ul>"
        "<table><caption>Prices</caption><tr><th>Outcome</th><th>£</th></tr><tr><td><p>A home</p></td><td>10</td></tr>"
        "</table><p>A <button>term<sup class='print-only'>1</sup></button> here</p>"
    )
    assert PartsOf(html).parts == [
        Heading("Sum", level=2),
        Text("£500 + £1,500 = £2,000 in all"),
        Points(["One"]),
        Points(["Two"]),
        Text("Prices"),
        Table(["Outcome", "£"], [["A home", "10"]]),
        Text("A term here"),
    ]


# --- retired ------------------------------------------------------------------------------------


def test_retired_guide_stays_says_so_points_on_and_is_listed_no_more(guide):
    newer = GuidePageFactory(title="Count better")
    publish(guide, retired_on=date(2026, 11, 20), retired_note="The law has changed.", replaced_by=newer)
    for address in ("/guides/count/", "/guides/count/print/"):
        page = shown(address)
        assert "This guide was retired on 20 November 2026." in page
        assert "The law has changed." in page
        assert '<a href="/guides/count-better/">Count better</a> instead' in page
    assert "/guides/count/" not in shown("/guides/").replace("/guides/count-better/", "")
    assert guide.pk not in source_of("guide").queryset().values_list("pk", flat=True)


def test_retired_guide_without_another_points_to_the_list(guide):
    publish(guide, retired_on=date(2026, 11, 20))
    assert '<a href="/guides/">all guides</a>' in shown("/guides/count/")


# --- what stands beside it ----------------------------------------------------------------------


def test_guide_names_projects_of_its_steps_once_and_asks_little(guide, steps):
    project = {"indigo_id": "INDIGO-POJ-0154", "name": "A project", "why": "It counted first."}
    StepPage.objects.filter(slug__in=["step-1-1", "step-1-2"]).update(projects=stored(("project", project)))
    publish(guide, steps=list(Step.objects.filter(slug__in=["step-1-1", "step-1-2"])))
    page = shown("/guides/count/print/")
    assert page.count("It counted first.") == 1
    asked = queries_of("/guides/count/print/")
    assert len(asked) == len(set(asked)) <= 8
