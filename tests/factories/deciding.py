"""Questions, answers and results of a decision aid, as `stored` takes them."""

from golab.pages.markdown import items
from golab.pages.models import BasicsPage


def answer(text: str, **values: object) -> dict:
    blank = {"weight_for": "none", "reason_for": "", "weight_against": "none", "reason_against": "", "route": ""}
    return {"text": text, **blank, "evidence": [], **values}


def question(text: str, *answers: dict) -> tuple[str, dict]:
    more = {"find_out": f"Ask who knows: {text}", "where": "The guide", "where_url": "/guides/", "terms": []}
    return ("decision", {"question": text, "why": "It matters.", "answers": items(list(answers), text), **more})


def result(heading: str, **rule: object) -> tuple[str, dict]:
    blank = {"strong_against": None, "against": None, "unknown": None, "otherwise": False, "names_route": False}
    words = {"heading": heading, "when": f"When {heading}", "text": "So it is.", "change": "", "tone": "careful"}
    return ("result", {**words, **blank, **rule})


YES = answer("Yes", weight_for="strong", reason_for="We know whom to count.")
PARTLY = answer(
    "Partly", weight_for="some", reason_for="A start.", weight_against="some", reason_against="A gap.", route="fee"
)
NO = answer(
    "No",
    weight_against="strong",
    reason_against="Nobody to count.",
    route="grant",
    evidence=[{"id": "e", "type": "item", "value": {"title": "A report <i>", "url": "/library/report/"}}],
)
DEAR = answer("Too dear", weight_against="strong", reason_against="It costs more.", route="fee")


def choose(page: BasicsPage, *places: int | None) -> dict[str, str]:
    """A query: the answer at each place, "unknown" for -1, nothing for None."""
    chosen = {}
    for asked, place in zip(page.asked, places, strict=True):
        if place is not None:
            chosen[f"q-{asked.key}"] = "unknown" if place == -1 else asked.answers[place].key
    return chosen
