"""Writing to the team: a form whose message goes into the outbox, to be answered by email."""

from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from golab.accounts.clients import client_address
from golab.accounts.limits import HOUR, count_try
from golab.notifications import kinds
from golab.notifications.actions import enqueue
from golab.notifications.addresses import Recipient, one_line
from golab.notifications.kinds import MessageKind
from golab.pages.models.settings import hub_facts
from golab.pages.openforms import ADDRESS_NEEDED, OpenForm
from golab.pages.samesite import same_site_post

KIND = "contact_message"
MOST_AN_HOUR = 10  # from one address
TOO_MANY = "We have had many messages from your network in the last hour. Write to us by email, or try again later."


class PageForm(forms.Form):
    """/contact/message/?page=&sent= : the page that a message is about, and whether one was just sent."""

    page = forms.CharField(max_length=300, required=False, validators=[RegexValidator(r"^/[\w\-/.]*$")])
    sent = forms.BooleanField(required=False)

    def asked(self) -> tuple[str, bool]:
        """What could be understood."""
        self.full_clean()
        return self.cleaned_data.get("page", ""), self.cleaned_data.get("sent", False)


class ContactForm(OpenForm):
    """What a reader writes to the team."""

    name = forms.CharField(
        label="Your name",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Give your name."},
    )
    email = forms.EmailField(
        label="Your email address",
        help_text="We answer there, and use it for nothing else.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Give an email address, so that we can answer.", "invalid": ADDRESS_NEEDED},
    )
    page = forms.CharField(
        label="Which page is it about? (optional)",
        max_length=300,
        required=False,
        help_text="Its address, such as /guides/.",
    )
    message = forms.CharField(
        label="Your message",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Leave out anything private about people you serve.",
        error_messages={"required": "Write your message."},
    )


@csrf_exempt  # `_send` checks where a POST comes from
@require_http_methods(["GET", "HEAD", "POST"])
def contact_message(request: HttpRequest) -> HttpResponse:
    """A form to write to the team; readers get no cookie."""
    if request.method == "POST":
        return _send(request)
    page, was_sent = PageForm(request.GET).asked()
    return _show(request, ContactForm(initial={"page": page, "submission_key": uuid4()}), was_sent=was_sent)


@same_site_post
def _send(request: HttpRequest) -> HttpResponse:
    form = ContactForm(request.POST)
    now = timezone.now()
    if not form.is_valid():
        return _show(request, form, status=400)
    if count_try("contact", client_address(request), HOUR, now=now) > MOST_AN_HOUR:
        form.add_error(None, TOO_MANY)
        return _show(request, form, status=400)
    _put_into_outbox(form.cleaned_data, now)
    return redirect(f"{reverse('contact-message')}?sent=on")


def _show(request: HttpRequest, form: ContactForm, *, was_sent: bool = False, status: int = 200) -> HttpResponse:
    shown = {"form": form, "was_sent": was_sent, "page_is_noindex": True, "section": "about"}
    response = render(request, "pages/contact_message.html", shown, status=status)
    response["Cache-Control"] = "no-store"  # each page drawn has a key of its own
    return response


@transaction.atomic
def _put_into_outbox(said: dict, now) -> None:
    """The team gets it at the address in the hub's facts, or where the hub sends from; an answer goes to the writer."""
    about = f"{settings.SITE_URL}{said['page']}" if said["page"].startswith("/") else said["page"]
    enqueue(
        kind=KIND,
        to=Recipient(hub_facts.get().contact_email or _address_of_hub()),
        context={"name": one_line(said["name"]), "email": said["email"], "about": about, "message": said["message"]},
        dedupe_key=f"contact:{said['submission_key']}",
        now=now,
        reply_to=Recipient(said["email"], said["name"]),
    )


def _address_of_hub() -> str:
    """The address that the hub's own mail comes from."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip("> ")


def connect() -> None:
    """Make the kind of message known; once, from the app's ready()."""
    kinds.register(
        MessageKind(KIND, label="Message from the contact form", why="you read this site's messages from readers")
    )
