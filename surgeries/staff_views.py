"""Screens of the CMS. Every one asks the policy about the row at hand: an adviser sees their own and no other."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from golab.notifications import kinds as message_kinds
from golab.notifications.models import OutgoingMessage
from golab.notifications.reasons import in_words
from surgeries import actions, generating, permissions
from surgeries.errors import Refused
from surgeries.kinds import BOOKING
from surgeries.models import AdviserProfile, Booking, Slot
from surgeries.staff_forms import OutcomeForm, ReasonForm

ANY = ("view", "add", "change", "delete")


class OnlyAllowed:
    """Lists what the person may see, and opens nothing else."""

    def get_base_queryset(self):
        allowed = policy_registry.get_by_type(self.model).instances_user_has_any_permission_for(self.request.user, ANY)
        return super().get_base_queryset().filter(pk__in=allowed.values("pk"))

    def get_object(self, *args, **kwargs):
        found = super().get_object(*args, **kwargs)
        policy = policy_registry.get_by_type(self.model)
        if not policy.user_has_any_permission_for_instance(self.request.user, ANY, found):
            raise PermissionDenied
        return found


class OnlyAllowedObject(OnlyAllowed):
    """For screens about one row whose own list is another: its history, its uses."""

    def get_base_queryset(self):
        return super(OnlyAllowed, self).get_base_queryset()


class IndexView(OnlyAllowed, generic.IndexView):
    """A list."""


class BookingIndexView(IndexView):
    """Bookings, with what each line shows."""

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("slot__adviser", "topic", "journey_stage", "contact")


class SlotIndexView(IndexView):
    """Times, each with the way to take it off the list."""

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("adviser")

    def get_list_more_buttons(self, instance: Slot) -> list:
        buttons = super().get_list_more_buttons(instance)
        if instance.is_withdrawn or instance.has_started(now=timezone.now()):
            return buttons
        withdraw = reverse("surgery_times:withdraw", args=[instance.pk])
        return [*buttons, Button("Withdraw", url=withdraw, icon_name="cross", priority=30)]


class InspectView(OnlyAllowed, generic.InspectView):
    """One row to look at."""


class CreateView(generic.CreateView):
    """A new row."""


class EditView(OnlyAllowed, generic.EditView):
    """A row to change."""


class DeleteView(OnlyAllowed, generic.DeleteView):
    """A row to delete."""


class HistoryView(OnlyAllowedObject, history.HistoryView):
    """What staff did to a row."""


class UsageView(OnlyAllowedObject, usage.UsageView):
    """Where a row is used."""


class MakesTimes:
    """After the change the adviser's times follow the rules."""

    def regenerate(self, adviser: AdviserProfile | None) -> None:
        advisers = AdviserProfile.objects.bookable()
        report = generating.generate(now=timezone.now(), advisers=advisers.filter(pk=adviser.pk) if adviser else None)
        told = f"{report.made} times made, {report.removed} taken away."
        messages.info(self.request, told)
        for slot in report.astray:
            messages.warning(self.request, f"Booked, but no rule stands for it any more: {slot}. Decide what to do.")


class RuleCreateView(MakesTimes, CreateView):
    def save_instance(self):
        saved = super().save_instance()
        self.regenerate(saved.adviser)
        return saved


class RuleEditView(MakesTimes, EditView):
    def save_instance(self):
        saved = super().save_instance()
        self.regenerate(saved.adviser)
        return saved


class RuleDeleteView(MakesTimes, DeleteView):
    def delete_action(self):
        adviser = self.object.adviser
        super().delete_action()
        self.regenerate(adviser)


class AdviserEditView(MakesTimes, EditView):
    def save_instance(self):
        saved = super().save_instance()
        self.regenerate(saved)
        return saved


class BookingView(InspectView):
    """One booking: who, when, what they ask, what happened, which messages went out, and what can be done."""

    template_name = "surgeries/staff/booking.html"
    page_title = "Booking"

    def get_object(self, *args, **kwargs) -> Booking:
        found = super().get_object(*args, **kwargs)
        return Booking.objects.with_everything().get(pk=found.pk)

    def get_context_data(self, **kwargs) -> dict:
        booking, now, user = self.object, timezone.now(), self.request.user
        about = OutgoingMessage.objects.filter(subject_kind=BOOKING, subject_uuid=booking.uuid).order_by("created_at")
        told = [
            {"label": message_kinds.of(row).label, "to": row.to_email, "reason": in_words(row), "at": row.created_at}
            for row in about
        ]
        return {
            **super().get_context_data(**kwargs),
            "booking": booking,
            "events": booking.events.select_related("by", "from_slot", "to_slot"),
            "messages_sent": told,
            "may_cancel": booking.is_live and not booking.has_started(now=now),
            "may_record": booking.is_live and booking.has_started(now=now),
            "may_replace_link": permissions.is_manager(user) and booking.contact_id and not booking.is_anonymised,
        }


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
        user = self.request.user
        return user.has_perm("surgeries.change_booking") or not permissions.is_manager(user)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self.form_class() if self.form_class else None)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form_class(request.POST) if self.form_class else None
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


class OutcomeView(BookingActionView):
    form_class = OutcomeForm
    heading, button, done = "How did it go?", "Save", "Saved."

    def act(self, cleaned: dict) -> None:
        actions.record_outcome(booking=self.booking, **cleaned, by=self.request.user, now=timezone.now())


class ReplaceLinkView(BookingActionView):
    heading, button = "Replace the link", "Replace it and send the new one"
    done = "The old link no longer works. The new one is on its way."

    def is_allowed(self) -> bool:
        return permissions.is_manager(self.request.user) and super().is_allowed()

    def act(self, cleaned: dict) -> None:
        actions.replace_link(booking=self.booking, by=self.request.user, now=timezone.now())


class WithdrawView(View):
    """Takes a time off the list, after asking."""

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.slot = get_object_or_404(Slot.objects.select_related("adviser"), pk=pk)
        policy = policy_registry.get_by_type(Slot)
        may_change = request.user.has_perm("surgeries.change_slot") or not permissions.is_manager(request.user)
        if not (may_change and policy.user_has_permission_for_instance(request.user, "view", self.slot)):
            raise PermissionDenied
        return super().dispatch(request, pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(ReasonForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            cancelled = actions.withdraw(
                slot=self.slot, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now()
            )
        except Refused as reason:
            messages.warning(request, str(reason))
        else:
            log(instance=self.slot, action="wagtail.edit", user=request.user)
            told = " The person who had booked it has been told." if cancelled else ""
            messages.success(request, f"The time is withdrawn.{told}")
        return redirect("surgery_times:index")

    def _page(self, form: ReasonForm) -> HttpResponse:
        booking = Booking.objects.live().filter(slot=self.slot).first()
        context = {"slot": self.slot, "booking": booking, "form": form, "heading": "Withdraw this time",
                   "button": "Withdraw it"}  # fmt: skip
        return render(self.request, "surgeries/staff/ask.html", context)
