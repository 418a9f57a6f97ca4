"""/styleguide/: every component in every state, for staff and for the browser tests. Nothing here is a fact."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from golab.pages.finder.lines import Group, OptionLine
from golab.taxonomy.area import MyArea

COLOURS = [  # name, light, dark, contrast
    ("paper", "#ffffff", "#0c1f1c", "ink on it 14.2"),
    ("mist", "#f3f6f0", "#132b27", "ink on it 13.0"),
    ("lichen", "#e4ebdf", "#1b3832", "ink on it 11.7"),
    ("bottle", "#0d3b34", "#0a2a25", "white on it 12.4"),
    ("ink", "#10302b", "#e8efe9", "14.2 on paper"),
    ("ink soft", "#465a54", "#aebfb7", "7.4 on paper"),
    ("link and action", "#0a5c4a", "#7fd6bb", "8.0 on paper"),
    ("foxglove", "#ad1457", "#ff8ab8", "7.0 on paper"),
    ("marigold", "#ffc42e", "#ffc42e", "ink on it 8.9"),
    ("danger", "#a8241b", "#ff9c90", "7.3 on paper"),
    ("stage 1, gorse", "#8a5a00", "#f2c14e", "5.9 on paper"),
    ("stage 2, heather", "#6a3fa0", "#c4a8f0", "7.4 on paper"),
    ("stage 3, loch", "#0f5ea8", "#8cc2f5", "6.6 on paper"),
    ("stage 4, fern", "#2c6e1f", "#9bd68a", "6.3 on paper"),
    ("stage 5, rowan", "#a8341b", "#f79a84", "6.6 on paper"),
]
STAGES = [  # name, if you, steps
    (
        "Test feasibility",
        "You have a problem and a hunch.",
        ["Understand the need", "Define the cohort", "Choose outcomes that matter", "Decide if it fits"],
    ),
    (
        "Develop the business case",
        "It looks possible. Does it stand up?",
        ["Build the financial case", "Price the outcomes", "Share risk, shape the contract", "Secure approval"],
    ),
    (
        "Implementation",
        "You have approval and need partners.",
        ["Engage the market", "Run the procurement", "Bring in investors, if needed", "Mobilise the service"],
    ),
    (
        "Contract management",
        "The service is live and being paid for.",
        ["Set up shared governance", "Verify outcomes and pay", "Review how it is working", "Adapt the contract"],
    ),
    (
        "Evaluation and learning",
        "You need to know what difference it made.",
        ["Plan evaluation early", "Carry out the evaluation", "Share what you learned", "Decide what comes next"],
    ),
    ("A sixth stage", "Editors may add one.", ["First step", "Second step"]),
]
STATES = {"1.1": "done", "1.2": "here", "2.1": "not-needed", "5.1": "done"}
TURN_BACKS = [  # from, to, label; the order is the lane
    ("2.2", "1.2", "Redraw the cohort"),
    ("3.1", "2.3", "Share risk again"),
    ("4.4", "1.3", "Ask again: outcomes for whom?"),
    ("5.4", "1.1", "Begin the next feasibility test"),
]


class ExampleForm(forms.Form):
    """One field of each kind, laid out by templates/django/forms/field.html."""

    name = forms.CharField(label="Your name", help_text="As you would like to be greeted.")
    email = forms.EmailField(
        label="Email address",
        help_text="We only use this to answer you.",
        error_messages={"invalid": "Enter an email address, like name@example.gov.uk"},
    )
    question = forms.CharField(
        label="What would you like to leave with?", required=False, widget=forms.Textarea({"rows": 4})
    )
    stage = forms.ChoiceField(label="Stage", choices=[(str(number), name) for number, (name, *_) in enumerate(STAGES)])
    meets = forms.ChoiceField(
        label="How shall we meet?",
        choices=[("online", "Online, with live captions"), ("oxford", "In Oxford")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how we shall meet"},
    )
    topics = forms.MultipleChoiceField(
        label="What is it about?",
        choices=[("price", "Prices"), ("risk", "Risk"), ("data", "Data")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    consent = forms.BooleanField(
        label="Keep my question, without my name, to improve the guides", error_messages={"required": "Tick the box"}
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


@never_cache
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """The page; for people who are not staff there is none."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    return render(request, "styleguide/index.html", example_context())


def example_context() -> dict:
    """Plain values for every component."""
    wrong = ExampleForm(
        {"wrong-name": "Priya", "wrong-email": "priya.council", "wrong-stage": "1"},
        prefix="wrong",
        auto_id="id_%s",
        use_required_attribute=False,
    )
    wrong.is_valid()
    stages = _stages(6)
    return {
        "page_is_noindex": True,
        "area": MyArea(places=[["council", "E06000066", "Somerset"]], policy_area=[0, "Homelessness"]),
        "colours": [dict(zip(("name", "light", "dark", "note"), row, strict=True)) for row in COLOURS],
        "journey": {"stages": stages[:5], "turn_backs": _turn_backs(stages[:5])},
        "maps": [
            {"stages": _stages(count), "count": count, "label": f"Journey with {count} stages"} for count in (4, 6)
        ],
        "form": ExampleForm(initial={"stage": "1", "meets": "online"}),
        "wrong_form": wrong,
        "rows": ROWS,
        "dated_rows": DATED_ROWS,
        "ratings": [(4, "Strong evidence"), (3, "Good evidence"), (2, "Limited evidence"), (0, "Not rated")],
        "results": RESULTS,
        "hit": HIT,
        "facets": FACETS,
        "sort": [{"value": "", "label": "Relevance", "is_chosen": True}, {"value": "new", "label": "Newest first"}],
        "chips": [
            {"facet": "Kind", "label": "How-to guides", "url": "#finder"},
            {"facet": "Stage", "label": "Develop the business case", "url": "#finder"},
        ],
        "page_links": [
            {"number": 1, "url": "#finder"},
            {"number": 2, "is_current": True},
            {"number": 3, "url": "#finder"},
            {"number": 12, "url": "#finder"},
        ],
        "terms": [
            {"slug": "deadweight", "term": "Deadweight", "short": "What would have happened anyway.", "url": "#terms"}
        ],
        "columns": COLUMNS,
        "cells": CELLS,
        "empty_links": [
            {"label": "Search everything for “rate card”", "url": "#empty"},
            {"label": "All guides", "url": "#empty"},
        ],
    }


def _stages(count: int) -> list[dict]:
    return [
        {
            "number": number,
            "css_class": f"stage-{number}",
            "name": name,
            "if_you": if_you,
            "url": "#map",
            "is_open": number == 1,
            "steps": [
                {
                    "number": key,
                    "title": title,
                    "url": "#map",
                    "state": STATES.get(key, ""),
                    "is_done": STATES.get(key) == "done",
                }
                for key, title in ((f"{number}.{place}", title) for place, title in enumerate(titles, 1))
            ],
        }
        for number, (name, if_you, titles) in enumerate(STAGES[:count], 1)
    ]


def _turn_backs(stages: list[dict]) -> list[dict]:
    titles = {step["number"]: step["title"] for stage in stages for step in stage["steps"]}
    return [
        {
            "from_number": start,
            "to_number": end,
            "from_title": titles[start],
            "to_title": titles[end],
            "label": label,
            "url": "#map",
            "css_class": f"loop-{start[0]}-{end[0]}",
            "lane": lane,
        }
        for lane, (start, end, label) in enumerate(TURN_BACKS, 1)
    ]


ROWS = [
    {
        "kind": "How-to guide",
        "title": "Price outcomes and use rate cards",
        "url": "#rows",
        "text": "25 minutes. For commissioners and finance.",
    },
    {"kind": "Template", "title": "A template that is not built yet", "text": "Named, and not linked."},
    {
        "kind": "Publication",
        "title": "A publication with its rating",
        "url": "#rows",
        "strength": 3,
        "rating": "Good evidence",
    },
]
DATED_ROWS = [
    {
        "day": "3",
        "month": "Dec",
        "title": "An event in person",
        "url": "#rows",
        "text": "Thursday, 10am to 3:30pm, Oxford.",
    },
    {"day": "14", "month": "Jan", "title": "An event online", "url": "#rows", "text": "Thursday, 1pm to 2pm."},
]
RESULTS = [
    {
        "kind": "How-to guide",
        "stage": {"number": 2, "name": "Develop the business case"},
        "title": "A result with everything",
        "url": "#results",
        "byline": "Who wrote it, 2026",
        "text": "Two lines of summary, cut where they are too long for a list, so that the eye can go down the titles.",
        "strength": 2,
        "rating": "Limited evidence",
        "tags": ["Homelessness", "Prices"],
    },
    {"kind": "Glossary", "title": "A result with the least", "url": "#results"},
]
HIT = {
    "kind": "Glossary",
    "title": "Rate card",
    "url": "#hit",
    "short": "A list of outcomes with the price that will be paid for each.",
    "text": "Treat another programme’s card as a starting point.",
    "action_url": "#hit",
    "action_text": "Read how to price outcomes",
}
FACETS = [
    Group(
        "kind",
        "Kind",
        [
            OptionLine("step", "Journey steps", is_chosen=False, count=2),
            OptionLine("guide", "How-to guides", is_chosen=True, count=7),
            OptionLine("event", "Nothing to find here", is_chosen=False),
        ],
        is_open=True,
    ),
    Group("stage", "Journey stage", [OptionLine("test-feasibility", "1 Test feasibility", False, 1)], is_open=False),
]
COLUMNS = [
    {"label": "Outcome", "url": "#tables"},
    {"label": "Price each", "is_number": True, "url": "#tables", "sort": "descending"},
    {"label": "Achieved", "is_number": True},
    {"label": "Evidence asked for"},
]
CELLS = [
    [
        "First outcome",
        {"text": "£500", "is_number": True},
        {"text": "388", "is_number": True},
        {"text": "Tenancy agreement"},
    ],
    [
        "Second outcome",
        {"text": "£1,900", "is_number": True},
        {"text": "Not published", "is_number": True},
        {"text": "Letter from the landlord, at six months"},
    ],
]
