"""The journey and its guides."""

from datetime import date

import factory

from golab.pages.markdown import items
from golab.taxonomy.models import Step
from journey.models import (
    GuideIndexPage,
    GuideOpinion,
    GuidePage,
    JourneyIndexPage,
    StagePage,
    StepPage,
    TurnBack,
    Worksheet,
)
from tests.factories.pages import HomePageFactory, HubPageFactory, lines, publish, stored, the_only


class JourneyIndexPageFactory(HubPageFactory):
    class Meta:
        model = JourneyIndexPage

    parent = the_only(HomePageFactory)
    title = "The Commissioners’ Journey"
    slug = "journey"
    standfirst = "Start at the stage you are at."
    body = stored(("text", "<p>Read it in any order.</p>"))


class StagePageFactory(HubPageFactory):
    class Meta:
        model = StagePage

    parent = the_only(JourneyIndexPageFactory)
    title = factory.Sequence(lambda n: f"Stage {n}")
    if_you = "You have a problem and a hunch."
    aim = "Agree what is to change."
    typical_time = "One to three months."
    introduction = "Most of the work is talking to people."
    right_place_if = lines("Nobody has written a specification yet.")
    who_to_involve = lines("People who use the service", "Finance")
    leave_with = lines("A problem statement")


class StepPageFactory(HubPageFactory):
    class Meta:
        model = StepPage

    parent = factory.SubFactory(StagePageFactory)
    title = factory.Sequence(lambda n: f"Step {n}")
    aim = "Say whom the service is for."
    typical_time = "Two weeks."
    who = lines("Commissioner")
    activities = stored(
        ("activity", {"title": "Write one sentence", "body": "<p>Say who is in.</p>"}),
        ("activity", {"title": "Test it", "body": "<p>Ask an analyst to count them.</p>"}),
        key="activities",
    )
    considerations = stored(("consideration", {"title": "Numbers move", "body": "<p>Referrals start slowly.</p>"}))
    pitfalls = lines("Counting people twice")
    making_it_real = "<p>Ask your own data team.</p>"
    questions = lines("How small is too small?")


class GuideIndexPageFactory(HubPageFactory):
    class Meta:
        model = GuideIndexPage

    parent = the_only(HomePageFactory)
    title = "How-to guides"
    slug = "guides"


def chapter(title: str, *paragraphs: str) -> tuple[str, object]:
    """A chapter of running text, as `stored` takes it."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return ("chapter", {"title": title, "body": [{"type": "text", "value": text, "id": f"text-{title}"}]})


class GuidePageFactory(HubPageFactory):
    class Meta:
        model = GuidePage

    parent = the_only(GuideIndexPageFactory)
    title = factory.Sequence(lambda n: f"Guide {n}")
    audience = "Commissioners in councils"
    chapters = stored(
        chapter("When to use this", "Use it before you buy.", "It takes an hour."),
        chapter("The method", "Count first."),
        chapter("What goes wrong", "Counting last."),
    )


class TurnBackFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TurnBack

    page = the_only(JourneyIndexPageFactory)
    label = "Go back and count again"
    explanation = "The numbers were not what everyone thought."


def _field(key: str, label: str, **more: object) -> dict:
    return {"key": key, "label": label, "help": "", "takes_from": "", **more}


class GuideOpinionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GuideOpinion

    page = factory.SubFactory(GuidePageFactory)
    was_useful = True
    given_on = date(2026, 11, 9)


class WorksheetFactory(factory.django.DjangoModelFactory):
    """A live worksheet with a field of each kind."""

    class Meta:
        model = Worksheet

    key = "cohort"
    title = "Cohort definition"
    introduction = "Who the service is for."
    fields = stored(
        ("long_text", _field("sentence", "In one sentence")),
        ("number", _field("people", "People")),
        ("money", _field("most", "The most")),
        ("date", _field("since", "Since")),
        ("choice", _field("how", "How", options=items(["A rule", "A list"], "options"))),
        (
            "table",
            _field(
                "criteria",
                "Criteria",
                columns=items(
                    [{"label": "Criterion", "kind": "text"}, {"label": "People left", "kind": "number"}], "columns"
                ),
                rows=items(["What you expect"], "rows"),
            ),
        ),
        key="worksheet",
    )
    sources = stored(("source", {"title": "A handbook", "who": "GO Lab, 2026", "note": "", "url": ""}))


def grow_journey(*, stages: int, steps: int, turn_backs: int = 0) -> JourneyIndexPage:
    """A live journey of `stages` with `steps` each, and turn-backs from the last steps to the first.

    One stage is published the long way: that brings the terms of all in line, and the rest would only take time.
    """
    index = JourneyIndexPage.objects.first() or JourneyIndexPageFactory()
    before = StagePage.objects.count()
    for number in range(before + 1, before + stages + 1):
        stage = StagePageFactory(title=f"Stage {number}", slug=f"stage-{number}", parent=index, live=True)
        for place in range(1, steps + 1):
            StepPageFactory(title=f"Step {number} {place}", slug=f"step-{number}-{place}", parent=stage, live=True)
    publish(stage)
    terms = list(Step.objects.order_by("sort_order"))
    turns = [
        TurnBack(page=index, sort_order=place, from_step=start, to_step=terms[0], label=f"Turn {place}", explanation="")
        for place, start in enumerate(reversed(terms[-turn_backs:] if turn_backs else []))
    ]
    return publish(index, turn_backs=turns) if turns else index


PAGE_FACTORIES = {
    factory_class._meta.model: factory_class
    for factory_class in (
        GuideIndexPageFactory,
        GuidePageFactory,
        JourneyIndexPageFactory,
        StagePageFactory,
        StepPageFactory,
    )
}
