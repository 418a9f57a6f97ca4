"""The database refuses what the index must never hold."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from golab.search.models import Posting, SearchDocument

pytestmark = pytest.mark.django_db


def write(**fields) -> SearchDocument:
    kept = {"kind": "term", "key": "deadweight", "origin": "pages.glossaryterm 1", "url": "/glossary/deadweight/"}
    kept |= {"title": "Deadweight", "fingerprint": "x", "indexed_at": timezone.now(), "vector": ""}
    return SearchDocument.objects.create(**{**kept, **fields})


def test_two_documents_cannot_share_kind_and_key():
    write()
    with pytest.raises(IntegrityError, match="one_document_for_kind_and_key"), transaction.atomic():
        write(url="/elsewhere/")
    assert write(kind="page").pk  # another kind may use the same key


def test_posting_without_a_place_is_refused():
    with pytest.raises(IntegrityError, match="posting_says_a_place"), transaction.atomic():
        Posting.objects.create(term="deadweight", block=0, places=b"")
