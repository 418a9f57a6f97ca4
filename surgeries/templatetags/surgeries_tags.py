"""What templates show of surgeries, here and in other rooms."""

from django import template
from django.utils import timezone

from golab.pages.tree import site_tree
from surgeries.booking.forms import colleagues_in
from surgeries.models import AnsweredQuestion, SurgeryIndexPage
from surgeries.models.bookings import OrganisationType
from surgeries.models.formats import Format
from surgeries.times import free as free_times
from surgeries.times.rules import booking_rules

register = template.Library()
SHOWN_ON_THE_HOME_PAGE = 3
FIGURES = (
    "minimum_notice_days",
    "horizon_weeks",
    "reschedule_until_hours",
    "max_moves",
    "max_live_bookings",
    "request_reply_days",
)


@register.simple_tag
def next_surgeries(count: int = SHOWN_ON_THE_HOME_PAGE) -> dict:
    """For the slip of the home page: `index` (None without such a page) and `slots`, in one query."""
    index = site_tree.get().first_of(SurgeryIndexPage)
    slots = free_times.next_free_in_one_query(count, now=timezone.now()) if index else []
    return {"index": index, "slots": slots}


@register.inclusion_tag("surgeries/answered.html")
def answered_questions(step_key: str) -> dict:
    """What people asked about a step in surgeries, with our answers: one query."""
    return {"answered": AnsweredQuestion.objects.beside(step_key)}


@register.filter
def with_rules(text: str) -> str:
    """Plain text with the figures of the rules put for their names: {{ max_moves }}."""
    rules = booking_rules.get()
    for name in FIGURES:
        text = str(text).replace(f"{{{{ {name} }}}}", str(getattr(rules, name)))
    return text


@register.filter
def format_label(value: str) -> str:
    """`By video`; nothing for what is no format."""
    return dict(Format.choices).get(value, "")


@register.filter
def organisation_label(value: str) -> str:
    """`Local authority`; nothing for what is no kind of organisation."""
    return dict(OrganisationType.choices).get(value, "")


@register.filter
def colleagues(answers: dict) -> str:
    """The names of those who come along."""
    return ", ".join(one["name"] for one in colleagues_in(answers))
