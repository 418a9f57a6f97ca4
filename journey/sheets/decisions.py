"""A result of the decision aid is kept as it was: the reasons stand, whatever editors change later."""

import hashlib

from golab.pages.deciding import Decision, Reason
from golab.pages.models import BasicsPage


def kept_values(page: BasicsPage, decision: Decision) -> dict:
    """What is kept of a result."""
    return {
        "title": page.title,
        "url": f"{page.url}?{decision.query}&show=result",
        "heading": decision.heading,
        "for": [_reason(reason) for reason in decision.reasons_for],
        "against": [_reason(reason) for reason in decision.reasons_against],
        "find_out": [question.find_out or question.text for question in decision.open_questions],
    }


def key_of(page: BasicsPage, decision: Decision) -> str:
    """The same for the same answers, so that they are kept once."""
    return f"{page.slug[:40]}-{hashlib.sha256(decision.query.encode()).hexdigest()[:12]}"


def _reason(reason: Reason) -> dict:
    return {
        "weight": reason.weight,
        "text": reason.text,
        "answer": reason.answer,
        "evidence": [{"title": source.title, "url": source.url} for source in reason.evidence],
    }
