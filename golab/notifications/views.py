"""The outbox in the CMS: one message, and what staff may do about it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from golab.notifications import examples, kinds
from golab.notifications.copy import wording
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


class MessageListView(IndexView):
    """The outbox, with the way to the wording."""

    @property
    def header_buttons(self) -> list:
        return [*super().header_buttons, HeaderButton("Read the wording", url=reverse("messages:wording"))]


class WordingView(WagtailAdminTemplateMixin, TemplateView):
    """What each kind of message says, with examples for its facts."""

    template_name = "notifications/wording.html"
    page_title = "Wording of messages"
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.has_perm(kinds.VIEW_PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list:
        return [{"url": reverse("messages:index"), "label": "Messages"}, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs) -> dict:
        form = KindForm(self.request.GET)
        chosen = kinds.get(form.cleaned_data["kind"]) if form.is_valid() else None
        shown = {"chosen": chosen, "kinds": examples.shown_kinds()}
        if chosen:
            shown |= {"example": examples.example_of(chosen), "wording": wording(chosen.wording_key)}
        return super().get_context_data(**shown, **kwargs)


class KindForm(forms.Form):
    """?kind=<name>"""

    kind = forms.ChoiceField()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.name, kind.label) for kind in examples.shown_kinds()]


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
