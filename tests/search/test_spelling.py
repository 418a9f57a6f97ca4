"""British and American spelling are one."""

import pytest

from golab.search import find
from golab.search.spelling import british, spellings
from tests.factories.search import indexed

PAIRS = """
    organization/organisation organizing/organising analyze/analyse analyzed/analysed behavior/behaviour
    behavioral/behavioural labor/labour neighborhoods/neighbourhoods center/centre centers/centres centered/centred
    modeling/modelling counselor/counsellor defense/defence license/licence practise/practice catalog/catalogue
    program/programme judgment/judgement enrollment/enrolment fulfill/fulfil pediatric/paediatric aging/ageing
"""


@pytest.mark.parametrize("pair", PAIRS.split())
def test_both_spellings_become_the_british(pair):
    american, written = pair.split("/")
    assert british(american) == british(written) == british(american.capitalize())
    assert {american, written} <= {*spellings(american)} & {*spellings(written)}


@pytest.mark.parametrize("word", ["size", "prize", "laboratory", "enterprise", "user", "meter", "honorary", "walk"])
def test_words_with_one_spelling_keep_their_own(word):
    assert british(word) == british(british(word))


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "written"), [("organization", "organisations"), ("behaviour", "Behavioral")])
def test_either_spelling_finds_and_marks_the_other(typed, written):
    indexed(key="it", title=f"About {written}")
    (hit,) = find(typed).hits
    assert f"<mark>{written}</mark>" in hit.title
    assert not find(typed).corrected
