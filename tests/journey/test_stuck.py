""" "I'm stuck on …", what stands beside steps and stages, and how editors see what a step lacks."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from golab.accounts.roles import EDITOR, SURGERY_ADVISER
from golab.pages.tree import site_tree
from journey.coverage import coverage_of
from journey.models import StepPage
from tests.factories.accounts import UserFactory
from tests.factories.search import indexed
from tests.reading import main_of, queries_of, shown

pytestmark = pytest.mark.usefixtures("journey")
STUCK = "/journey/stuck/"
STEP = "/journey/stage-1/step-1-1/"


@pytest.fixture
def found():
    """What search knows about one problem, of every kind."""
    for kind, key in (
        *(("publication", "report"), ("project", "homes"), ("guide", "pricing"), ("step", "step-2-1")),
        *(("answered", "asked"), ("news", "today"), ("price", "fund")),
    ):
        indexed(kind, key=key, title=f"Pricing {kind}", url=f"/{kind}/{key}/", body="Nobody agrees on a price.")


def test_answers_begin_with_steps_and_guides_and_then_people(found):
    text = main_of(shown(f"{STUCK}?q=nobody+agrees+on+a+price"))
    places = [text.index(mark) for mark in ("/step/", "/guide/", "Ask a person", "/answered/", "/project/")]
    assert places == sorted(places)
    assert '/surgeries/book/need/?step=step-2-1"' in text
    assert text.index("/answered/") < text.index("/publication/")


def test_a_problem_that_nothing_answers_leads_to_a_person():
    text = main_of(shown(f"{STUCK}?q=xyzzy+plugh"))
    assert "Nothing here has these words" in text
    assert '/surgeries/book/need/"' in text


@pytest.mark.parametrize("words", ["", "   ", "%00", "a" * 900, "%22unbalanced", "%3Cscript%3E"])
def test_any_words_are_answered(words):
    text = main_of(shown(f"{STUCK}?q={words}"))
    assert 'action="/journey/stuck/"' in text
    assert "<script>" not in text


def test_the_entry_stands_on_the_map_and_the_home_page():
    for address in ("/", "/journey/"):
        text = main_of(shown(address))
        assert 'action="/journey/stuck/"' in text, address
        assert "/my-journey/area/?next=" in text, address


@pytest.mark.parametrize(
    "address", [STUCK, f"{STUCK}?q=price", f"{STUCK}?q=step+price", "/journey/", STEP, "/journey/stage-1/"]
)
def test_pages_cost_eight_queries_at_most_and_none_twice(found, address):
    asked = queries_of(address)
    assert len(asked) == len(set(asked)) <= 8, "\n".join(asked)


# --- beside a step and a stage -----------------------------------------------------------------


def test_next_events_and_latest_news_stand_on_their_step_and_stage():
    today = timezone.localdate()
    for kind, key, days, steps, stages in (
        ("event", "soon", 3, (), ("stage-1",)),
        ("event", "on the step", 9, ("step-1-1",), ("stage-1",)),
        ("event", "over", -1, ("step-1-1",), ("stage-1",)),
        ("event", "elsewhere", 1, (), ("stage-2",)),
        ("news", "old", -90, (), ("stage-1",)),
        ("news", "new", -2, (), ("stage-1",)),
        ("news", "of the step", -400, ("step-1-1",), ()),
    ):
        indexed(kind, key=key.replace(" ", "-"), title=f"{kind} {key}", url=f"/{kind}/",
                date=today + timedelta(days=days), steps=steps, stages=stages)  # fmt: skip
    text = main_of(shown(STEP))
    places = [
        text.index(f"{title}</a>") for title in ("event on the step", "event soon", "news of the step", "news new")
    ]
    assert places == sorted(places)
    assert text.index("news new<") < text.index("news old<")
    assert "event over" not in text
    assert "elsewhere" not in text
    assert text.count("On this stage") == 3
    stage = main_of(shown("/journey/stage-1/"))
    assert stage.index("event soon<") < stage.index("event on the step<")
    assert "On this stage" not in stage


def test_nothing_empty_is_shown():
    text = main_of(shown(STEP))
    for heading in ("Coming up", "Latest news", "Who has done this", "Resources", "Questions from advice surgeries"):
        assert f"{heading}</h2>" not in text, heading


def test_resources_lead_to_their_publications():
    page = StepPage.objects.get(slug="step-1-1")
    entries = [{"kind": "publication", "page": None, "label": title, "url": "", "note": f"Note on {title}."}
               for title in ("Known", "Unknown")]  # fmt: skip
    page.resources = [("resource", entry) for entry in entries]
    page.save_revision().publish()
    indexed("publication", key="known", title="Known", url="/library/known/")
    text = main_of(shown(STEP))
    assert '<h3><a href="/library/known/">Known</a></h3><p>Note on Known.</p>' in text
    assert "<h3>Unknown</h3><p>Note on Unknown.</p>" in text


# --- coverage ----------------------------------------------------------------------------------


def test_coverage_counts_what_names_a_step_and_says_what_is_missing(django_assert_num_queries):
    for kind in ("publication", "project", "guide", "answered", "event", "news"):
        indexed(kind, key=f"of-{kind}", title=kind, steps=("step-1-1",))
    indexed("guide", key="other", title="Another guide", steps=("step-1-1", "step-1-2"))
    pages = list(StepPage.objects.order_by("path"))
    coverage_of(pages)
    with django_assert_num_queries(1):
        first, second, *_ = coverage_of(pages)
    assert (first.title, first.guide, first.project, second.guide, second.project) == ("1.1 Step 1 1", 2, 1, 1, 0)
    assert first.missing == "editors’ picks of projects, resources"
    assert "projects" in second.missing
    assert "surgery questions" in second.missing
    assert "guides" not in second.missing


def test_report_leads_to_the_editor_of_each_step_and_is_exported(client):
    client.force_login(UserFactory(role=EDITOR))
    text = client.get("/admin/reports/coverage/").content.decode()
    page = StepPage.objects.get(slug="step-2-1")
    assert f'href="/admin/pages/{page.pk}/edit/"' in text
    assert "questions for a surgery" not in text  # every step of the tests has some
    export = b"".join(client.get("/admin/reports/coverage/?export=csv").streaming_content).decode()
    assert "2.1 Step 2 1" in export
    assert "Surgery questions" in export


def test_report_is_not_for_an_adviser(client):
    client.force_login(UserFactory(role=SURGERY_ADVISER))
    assert client.get("/admin/reports/coverage/").status_code == 302


def test_a_step_that_is_called_by_its_name_comes_first_and_fills_in_the_booking(journey, found):
    page = StepPage.objects.get(key="step-1-2")
    page.title = "Price the outcomes"
    page.save()
    site_tree.forget()
    text = main_of(shown(f"{STUCK}?q=I+must+be+pricing+an+outcome+by+Thursday"))
    assert '/surgeries/book/need/?step=step-1-2"' in text
    assert text.count(">Price the outcomes</a>") == 1
    assert text.index(">Price the outcomes<") < text.index("/step/")
    for others in ("nobody agrees on a price", "a priced outcast", "the price of a contract"):
        assert '?step=step-1-2"' not in main_of(shown(f"{STUCK}?q={quote(others)}")), others
    assert "The journey has a step for this" in main_of(shown("/search/?q=I+agreed+a+step+and+priced+outcomes"))
