"""`rebuild_search`, which needs neither broker nor worker."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from golab.search.models import SearchChange, SearchDocument
from tests.factories.pages import GlossaryTermFactory
from tests.factories.search import indexed

pytestmark = pytest.mark.django_db


def run(*options: str) -> str:
    out = StringIO()
    call_command("rebuild_search", *options, stdout=out)
    return out.getvalue()


def titles() -> set[str]:
    return set(SearchDocument.objects.values_list("title", flat=True))


def test_everything_is_written_anew_and_what_is_gone_goes():
    GlossaryTermFactory(term="Rate card")
    indexed("term", title="Gone from the glossary")
    told = run()
    assert "Glossary: 1 of 1" in told
    assert "1 removed" in told
    assert "Rate card" in titles()
    assert "Gone from the glossary" not in titles()


def test_one_kind_leaves_the_others_alone():
    GlossaryTermFactory(term="Rate card")
    indexed("guide", title="Gone from the guides")
    run("--kind", "term")
    assert {"Rate card", "Gone from the guides"} <= titles()


def test_changes_are_applied_and_nothing_else_is_touched():
    GlossaryTermFactory(term="Rate card")
    indexed("guide", title="Gone from the guides")
    assert run("--changes") == "Search: 1 written, 0 removed.\n"
    assert titles() == {"Rate card", "Gone from the guides"}
    assert not SearchChange.objects.exists()
    assert run("--changes") == "Search: 0 written, 0 removed.\n"


def test_unknown_kind_is_told_with_those_there_are():
    with pytest.raises(CommandError, match="no kind 'recipe'. Kinds: step, stage, "):
        run("--kind", "recipe")


def test_kind_and_changes_exclude_each_other():
    with pytest.raises(CommandError, match="not allowed with"):
        run("--kind", "term", "--changes")
