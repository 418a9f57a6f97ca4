"""The public log of changes, what imports write into it, what it costs, and what is forgotten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from golab.accounts.actions import erase_account
from golab.accounts.registry import parts
from sibdb.corrections.imported import facts_of, log_imported
from sibdb.corrections.personal import forget_old
from sibdb.models import Project, ProjectChange, ProjectOutcome, Suggestion
from tests.factories.accounts import UserFactory
from tests.factories.sibdb import ProjectChangeFactory, ProjectFactory, SuggestionFactory
from tests.reading import queries_of, shown

pytestmark = pytest.mark.django_db


# --- what imports change
def test_import_says_what_it_changed_and_nothing_of_what_is_private():
    project = ProjectFactory(outcomes=[ProjectOutcome(name="A job"), ProjectOutcome(name="Canary", status="private")])
    ids, now = [project.indigo_id], timezone.now()
    assert not facts_of(ids)  # no import has written it yet
    Project.objects.update(indigo_written={"stage": "digest"})
    before = facts_of(ids)
    project.outcomes.filter(status="private").update(definition="Canary")
    log_imported(before, facts_of(ids), now=now)
    assert not ProjectChange.objects.exists()
    Project.objects.update(stage="implementation")
    project.outcomes.filter(status="public").update(definition="Kept for 13 weeks")
    log_imported(before, facts_of(ids), now=now)
    page = shown("/projects/changes/")
    assert "Stage of development: Implementation (was: Complete); Outcomes" in page
    assert "Canary" not in page


# --- the log, what it costs, and what is forgotten
def test_log_tells_nothing_of_what_readers_may_not_see():
    hidden = ProjectFactory(status="private")
    for project, is_public in ((hidden, True), (ProjectFactory(is_draft=True), True), (ProjectFactory(), False)):
        ProjectChangeFactory(project=project, what="Canary", is_public=is_public)
    assert "Canary" not in shown("/projects/changes/") + shown("/projects/changes/feed.atom")


@pytest.mark.parametrize("count", [3, 60])
def test_pages_cost_the_same_for_any_number_of_changes(count):
    project, now = ProjectFactory(), timezone.now()
    ProjectChange.objects.bulk_create(
        ProjectChange(project=project, what=f"Change {n}", why="Newer data.", made_at=now) for n in range(count)
    )
    form = f"/projects/suggest/?project={project.slug}"
    for url, most in (("/projects/changes/", 4), ("/projects/changes/feed.atom", 2), (form, 4)):
        asked = queries_of(url)
        assert len(asked) == len(set(asked)) <= most, "\n".join(asked)


def test_decided_suggestions_go_after_a_year_and_the_log_stays():
    now = timezone.now()
    long_ago, decided = now - timedelta(days=366), {"state": "accepted", "reply": "Thank you."}
    old = SuggestionFactory(made_at=long_ago, decided_at=long_ago, **decided)
    young = SuggestionFactory(made_at=long_ago, decided_at=now, **decided)
    waiting = SuggestionFactory(made_at=long_ago)
    line = ProjectChangeFactory(suggestion=old)
    assert (forget_old(now=now), forget_old(now=now)) == (1, 0)
    assert set(Suggestion.objects.all()) == {young, waiting}
    line.refresh_from_db()
    assert line.suggestion is None


def test_account_holds_what_it_suggested_and_erasing_removes_the_address():
    user = UserFactory()
    SuggestionFactory(email=user.email)
    (part,) = [part for part in parts() if part.name == "Suggestions for the project database"]
    assert part.export(user)[0]["suggested"] == "2018-01"
    erase_account(user=user, by=None, now=timezone.now())
    assert Suggestion.objects.get().email == ""
