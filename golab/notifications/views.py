"""The outbox in the CMS: one message, and what staff may do about it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import View
from wagtail.admin.views.generic import InspectView

from golab.notifications import kinds
from golab.notifications.models import OutgoingMessage
from golab.notifications.reasons import in_words

CHANGE_PERMISSION = "notifications.change_outgoingmessage"


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
        }


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
