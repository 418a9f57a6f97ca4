"""Synonyms: loaded from a file, kept as staff want them, refused when they make no sense."""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from golab.search.models import Synonym
from golab.search.synonyms import Loaded, load_synonyms
from tests.factories.search import SynonymFactory

pytestmark = pytest.mark.django_db

FILE = """
groups:
- {kind: acronym, terms: [OBC, outcomes-based commissioning], note: "Also outline business case."}
- {kind: acronym, terms: [SEND, special educational needs], note: "Expand the letters only when typed in capitals."}
one_way:
- {from: bid, to: [tender, procurement]}
never_expand:
- {terms: [social value, work], note: Too general.}
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "synonyms.yaml"
    path.write_text(FILE)
    return path


def test_load_makes_a_row_of_each_group(file):
    assert load_synonyms(file) == Loaded(added=5)
    rows = Synonym.objects.order_by("kind", "terms").values_list("kind", "terms", "expands_to", "is_capitals_only")
    assert list(rows) == [
        ("acronym", ["OBC", "outcomes-based commissioning"], [], False),
        ("acronym", ["SEND", "special educational needs"], [], True),
        ("never", ["social value"], [], False),
        ("never", ["work"], [], False),
        ("one-way", ["bid"], ["tender", "procurement"], False),
    ]


def test_load_again_changes_nothing(file):
    load_synonyms(file)
    before = list(Synonym.objects.order_by("pk").values())
    assert load_synonyms(file) == Loaded(unchanged=5)
    assert list(Synonym.objects.order_by("pk").values()) == before


def test_load_takes_over_what_changed_in_the_file(file):
    load_synonyms(file)
    file.write_text(FILE.replace("outcomes-based commissioning", "commissioning for outcomes"))
    assert load_synonyms(file) == Loaded(updated=1, unchanged=4)
    assert Synonym.objects.get(loaded_key="acronym:OBC").terms == ["OBC", "commissioning for outcomes"]


@pytest.mark.parametrize("change", [{"terms": ["OBC", "outline business case"]}, {"is_active": False}, {"note": ""}])
def test_load_keeps_what_staff_changed(file, change):
    load_synonyms(file)
    Synonym.objects.filter(loaded_key="acronym:OBC").update(**change)
    file.write_text(FILE.replace("outcomes-based commissioning", "commissioning for outcomes"))
    assert load_synonyms(file) == Loaded(kept=1, unchanged=4)
    synonym = Synonym.objects.get(loaded_key="acronym:OBC")
    assert {name: getattr(synonym, name) for name in change} == change


def test_load_leaves_what_staff_added(file):
    own = SynonymFactory()
    load_synonyms(file)
    assert Synonym.objects.filter(pk=own.pk).exists()
    assert Synonym.objects.count() == 6


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (FILE.replace("kind: acronym, terms: [SEND", "kind: letters, terms: [SEND"), "letters"),
        (FILE.replace("one_way:", "both_ways:"), "one_way"),
        (FILE.replace("[OBC, outcomes-based commissioning]", "[OBC]"), "group of one"),
        ("- just a list", "synonyms.yaml"),
    ],
)
def test_load_of_a_malformed_file_changes_nothing(file, broken, told):
    file.write_text(broken)
    with pytest.raises(ValueError, match=told):
        load_synonyms(file)
    assert not Synonym.objects.exists()


def test_load_that_fails_half_way_changes_nothing(file):
    file.write_text(FILE.replace("social value", "social value " * 20))
    with pytest.raises(DataError):
        load_synonyms(file)
    assert not Synonym.objects.exists()


def test_load_of_the_hubs_own_file():
    loaded = load_synonyms(settings.CONTENT_DIR / "synonyms.yaml")
    assert loaded.added == Synonym.objects.count() > 140
    assert Synonym.objects.get(loaded_key="acronym:IF").is_capitals_only
    for synonym in Synonym.objects.all():
        synonym.full_clean()


def test_stems_follow_the_terms():
    synonym = SynonymFactory(terms=["rate cards", "Outcomes-based prices"])
    synonym.refresh_from_db()
    assert synonym.stems == ["rate card", "outcom base price"]
    Synonym.objects.filter(pk=synonym.pk).update(terms=["tariffs", "charges"])
    synonym.refresh_from_db()
    assert synonym.stems == ["tariff", "charg"]


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"kind": "acronym", "terms": ["OBC"]}, "synonym_group_has_two_terms"),
        ({"kind": "one-way", "terms": ["bid"]}, "only_one_way_synonyms_point"),
        ({"kind": "everyday", "terms": ["bid", "tender"], "expands_to": ["offer"]}, "only_one_way_synonyms_point"),
    ],
)
def test_group_that_makes_no_sense_is_refused(fields, constraint):
    with pytest.raises(ValidationError):
        SynonymFactory.build(**fields).full_clean()
    with transaction.atomic(), pytest.raises(IntegrityError, match=constraint):
        SynonymFactory(**fields)


def test_group_is_loaded_once():
    SynonymFactory(loaded_key="acronym:OBC")
    with transaction.atomic(), pytest.raises(IntegrityError, match="synonym_loaded_once"):
        SynonymFactory(loaded_key="acronym:OBC")
