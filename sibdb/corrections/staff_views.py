"""Suggestions in the CMS: what waits, the difference, and the decision. And the log of changes, to add to by hand."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from sibdb.corrections import actions
from sibdb.corrections.fields import FACTS, label_of
from sibdb.corrections.forms import DecideForm
from sibdb.corrections.messages import MAY_DECIDE
from sibdb.models import ProjectChange, Suggestion


class SuggestionView(generic.InspectView):
    """One suggestion beside the record, with the decision. A POST decides."""

    template_name = "sibdb/corrections/suggestion.html"
    page_title = "Suggestion"

    def get_object(self, *args, **kwargs) -> Suggestion:
        found = super().get_object(*args, **kwargs)
        return Suggestion.objects.select_related("project", "decided_by").get(pk=found.pk)

    def get_context_data(self, **kwargs) -> dict:
        row = self.object
        fact = FACTS.get(row.field) if row.project else None
        now = fact.shown(row.project) if fact else ""
        may_decide = row.state == Suggestion.State.WAITING and self.request.user.has_perm(MAY_DECIDE)
        return {
            "suggestion": row,
            "what": label_of(row.field) if row.field else "A project that is missing",
            "now": now,
            "has_changed": bool(fact) and now != row.current,
            "edit_url": reverse("wagtailsnippets_sibdb_project:edit", args=[row.project_id]) if row.project_id else "",
            "form": DecideForm(suggestion=row) if may_decide else None,
            **super().get_context_data(**kwargs),
            **kwargs,
        }

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        if not request.user.has_perm(MAY_DECIDE):
            raise PermissionDenied
        form = DecideForm(request.POST, suggestion=self.object)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            decided = decide(self.object, form, request.user)
        except actions.Refused as reason:
            messages.warning(request, str(reason))
            return redirect(self.get_inspect_url(self.object))
        messages.success(request, f"{decided.get_state_display()}. {_told(decided)}")
        return redirect(self.index_url_name)

    def get_inspect_url(self, instance: Suggestion) -> str:
        return reverse("suggestion:inspect", args=[instance.pk])


def decide(suggestion: Suggestion, form: DecideForm, by) -> Suggestion:
    """Carry out what the form says. Raises Refused, PermissionDenied."""
    told = form.cleaned_data
    common = {"suggestion": suggestion, "reply": told["reply"], "by": by, "now": timezone.now()}
    if told["decision"] == DecideForm.REFUSE:
        return actions.refuse(**common)
    common["why"] = told["why"]
    if suggestion.project is None:
        return actions.accept_missing(name=told["name"], policy_area=told["policy_area"], **common)
    if form.fact:
        return actions.accept_fact(value=told["value"], seen=told["seen"], **common)
    return actions.accept_by_hand(what=told["what"], **common)


def _told(decided: Suggestion) -> str:
    return "The reply is on its way." if decided.email else "There is no address to reply to."


class SuggestionViewSet(ModelViewSet):
    """Readers write suggestions, so there is nothing here to add or edit."""

    model = Suggestion
    name = "suggestion"
    icon = "comment"
    menu_label = "Suggestions"
    form_fields = ["reply"]
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["made_at"]  # the template shows the rest
    inspect_view_class = SuggestionView
    inspect_template_name = SuggestionView.template_name
    add_to_reference_index = False
    list_display = [
        Column("about", label="Project", accessor=str),
        Column("what", label="What", accessor=lambda row: label_of(row.field) if row.field else "Missing project"),
        Column("state", label="State", accessor=lambda row: row.get_state_display(), sort_key="state"),
        DateColumn("made_at", label="Sent", sort_key="made_at"),
    ]
    list_filter = ["state", "made_at"]
    search_fields = ["project__name", "project_name", "proposed"]
    ordering = ["-state", "made_at", "pk"]  # waiting ones first
    list_per_page = 50


class ChangeViewSet(ModelViewSet):
    """The public log of changes. What a suggestion or an import changed is in it by itself; the rest is added here."""

    model = ProjectChange
    name = "projectchange"
    icon = "history"
    menu_label = "Log of changes"
    copy_view_enabled = False
    list_display = ["project", "what", "why", "made_at", "is_public"]
    list_filter = ["is_public", "made_at"]
    search_fields = ["project__name", "what", "why"]
    ordering = ["-made_at", "-pk"]
    list_per_page = 50
    panels = [
        FieldPanel("project"),
        FieldPanel("what"),
        FieldPanel("why"),
        FieldPanel("made_at"),
        FieldPanel("is_public"),
    ]
