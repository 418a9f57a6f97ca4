"""The screen that merges: choose which organisation stays, see what will move, merge."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from sibdb.merging import actions
from sibdb.models import Organisation


class MergeForm(forms.Form):
    """Which organisation stays, and whether the colleague has seen what moves."""

    keep = forms.ModelChoiceField(
        Organisation.objects.filter(merged_into=None),
        label="The organisation that stays",
        error_messages={"required": "Choose the organisation that stays."},
    )
    is_seen = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, widget: forms.Widget, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["keep"].widget = widget


def may_merge(user) -> bool:
    return all(user.has_perm(permission) for permission in actions.MAY_MERGE)


class OrganisationIndexView(generic.IndexView):
    """Organisations, each with the way to merge it into another."""

    def get_list_more_buttons(self, instance: Organisation) -> list:
        buttons = super().get_list_more_buttons(instance)
        if instance.merged_into_id or not may_merge(self.request.user):
            return buttons
        return [*buttons, Button("Merge", url=reverse("organisation:merge", args=[instance.pk]), icon_name="link")]


class MergeView(View):
    """Asks which organisation stays, shows what will move, and merges."""

    widget: forms.Widget | None = None

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not may_merge(request.user):
            raise PermissionDenied
        self.organisation = get_object_or_404(Organisation, pk=pk)
        return super().dispatch(request, pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(MergeForm(widget=self.widget))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = MergeForm(request.POST, widget=self.widget)
        if not form.is_valid():
            return self._page(form)
        keep = form.cleaned_data["keep"]
        if not form.cleaned_data["is_seen"]:
            return self._page(MergeForm(initial={"keep": keep, "is_seen": True}, widget=self.widget), keep)
        try:
            changed = actions.merge(keep=keep, drop=self.organisation, by=request.user, now=timezone.now())
        except actions.Refused as reason:
            messages.warning(request, str(reason))
            return self._page(MergeForm(initial={"keep": keep}, widget=self.widget))
        messages.success(request, f"{self.organisation.name} is {keep.name} now. Projects that changed: {changed}.")
        return redirect("organisation:edit", keep.pk)

    def _page(self, form: MergeForm, keep: Organisation | None = None) -> HttpResponse:
        context = {"organisation": self.organisation, "form": form, "keep": keep}
        if keep:
            context["counts"] = actions.counts_of(self.organisation)
        return render(self.request, "sibdb/merging/merge.html", context)
