"""Loads the page of surgeries, topics and stages, and two plainly marked example advisers with their weekly rules."""

from datetime import time

from django.conf import settings
from django.utils import timezone
from wagtail.models import Page

from golab.contentfiles import read_yaml
from golab.pages.content.parts import questions
from golab.pages.loading import Loader
from golab.pages.markdown import Raw, block
from golab.pages.models.loading import LoadedItem
from golab.pages.tree import site_tree
from golab.taxonomy.models import Stage
from surgeries.models import (
    AdviserProfile,
    AvailabilityRule,
    StageOption,
    SurgeryIndexPage,
    SurgeryPolicy,
    SurgeryTopic,
)
from surgeries.times import bank_holidays, generating


def load_surgeries(loader: Loader, home: Page) -> None:
    """All of it; again without harm. What staff changed or removed stays so."""
    copy = read_yaml("surgeries.yaml")
    SurgeryPolicy.load()
    _load_page(loader, home, copy)
    stages = list(Stage.objects.active().order_by("sort_order"))
    for place, entry in enumerate(loader.each("Surgery topics", copy["topics"])):
        values = {"label": entry["label"], "hint": entry["hint"], "sort_order": place, "reading": _reading(entry)}
        _once(loader, SurgeryTopic, entry["key"], values, stages=_stages(entry["stages"], stages))
    for place, entry in enumerate(copy["stage_options"]):
        prepare = "\n".join(entry["prepare"])
        values = {"label": entry["label"], "explanation": entry["explanation"], "sort_order": place, "prepare": prepare}
        _once(loader, StageOption, entry["key"], values, journey_stages=_stages(entry["journey_stages"], stages))
    if settings.DEMO:
        _load_examples(loader, copy["examples"])
    bank_holidays.refresh(now=timezone.now())
    generating.generate(now=timezone.now())


def _load_page(loader: Loader, home: Page, copy: dict) -> None:
    page = copy["page"]
    loader.page(
        home,
        SurgeryIndexPage,
        "surgeries",
        {
            "title": page["title"],
            "standfirst": page["standfirst"],
            "search_description": page["standfirst"],
            "what_it_is": _points(page["what_it_is"]["points"], "is"),
            "what_it_is_not": _points(page["what_it_is_not"]["points"], "is-not"),
            "who_for": page["who_for"]["body"].strip(),
            "questions": questions(copy["faq"], "surgeries"),
            "rules": [
                block(
                    "rule", {"title": rule["title"], "text": " ".join(rule["text"].split())}, f"surgeries/{rule['key']}"
                )
                for rule in copy["policies"]
            ],
            "reading": _pages([link["url"] for link in copy["before_you_book"]["links"]]),
        },
    )


def _points(points: list[str], key: str) -> list[Raw]:
    return [block("point", point, f"surgeries/{key}/{place}") for place, point in enumerate(points)]


def _pages(urls: list[str]) -> list[Raw]:
    by_url = site_tree.get().by_url
    return [block("page", by_url[url].pk, f"surgeries/before{url}") for url in urls if url in by_url]


def _reading(entry: dict) -> list[str]:
    return [*(f"/guides/{guide}/" for guide in entry["guides"]), *entry["pages"]]


def _stages(numbers: list[int], stages: list[Stage]) -> list[Stage]:
    return [stages[number - 1] for number in numbers if number <= len(stages)]


def _once(loader: Loader, model, key: str, values: dict, **terms: list) -> None:
    """A row that is made at the first load and belongs to the staff from then on, even if they remove it."""
    item = f"{model._meta.label_lower}:{key}"
    if LoadedItem.objects.filter(key=item).exists():
        loader.counts["unchanged"] += 1
        return
    row = model(key=key, **values)
    row.full_clean()
    row.save()
    for name, many in terms.items():
        getattr(row, name).set(many)
    LoadedItem.objects.create(key=item, object_pk=str(row.pk), digest="")
    loader.counts["made"] += 1


def _load_examples(loader: Loader, examples: list[dict]) -> None:
    """Made-up advisers, only for a demonstration: their names say what they are."""
    for entry in loader.each("Example advisers", examples):
        item = f"surgeries.adviserprofile:{entry['key']}"
        if LoadedItem.objects.filter(key=item).exists():
            loader.counts["unchanged"] += 1
            continue
        adviser = AdviserProfile(
            public_name=entry["name"],
            signs_as=entry["signs_as"],
            bio_line=entry["bio_line"],
            email=entry["email"],
            formats=entry["formats"],
            is_example=True,
        )
        adviser.full_clean()
        adviser.save()
        adviser.topics.set(SurgeryTopic.objects.filter(key__in=entry["topics"]))
        for rule in entry["rules"]:
            row = AvailabilityRule(
                adviser=adviser,
                weekday=rule["weekday"],
                start_local=time.fromisoformat(rule["from"]),
                end_local=time.fromisoformat(rule["until"]),
                formats=rule["formats"],
            )
            row.full_clean()
            row.save()
        LoadedItem.objects.create(key=item, object_pk=str(adviser.pk), digest="")
        loader.counts["made"] += 1
