"""Someone is away on a day on which people have booked: staff see who, and keep or cancel each."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from surgeries import decisions
from surgeries.models import AvailabilityException, Booking
from surgeries.querysets import BookingQuerySet
from surgeries.staff.bookings import may_change
from surgeries.staff.forms import ReasonForm
from surgeries.staff.views import RuleCreateView, RuleEditView


class BookingChoice(forms.ModelMultipleChoiceField):
    """Bookings to tick, by time and organisation."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, booking: Booking) -> str:
        return f"{booking.slot.in_words}, {booking.slot.adviser}, {booking.organisation}"


class AwayForm(ReasonForm):
    """Which bookings to cancel; those that nobody ticks stay."""

    cancels = BookingChoice(
        Booking.objects.none(),
        label="Cancel these",
        required=False,
        help_text="What you do not tick is kept: the adviser meets them all the same, or a colleague does.",
    )
    field_order = ("cancels", "reason")

    def __init__(self, *args, bookings: BookingQuerySet, **options) -> None:
        super().__init__(*args, **options)
        self.fields["cancels"].queryset = bookings
        self.fields["reason"].required = False

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("cancels") and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", self.fields["reason"].error_messages["required"])
        return cleaned


class LeadsToBookings:
    """After an exception is saved, to those whom it leaves without an adviser, if there are any."""

    def get_success_url(self) -> str:
        away = self.object
        if away.kind == AvailabilityException.Kind.CLOSED and booked_during(away, self.request.user).exists():
            return reverse("surgery_exceptions:booked", args=[away.pk])
        return super().get_success_url()


class ExceptionCreateView(LeadsToBookings, RuleCreateView):
    """A new exception."""


class ExceptionEditView(LeadsToBookings, RuleEditView):
    """One to change."""


class BookedView(View):
    """Lists the bookings in an exception's days. Looking cancels nothing, and so does sending it unticked."""

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.away = get_object_or_404(AvailabilityException.objects.select_related("adviser"), pk=pk)
        policy = policy_registry.get_by_type(AvailabilityException)
        if not policy.user_has_permission_for_instance(request.user, "change", self.away):
            raise PermissionDenied
        if not may_change(request.user):
            raise PermissionDenied
        return super().dispatch(request, pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        chosen = list(form.cleaned_data["cancels"])
        cancelled, failed = decisions.cancel_each(
            bookings=chosen, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now()
        )
        for booking in chosen:
            if booking not in failed:
                log(instance=booking, action="wagtail.edit", user=request.user, title=booking.reference)
        messages.success(request, f"Cancelled: {cancelled}. Kept: {booked_during(self.away, request.user).count()}.")
        for booking in failed:
            messages.warning(request, f"Not cancelled: {booking.slot.in_words}, {booking.organisation}.")
        return redirect("surgery_exceptions:index")

    def _form(self, *args) -> AwayForm:
        return AwayForm(*args, bookings=booked_during(self.away, self.request.user))

    def _page(self, form: AwayForm) -> HttpResponse:
        context = {"form": form, "away": self.away, "heading": "Booked on these days", "button": "Save"}
        return render(self.request, "surgeries/staff/ask.html", context)


def booked_during(away: AvailabilityException, user) -> BookingQuerySet:
    """The bookings to come in an exception's days, of those that this person may see."""
    seen = policy_registry.get_by_type(Booking).instances_user_has_any_permission_for(user, ["view"])
    return seen.waiting(now=timezone.now()).during(away).with_everything().order_by("slot__starts_at", "pk")
