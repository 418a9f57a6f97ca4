"""Where words stand, packed: the rows always say what the documents say, whatever is written, and in whatever order."""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as property_settings
from hypothesis import strategies as st

from golab.search import find
from golab.search.models import Block, Posting, SearchDocument
from golab.search.packing import SLOTS
from golab.search.results import Filters
from golab.search.writing import blocks, erase, mend_block
from tests.factories.search import indexed

pytestmark = pytest.mark.django_db

WORDS = st.lists(st.sampled_from(["price", "outcome", "card", "bond", "the"]), max_size=6).map(" ".join)
STEPS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["guide", "term"]), WORDS, WORDS), max_size=8)


def keys(text: str, **filters: tuple) -> set[str]:
    return {hit.key for hit in find(text, Filters(**filters)).hits}


def mended() -> int:
    return sum(map(mend_block, blocks()))


@property_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_rows_say_what_the_documents_say(steps):
    with transaction.atomic():
        for key, kind, title, body in steps:
            if title or body:
                indexed(kind, key=key, title=title, body=body, stages=(key,) if body else ())
            else:
                erase(SearchDocument.objects.filter(kind=kind, key=key).values_list("pk", flat=True))
        assert mended() == 0
        transaction.set_rollback(True)


def test_documents_on_both_sides_of_a_block_are_found():
    last = SearchDocument.objects.order_by("pk").last() or indexed()
    edge = (last.pk // SLOTS + 2) * SLOTS
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('search_searchdocument', 'id'), %s)", [edge - 3])
    for key in "abcde":
        indexed(key=key, title=f"Social impact bond {key}", stages=(key,))
    assert Block.objects.filter(number__gte=edge // SLOTS - 1).count() == 2
    assert keys("bond") == {*"abcde"}
    assert keys("bond", stages=("a", "e")) == {"a", "e"}
    erase(SearchDocument.objects.filter(key__in="be").values_list("pk", flat=True))
    assert keys("bond") == {*"acd"}
    assert mended() == 0


def test_document_that_says_something_else_is_found_by_that_only():
    indexed(key="it", title="Price", stages=("one",))
    indexed(key="other", title="Card", stages=("one",))
    indexed(key="it", title="Bond", stages=("two",))
    assert (keys("price"), keys("bond"), keys("bond", stages=("one",))) == (set(), {"it"}, set())
    assert not Posting.objects.filter(term__in=["price", "=stage three"]).exists()


def test_what_another_transaction_took_back_is_not_remembered():
    indexed(key="kept", title="Price")
    with transaction.atomic():
        indexed(key="gone", title="Price")
        assert keys("price") == {"kept", "gone"}
        transaction.set_rollback(True)
    assert keys("price") == {"kept"}
    indexed(key="new", title="Price")
    assert keys("price") == {"kept", "new"}


def test_many_places_of_a_word_are_kept_as_a_vector_keeps_them():
    indexed(key="it", title="Price", body="price " * 300)
    assert keys("price") == {"it"}
    assert mended() == 0


def test_drift_is_found_and_mended():
    indexed(key="it", title="Price of a bond")
    Posting.objects.filter(term="price").delete()
    Posting.objects.filter(term="bond").update(places=b"\x00\x07\x00\x01")
    assert keys("price") == set()
    assert mended() == 2
    assert keys("price") == keys("bond") == {"it"}
    assert mended() == 0
