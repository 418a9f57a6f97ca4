"""More like this: by words, among the kinds asked for."""

import pytest

from golab.search import similar
from tests.factories.search import indexed

pytestmark = pytest.mark.django_db


def alike(key: str, **asked) -> list[str]:
    return [hit.key for hit in similar(kind="publication", key=key, **asked)]


@pytest.fixture(autouse=True)
def index():
    indexed("publication", key="this", title="Foster care", body="Placements for children in foster families.")
    indexed("publication", key="near", title="Children in foster families", body="How placements are found.")
    indexed("publication", key="further", title="Children at school", body="Attendance and reading.")
    indexed("publication", key="far", title="Homelessness", body="Tenancies in cities.")
    indexed("project", key="fostering", title="Fostering families", summary="Placements for children.")


def test_most_alike_comes_first_without_the_document_itself():
    assert alike("this", kinds=["publication"]) == ["near", "further"]


def test_all_kinds_count_where_none_is_named():
    assert set(alike("this")) == {"near", "further", "fostering"}
    assert alike("this", kinds=["project"]) == ["fostering"]


def test_limit_is_kept():
    assert alike("this", limit=1) == [alike("this")[0]]


def test_unknown_or_lonely_document_is_like_nothing():
    assert alike("gone") == alike("far") == []


def test_hit_can_be_linked_and_is_escaped():
    indexed("publication", key="one", title="<i>Zygomorphic</i>", url="/library/one/", summary="Petals & sepals.")
    indexed("publication", key="two", title="Zygomorphic", summary="Another")
    (hit,) = similar(kind="publication", key="two")
    assert (hit.url, hit.plain_title, hit.title) == (
        "/library/one/",
        "<i>Zygomorphic</i>",
        "&lt;i&gt;Zygomorphic&lt;/i&gt;",
    )
    assert hit.extract == "Petals &amp; sepals."


def test_one_query_answers(django_assert_num_queries):
    with django_assert_num_queries(1):
        similar(kind="publication", key="this")
