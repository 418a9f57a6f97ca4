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
from surgeries import actions, permissions, tokens
from surgeries.errors import Refused
from surgeries.models import AdviserProfile, AnsweredQuestion, Booking, Feedback, Slot
from surgeries.reading import pages_at
from surgeries.staff.exported import bookings_as
from surgeries.staff.forms import ReasonForm
from surgeries.telling import feeds
from surgeries.telling.kinds import BOOKING
from surgeries.times import generating

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

    def as_spreadsheet(self, queryset, spreadsheet_format):
        """Ours instead of Wagtail's, which lets a spreadsheet take what people typed for a formula."""
        return bookings_as(spreadsheet_format, queryset)


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
            {
                "pk": row.pk,
                "label": message_kinds.of(row).label,
                "to": row.to_email,
                "reason": in_words(row),
                "at": row.created_at,
            }
            for row in about
        ]
        return {
            **super().get_context_data(**kwargs),
            "booking": booking,
            "events": booking.events.select_related("by", "from_slot", "to_slot"),
            "messages_sent": told,
            "may_open_messages": user.has_perm(message_kinds.VIEW_PERMISSION),
            "is_waiting": booking.is_waiting(now=now),
            "may_record": booking.is_live and not booking.is_requested and booking.has_started(now=now),
            "pages": pages_at(booking.suggested_pages),
            "feedback": Feedback.objects.filter(booking=booking).first(),
            "answered": booking.answered_questions.all(),
            "may_write": policy_registry.get_by_type(AnsweredQuestion).user_has_permission(user, "add"),
            "manage_url": tokens.manage_url(booking) if permissions.is_manager(user) and booking.is_live else "",
            "may_replace_link": permissions.is_manager(user) and booking.contact_id and not booking.is_anonymised,
        }


class RequestView(InspectView):
    """Someone for whom no time suited, with the way to answer."""

    template_name = "surgeries/staff/request.html"


class AdviserView(InspectView):
    """An adviser, with the address of their calendar."""

    template_name = "surgeries/staff/adviser.html"

    def get_context_data(self, **kwargs) -> dict:
        wants = self.object.calendar_delivery == AdviserProfile.CalendarDelivery.FEED
        return {**super().get_context_data(**kwargs), "feed_url": feeds.feed_url(self.object) if wants else ""}


class NewFeedView(View):
    """Gives an adviser's calendar another address: for the adviser, and for those who edit advisers."""

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.adviser = get_object_or_404(AdviserProfile, pk=pk)
        is_own = permissions.is_adviser(request.user) and self.adviser.user_id == request.user.pk
        if not is_own and not policy_registry.get_by_type(AdviserProfile).user_has_permission(request.user, "change"):
            raise PermissionDenied
        return super().dispatch(request, pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        context = {"adviser": self.adviser, "heading": "Change the calendar's address", "button": "Change it"}
        return render(request, "surgeries/staff/ask.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.adviser.replace_feed()
        log(instance=self.adviser, action="wagtail.edit", user=request.user)
        messages.success(request, "The old address no longer works. Subscribe to the new one.")
        return redirect("surgery_advisers:inspect", pk)


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
