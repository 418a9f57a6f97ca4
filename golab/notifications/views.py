"""The outbox in the CMS: one message, and what staff may do about it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.widgets.button import HeaderButton

from golab.notifications import correcting, kinds
from golab.notifications.kinds import CHANGE_PERMISSION
from golab.notifications.models import OutgoingMessage
from golab.notifications.reasons import in_words
from golab.notifications.staff_forms import AddressForm


class MessageView(InspectView):
    """One message: its state in words, its history, and its text for those who may read it."""

    template_name = "notifications/message.html"
    page_title = "Message"

    def get_context_data(self, **kwargs) -> dict:
        kind, user = kinds.of(self.object), self.request.user
        may_change = user.has_perm(CHANGE_PERMISSION)
        return {
            **super().get_context_data(**kwargs),
            "message": self.object,
            "kind": kind,
            "reason": in_words(self.object),
            "history": self.object.history.all(),
            "may_view": kind.may_view(user, self.object),
            "may_retry": may_change and self.object.can_be_retried,
            "may_cancel": may_change and self.object.is_waiting,
            "address_form": AddressForm() if may_correct(user, self.object) else None,
        }


class MessageListView(IndexView):
    """The outbox, with the ways to the wording and to the hold."""

    @property
    def header_buttons(self) -> list:
        more = [HeaderButton("Read the wording", url=reverse("messages:wording"))]
        if self.request.user.has_perm(CHANGE_PERMISSION):
            more.append(HeaderButton("Hold messages", url=reverse("messages:hold")))
        return [*super().header_buttons, *more]


class MessageActionView(View):
    """A change to one message, by POST only."""

    http_method_names = ["post"]
    done = refused = ""

    def act(self, message: OutgoingMessage) -> bool:
        raise NotImplementedError

    def post(self, request: HttpRequest, pk) -> HttpResponse:
        if not request.user.has_perm(CHANGE_PERMISSION):
            raise PermissionDenied
        if self.act(get_object_or_404(OutgoingMessage, pk=pk)):
            messages.success(request, self.done)
        else:
            messages.warning(request, self.refused)
        return redirect("messages:inspect", pk)


class RetryView(MessageActionView):
    done = "The message is in the queue again."
    refused = "This message can't be sent again: it is already in the queue, or its text has been deleted."

    def act(self, message: OutgoingMessage) -> bool:
        return message.retry(now=timezone.now(), by=self.request.user)


class CancelView(MessageActionView):
    done = "The message is cancelled and will not be sent."
    refused = "This message can't be cancelled: it is no longer waiting."

    def act(self, message: OutgoingMessage) -> bool:
        return message.cancel(now=timezone.now(), by=self.request.user)


def may_correct(user, message: OutgoingMessage) -> bool:
    """Whether this person may send it to another address. Who may not read it could send it to themselves."""
    may_read = kinds.of(message).may_view(user, message)
    return may_read and user.has_perm(CHANGE_PERMISSION) and correcting.can_be_corrected(message)


class CorrectView(View):
    """The message once more, to the address that was meant. By POST only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk) -> HttpResponse:
        message, form = get_object_or_404(OutgoingMessage, pk=pk), AddressForm(request.POST)
        if not kinds.of(message).may_view(request.user, message) or not request.user.has_perm(CHANGE_PERMISSION):
            raise PermissionDenied
        if not form.is_valid():
            messages.warning(request, form.errors["email"][0])
            return redirect("messages:inspect", pk)
        email = form.cleaned_data["email"]
        try:
            fresh = correcting.send_to(message=message, email=email, by=request.user, now=timezone.now())
        except kinds.AddressRefused as reason:
            messages.warning(request, str(reason))
            return redirect("messages:inspect", pk)
        if fresh is None:
            messages.warning(request, "This message can't be sent to another address: it was sent, or it is under way.")
            return redirect("messages:inspect", pk)
        messages.success(request, f"The message is in the queue for {email}.")
        return redirect("messages:inspect", fresh.pk)
