"""One person's way through the steps of a booking: the answers so far, and which step comes next."""

from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from golab.pages.texts import tidy_line
from golab.taxonomy.models import Step
from surgeries.actions import Details
from surgeries.booking.forms import colleagues_in
from surgeries.models import Booking, BookingDraft, Slot, StageOption, SurgeryQuestion, SurgeryTopic
from surgeries.models.questions import answers_among
from surgeries.times import free as free_times

DRAFT_KEY, BOOKED_KEY = "surgery_draft", "surgeries_booked"
MOST_REMEMBERED = 10
STEPS = {"need": "Topic", "time": "Time", "you": "About you", "question": "Your question", "check": "Check and send"}
NEEDED = {"need": ("topic", "journey_stage"), "you": ("name", "email", "organisation", "org_type", "format"),
          "question": ("question",)}  # fmt: skip


class Flow:
    """The answers in the visitor's draft. Nothing is written, and no session begun, until something is answered."""

    def __init__(self, request: HttpRequest, *, now: datetime) -> None:
        self.request, self.now = request, now
        self.draft = self._load()

    def _load(self) -> BookingDraft | None:
        key = self.request.session.get(DRAFT_KEY) if self.request.session.session_key else None
        draft = BookingDraft.objects.filter(pk=key).first() if key else None
        return None if draft is None or draft.is_stale(now=self.now) else draft

    @property
    def answers(self) -> dict:
        return self.draft.answers if self.draft else {}

    def keep(self, answers: dict) -> None:
        """Remember these answers, in a draft that is begun with the first of them."""
        if self.draft is None:
            self.draft = BookingDraft(created_at=self.now)
        self.draft.keep(answers, now=self.now)
        self.request.session[DRAFT_KEY] = str(self.draft.pk)
        vars(self).pop("chosen", None)  # it may be another now

    def finish(self, booking: Booking) -> None:
        """The answers are a booking now: this session may see it, and the draft goes."""
        if self.draft:
            self.draft.delete()
        self.request.session.pop(DRAFT_KEY, None)
        remembered = [one for one in self.request.session.get(BOOKED_KEY, []) if one != booking.reference]
        self.request.session[BOOKED_KEY] = [*remembered, booking.reference][-MOST_REMEMBERED:]

    @cached_property
    def chosen(self) -> Slot | None:
        """The time that was chosen, whether it can still be booked (`is_free`) or not."""
        uuid = self.answers.get("slot")
        return free_times.chosen(uuid, now=self.now) if uuid else None

    @property
    def slot(self) -> Slot | None:
        """The time that was chosen, if it can still be booked."""
        return self.chosen if self.chosen and self.chosen.is_free else None

    @property
    def lost_slot(self) -> Slot | None:
        """The time that was chosen, if it can be booked no more; `is_held` says whether someone else has it."""
        return self.chosen if self.chosen and not self.chosen.is_free else None

    def give_up_slot(self, *, is_held: bool) -> None:
        """The database has said that it cannot be had, whatever was read before."""
        self.chosen.is_free, self.chosen.is_held = False, is_held

    def is_answered(self, step: str) -> bool:
        if step == "time":
            return self.slot is not None
        if step == "you" and self.slot and self.answers.get("format") not in self.slot.formats:
            return False
        return all(self.answers.get(name) for name in NEEDED[step])

    def next_step(self) -> str:
        """The first step that is not answered, or the last page."""
        return next((step for step in ("need", "time", "you", "question") if not self.is_answered(step)), "check")

    def first_gap_before(self, step: str) -> str:
        """An earlier step that has to come first; nothing when there is none."""
        before = list(STEPS)[: list(STEPS).index(step)]
        return next((one for one in before if not self.is_answered(one)), "")

    def url(self, step: str, **query: str) -> str:
        """The step's address. It names the chosen time, so that a lost session loses only the rest."""
        chosen = {"slot": self.answers["slot"]} if self.answers.get("slot") else {}
        return address_of(step, **{**chosen, **query})

    @cached_property
    def further_questions(self) -> list[SurgeryQuestion]:
        """What staff ask besides of someone with this topic."""
        return list(SurgeryQuestion.objects.asked_about(self.answers.get("topic")))

    @property
    def unanswered(self) -> list[SurgeryQuestion]:
        """Of these, what has to be answered and is not: staff may have begun to ask meanwhile."""
        return [one for one in self.further_questions if one.is_required and not self.answers.get(one.field_name)]

    def details(self) -> Details:
        """The answers for the booking. Raises DoesNotExist when a choice is no longer offered."""
        kept = self.answers
        return Details(
            name=kept["name"],
            organisation=kept["organisation"],
            org_type=kept["org_type"],
            role=kept.get("role", ""),
            topic=SurgeryTopic.objects.get(pk=kept["topic"], is_active=True),
            journey_stage=StageOption.objects.get(pk=kept["journey_stage"], is_active=True),
            question=kept["question"],
            format=kept["format"],
            phone=kept.get("phone", ""),
            access_needs=kept.get("access_needs", ""),
            step=step_of(kept.get("step", "")),
            extra_attendees=colleagues_in(kept),
            more_answers=answers_among(kept, self.further_questions),
            brought=kept.get("brought", []),
        )


def address_of(step: str, **query: str) -> str:
    """A step's address with what it is told."""
    return reverse(f"surgeries:{step}") + (f"?{urlencode(query)}" if query else "")


def answers_of(booking: Booking) -> dict:
    """What was told for a booking, as the answers of a new one that has no time yet; access needs are asked afresh."""
    colleagues = {}
    for number, one in enumerate(booking.extra_attendees, start=1):
        colleagues |= {f"colleague_{number}": one["name"], f"colleague_{number}_email": one.get("email", "")}
    names = ("name", "organisation", "org_type", "role", "phone", "format", "question")
    return {
        **{name: getattr(booking, name) for name in names},
        "email": booking.contact.email_norm if booking.contact else "",
        "topic": booking.topic_id,
        "topic_label": booking.topic.label,
        "journey_stage": booking.journey_stage_id,
        "journey_stage_label": booking.journey_stage.label,
        "slot": None,
        **colleagues,
        **{f"more_{one['question']}": one["answer"] for one in booking.more_answers},
    }


def step_of(key: str) -> Step | None:
    """The step of the journey with this key, if there is one."""
    return Step.objects.active().filter(slug=key).select_related("stage").first() if key else None


def may_see(request: HttpRequest, reference: str) -> bool:
    """Whether this session made the booking with this reference."""
    has_session = bool(request.session.session_key)
    return has_session and tidy_line(reference) in request.session.get(BOOKED_KEY, [])
