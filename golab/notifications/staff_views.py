"""Screens of the CMS beside the outbox itself: the wording of messages, and the hold."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from golab.notifications import examples, hold, kinds
from golab.notifications.copy import standard_wording, wording
from golab.notifications.kinds import CHANGE_PERMISSION, VIEW_PERMISSION
from golab.notifications.models import Hold, Rewording
from golab.notifications.staff_forms import HoldForm, KindForm, ReleaseForm, RewordForm


class NeedsPermission:
    """Only for those who have `permission`."""

    permission = CHANGE_PERMISSION

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class Screen(NeedsPermission, WagtailAdminTemplateMixin):
    """A page of the CMS below "Messages"."""

    header_icon = "mail"
    trail: tuple[tuple[str, str], ...] = ()  # (address name, label) of the pages between

    def get_breadcrumbs_items(self) -> list:
        between = [
            {"url": reverse(name), "label": label} for name, label in (("messages:index", "Messages"), *self.trail)
        ]
        return [*between, {"url": "", "label": self.page_title}]


def shown_kind(name: str) -> kinds.MessageKind:
    """The kind of this name, or 404 for one without a wording."""
    found = next((kind for kind in examples.shown_kinds() if kind.name == name), None)
    if found is None:
        raise Http404
    return found


class WordingView(Screen, TemplateView):
    """What each kind of message says, with examples for its facts."""

    permission = VIEW_PERMISSION
    template_name = "notifications/wording.html"
    page_title = "Wording of messages"

    def get_context_data(self, **kwargs) -> dict:
        form = KindForm(self.request.GET)
        chosen = kinds.get(form.cleaned_data["kind"]) if form.is_valid() else None
        shown = {"chosen": chosen, "kinds": examples.shown_kinds()}
        if chosen:
            shown |= {
                "example": examples.example_of(chosen),
                "wording": wording(chosen.wording_key),
                "rewording": Rewording.objects.filter(key=chosen.wording_key).select_related("changed_by").first(),
                "may_change": self.request.user.has_perm(CHANGE_PERMISSION),
            }
        return super().get_context_data(**shown, **kwargs)


class ExampleView(NeedsPermission, View):
    """The HTML part of a message as mail programs show it, for the frame in WordingView."""

    permission = VIEW_PERMISSION
    http_method_names = ["get"]

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        return HttpResponse(examples.example_of(shown_kind(kind)).html)


class RewordView(Screen, FormView):
    """Other words for a message, or the standard again."""

    template_name = "notifications/reword.html"
    form_class = RewordForm
    trail = (("messages:wording", WordingView.page_title),)

    def dispatch(self, request: HttpRequest, kind: str) -> HttpResponse:
        self.kind = shown_kind(kind)
        self.page_title = self.kind.label
        return super().dispatch(request, kind)

    def get_form_kwargs(self) -> dict:
        return {**super().get_form_kwargs(), "standard": standard_wording(self.kind.wording_key)}

    def get_initial(self) -> dict:
        stands = wording(self.kind.wording_key)
        return {"subject": stands.subject, "body": stands.body}

    def get_context_data(self, **kwargs) -> dict:
        standard = standard_wording(self.kind.wording_key)
        shown = {
            "kind": self.kind,
            "names": sorted(standard.placeholders - standard.optional),
            "optional_names": sorted(standard.optional),
            "is_changed": Rewording.objects.filter(key=standard.key).exists(),
        }
        return super().get_context_data(**shown, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "standard" not in request.POST:
            return super().post(request, *args, **kwargs)
        Rewording.objects.filter(key=self.kind.wording_key).delete()
        return self._done("The message has its standard wording again.")

    def form_valid(self, form: RewordForm) -> HttpResponse:
        words = {"subject": form.cleaned_data["subject"], "body": form.cleaned_data["body"]}
        by = {"changed_at": timezone.now(), "changed_by": self.request.user}
        Rewording.objects.update_or_create(key=self.kind.wording_key, defaults={**words, **by})
        return self._done("The new wording is used from now on. Messages that wait keep their words.")

    def _done(self, words: str) -> HttpResponse:
        messages.success(self.request, words)
        return redirect(f"{reverse('messages:wording')}?kind={self.kind.name}")


class HoldView(Screen, FormView):
    """Begin to hold all messages, or look through what is held and let it go."""

    template_name = "notifications/hold.html"
    page_title = "Hold messages"

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.hold = Hold.objects.standing().select_related("begun_by").first()

    def get_form_class(self) -> type:
        return ReleaseForm if self.hold else HoldForm

    def get_form_kwargs(self) -> dict:
        more = {"groups": hold.groups(self.hold)} if self.hold else {}
        return {**super().get_form_kwargs(), **more}

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(hold=self.hold, **kwargs)

    def form_valid(self, form: HoldForm | ReleaseForm) -> HttpResponse:
        by, now = self.request.user, timezone.now()
        if self.hold:
            hold.release(send=form.cleaned_data["send"], by=by, now=now)
            messages.success(self.request, "The hold is over. What you ticked is being sent.")
        else:
            hold.begin(reason=form.cleaned_data["reason"], by=by, now=now)
            messages.success(self.request, "Messages are held. Nothing is sent but codes for signing in.")
        return redirect("messages:index")
