"""What staff do with one booking, and booking for someone who phones. Screens of the CMS."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.generic import View
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from surgeries import actions, decisions, permissions
from surgeries.errors import Refused
from surgeries.models import AdviserProfile, Booking, Slot, SurgeryRequest
from surgeries.staff.forms import BehalfForm, DayForm, MoveForm, OutcomeForm, ReasonForm
from surgeries.telling.messages import send_links


class BookingActionView(View):
    """A page that asks, and a POST that acts, on one booking that the person may see."""

    form_class: type | None = None
    heading = button = done = ""

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.booking = get_object_or_404(Booking.objects.with_everything(), pk=pk)
        policy = policy_registry.get_by_type(Booking)
        if not policy.user_has_permission_for_instance(request.user, "view", self.booking) or not self.is_allowed():
            raise PermissionDenied
        return super().dispatch(request, pk)

    def is_allowed(self) -> bool:
        """Managers need the right to change; an adviser may act on what is theirs."""
        return may_change(self.request.user)

    def form_options(self) -> dict:
        return {}

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self.form_class(**self.form_options()) if self.form_class else None)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form_class(request.POST, **self.form_options()) if self.form_class else None
        if form is not None and not form.is_valid():
            return self._page(form)
        try:
            self.act(form.cleaned_data if form else {})
        except Refused as reason:
            messages.warning(request, str(reason))
        else:
            log(instance=self.booking, action="wagtail.edit", user=request.user, title=self.booking.reference)
            messages.success(request, self.done)
        return redirect("surgery_bookings:inspect", pk)

    def act(self, cleaned: dict) -> None:
        raise NotImplementedError

    def _page(self, form) -> HttpResponse:
        context = {"booking": self.booking, "form": form, "heading": self.heading, "button": self.button}
        return render(self.request, "surgeries/staff/ask.html", context)


class CancelView(BookingActionView):
    form_class = ReasonForm
    heading, button = "Cancel this booking", "Cancel it and tell them"
    done = "The booking is cancelled. The person who booked gets an apology with other times."

    def act(self, cleaned: dict) -> None:
        actions.cancel(booking=self.booking, reason=cleaned["reason"], by=self.request.user, now=timezone.now())


class MoveView(BookingActionView):
    form_class = MoveForm
    heading, button = "Move this booking", "Move it and tell them"
    done = "The booking is moved. Everyone who comes is told, and their calendars follow."

    def form_options(self) -> dict:
        return {"slots": free_for(self.request.user).filter(formats__contains=[self.booking.format])}

    def act(self, cleaned: dict) -> None:
        actions.move(booking=self.booking, to_uuid=cleaned["slot"].uuid, reason=cleaned["reason"],
                     by=self.request.user, now=timezone.now())  # fmt: skip


class AcceptView(BookingActionView):
    heading, button, done = "Accept this booking", "Accept it", "Accepted. The confirmation is on its way."

    def act(self, cleaned: dict) -> None:
        decisions.accept(booking=self.booking, by=self.request.user, now=timezone.now())


class DeclineView(BookingActionView):
    form_class = ReasonForm
    heading, button, done = "Decline this booking", "Decline it and tell them", "Declined. They are told why."

    def act(self, cleaned: dict) -> None:
        decisions.decline(booking=self.booking, **cleaned, by=self.request.user, now=timezone.now())


class OutcomeView(BookingActionView):
    form_class = OutcomeForm
    heading, button, done = "How did it go?", "Save", "Saved."

    def form_options(self) -> dict:
        pages = self.booking.suggested_pages or self.booking.topic.reading
        return {"pages": pages, "initial": {"remark": self.booking.outcome_note, "tells": True}}

    def act(self, cleaned: dict) -> None:
        decisions.record_outcome(booking=self.booking, **cleaned, by=self.request.user, now=timezone.now())


class ReplaceLinkView(BookingActionView):
    heading, button = "Replace the link", "Replace it and send the new one"
    done = "The old link no longer works. The new one is on its way."

    def is_allowed(self) -> bool:
        return permissions.is_manager(self.request.user) and super().is_allowed()

    def act(self, cleaned: dict) -> None:
        actions.replace_link(booking=self.booking, by=self.request.user, now=timezone.now())


class SendLinkView(BookingActionView):
    """For someone who has lost the message with the link. Pressed twice in a minute, it is sent once."""

    heading, button = "Send the link again", "Send it"
    done = "The link is on its way."

    def is_allowed(self) -> bool:
        return bool(self.booking.contact_id) and permissions.is_manager(self.request.user) and super().is_allowed()

    def act(self, cleaned: dict) -> None:
        booking, now = self.booking, timezone.now()
        to, key = booking.contact.email_norm, f"links:{booking.uuid}:{now:%Y%m%d%H%M}"
        with transaction.atomic():
            send_links(email=to, bookings=[booking], limit_reached=False, key=key, now=now)


class ForThoseWhoRunSurgeries(View):
    """A screen about no booking in particular, for those who may act on some."""

    def dispatch(self, request: HttpRequest) -> HttpResponse:
        if not policy_registry.get_by_type(Booking).user_has_permission(request.user, "view"):
            raise PermissionDenied
        if not may_change(request.user):
            raise PermissionDenied
        return super().dispatch(request)


class BehalfView(ForThoseWhoRunSurgeries):
    """Books for someone who phones or writes, with an address or without; an adviser only into their own times."""

    heading, button = "Book for someone", "Book it"

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = self._asked_for()
        names = ("name", "organisation", "org_type", "topic", "journey_stage", "question")
        known = {name: getattr(asked, name) for name in names} if asked else {}
        email = asked.contact.email_norm if asked and asked.contact else ""
        initial = {**known, "email": email, "submission_key": uuid.uuid4(), "slot": self._slot_asked()}
        return self._page(self._form(initial=initial), asked)

    def post(self, request: HttpRequest) -> HttpResponse:
        form, asked = self._form(request.POST), self._asked_for()
        if not form.is_valid():
            return self._page(form, asked)
        try:
            booking = actions.book(**form.booking_arguments(), by=request.user, now=timezone.now())
        except Refused as reason:
            form.add_error("slot", str(reason))
            return self._page(form, asked)
        if asked:
            asked.close(now=timezone.now())
        log(instance=booking, action="wagtail.create", user=request.user, title=booking.reference)
        told = "The confirmation is on its way." if booking.contact else "No message is sent: print the link for them."
        messages.success(request, f"Booked. {told}")
        return redirect("surgery_bookings:inspect", booking.pk)

    def _form(self, *args, **options) -> BehalfForm:
        return BehalfForm(*args, slots=free_for(self.request.user), **options)

    def _asked_for(self) -> SurgeryRequest | None:
        """The request that this answers, for those who may see requests."""
        number = self.request.GET.get("request", "")
        if not number.isdecimal() or not permissions.is_manager(self.request.user):
            return None
        waiting = SurgeryRequest.objects.select_related("contact", "topic", "journey_stage")
        return waiting.filter(pk=int(number[:9]), anonymised_at__isnull=True).first()

    def _slot_asked(self) -> Slot | None:
        number = self.request.GET.get("slot", "")
        return free_for(self.request.user).filter(pk=int(number[:9])).first() if number.isdecimal() else None

    def _page(self, form: BehalfForm, asked: SurgeryRequest | None) -> HttpResponse:
        context = {"form": form, "heading": self.heading, "button": self.button, "asked": asked}
        return render(self.request, "surgeries/staff/ask.html", context)


class CancelDayView(ForThoseWhoRunSurgeries):
    """Cancels all that is booked with one adviser on one day, after saying what that is."""

    heading, button = "Cancel a whole day", "Cancel these bookings"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(self._form(initial={"adviser": request.GET.get("adviser"), "day": request.GET.get("day")}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        cancelled, failed = decisions.cancel_day(**form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, f"Cancelled: {cancelled}. Each person gets an apology with your reason.")
        for booking in failed:
            messages.warning(request, f"Not cancelled: {booking.slot.in_words}, {booking.organisation}.")
        return redirect("surgery_diary:index")

    def _form(self, *args, **options) -> DayForm:
        return DayForm(*args, advisers=advisers_of(self.request.user), **options)

    def _page(self, form: DayForm) -> HttpResponse:
        context = {"form": form, "heading": self.heading, "button": self.button}
        return render(self.request, "surgeries/staff/ask.html", context)


def may_change(user) -> bool:
    """Managers need the right to change; advisers act on what is theirs, and see nothing else."""
    return user.has_perm("surgeries.change_booking") or not permissions.is_manager(user)


def advisers_of(user):
    """Whose surgeries this person looks after."""
    every = AdviserProfile.objects.bookable()
    return every if permissions.is_manager(user) else every.filter(user=user)


def free_for(user):
    """Times to come that nobody has, of the advisers whom this person looks after: no notice binds staff."""
    slots = Slot.objects.unbooked(after=timezone.now()).soonest_first()
    return slots if permissions.is_manager(user) else slots.of_user(user)
