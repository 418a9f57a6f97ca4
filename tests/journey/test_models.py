import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from golab.taxonomy.models import Step
from journey.models import TurnBack
from tests.factories.journey import TurnBackFactory

pytestmark = pytest.mark.django_db


def term(slug: str) -> Step:
    return Step.objects.get(slug=slug)


def test_turn_back_leads_elsewhere(journey):
    with pytest.raises(IntegrityError, match="turn_back_leads_elsewhere"), transaction.atomic():
        TurnBackFactory(page=journey, from_step=term("step-2-1"), to_step=term("step-2-1"))


def test_one_turn_back_between_two_steps(journey):
    ends = {"from_step": term("step-2-1"), "to_step": term("step-1-1")}
    TurnBackFactory(page=journey, **ends)
    with pytest.raises(IntegrityError, match="one_turn_back_between_two_steps"), transaction.atomic():
        TurnBackFactory(page=journey, **ends)


def test_turn_back_explains_what_is_wrong(journey):
    with pytest.raises(ValidationError, match="leads to another step"):
        TurnBack(
            page=journey, from_step=term("step-2-1"), to_step=term("step-2-1"), label="Go", explanation="Why."
        ).full_clean()


def test_step_of_a_turn_back_cannot_be_deleted_as_a_term(journey):
    with pytest.raises(IntegrityError), transaction.atomic():
        term("step-1-1").delete()


def test_turn_back_is_named_by_its_label(journey):
    assert str(TurnBack(label="Count again")) == "Count again"
