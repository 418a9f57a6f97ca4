"""Screens of the CMS for questions that surgeries brought up: write, approve, publish, withdraw."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.views.generic import View
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from surgeries.anonymity import given_away
from surgeries.errors import Refused
from surgeries.models import AnsweredQuestion, Booking
from surgeries.staff.base import SurgeryViewSet
from surgeries.staff.views import CreateView, EditView, IndexView, InspectView

CHANGE = "surgeries.change_answeredquestion"
WORDS = ("question", "answer", "step")  # what was approved: where it stands is part of what it says


class AnsweredForm(WagtailAdminModelForm):
    """Refuses what would give the booking away, and takes what was approved back to a draft when it changes."""

    def clean(self) -> dict:
        cleaned, booking = super().clean(), self.instance.booking
        text = f"{cleaned.get('question', '')} {strip_tags(cleaned.get('answer') or '')}"
        if booking and (told := given_away(booking, text)):
            raise forms.ValidationError(f"Take out what tells whose question it was: {', '.join(told)}.")
        return cleaned

    def save(self, commit: bool = True) -> AnsweredQuestion:
        if set(WORDS) & set(self.changed_data):
            self.instance.back_to_draft()
        return super().save(commit)


class AnsweredIndexView(IndexView):
    """All of them, with the step where each stands."""

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("step")


class AnsweredCreateView(CreateView):
    """A new one; with ?booking=<number> from a booking that the person may see, whose names it may then not hold."""

    def get_initial_form_instance(self) -> AnsweredQuestion:
        return AnsweredQuestion(written_by=self.request.user, booking=self._booking())

    def _booking(self) -> Booking | None:
        number = self.request.GET.get("booking", "")
        if not number.isdecimal():
            return None
        policy = policy_registry.get_by_type(Booking)
        seen = policy.instances_user_has_any_permission_for(self.request.user, ["view"])
        return seen.with_everything().filter(pk=int(number[:9])).first()

    def get_add_url(self) -> str:
        """The form sends the booking along."""
        asked = self.request.GET.urlencode()
        return super().get_add_url() + (f"?{asked}" if asked else "")

    def get_success_url(self) -> str:
        return reverse("surgery_answered:inspect", args=[self.object.pk])


class AnsweredEditView(EditView):
    """To change one: what is approved or published is a draft again after it."""

    def get_success_url(self) -> str:
        return reverse("surgery_answered:inspect", args=[self.object.pk])


class AnsweredView(InspectView):
    """One as readers would see it, with what can be done now."""

    template_name = "surgeries/staff/answered.html"

    def get_context_data(self, **kwargs) -> dict:
        may_decide = self.request.user.has_perm(CHANGE)
        return {**super().get_context_data(**kwargs), "answered": self.object, "may_decide": may_decide}


class DecisionView(View):
    """One click of those who look after surgeries: approve, publish, withdraw. Only a POST does it."""

    http_method_names = ["post"]
    action = done = ""

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        return super().dispatch(request, pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        answered = get_object_or_404(AnsweredQuestion, pk=pk)
        try:
            self.act(answered)
        except Refused as reason:
            messages.warning(request, str(reason))
        else:
            log(instance=answered, action=self.action, user=request.user)
            messages.success(request, self.done)
        return redirect("surgery_answered:inspect", pk)

    def act(self, answered: AnsweredQuestion) -> None:
        raise NotImplementedError


class ApproveView(DecisionView):
    action, done = "surgeries.approve", "Approved. Publish it when you want readers to see it."

    def act(self, answered: AnsweredQuestion) -> None:
        answered.approve(by=self.request.user, now=timezone.now())


class PublishView(DecisionView):
    action, done = "wagtail.publish", "Published. It stands on its step, and search finds it within a minute."

    def act(self, answered: AnsweredQuestion) -> None:
        answered.publish(now=timezone.now())


class WithdrawView(DecisionView):
    action, done = "wagtail.unpublish", "Withdrawn. Nobody can read it any more."

    def act(self, answered: AnsweredQuestion) -> None:
        answered.withdraw()


class AnsweredViewSet(SurgeryViewSet):
    """Questions that surgeries brought up, for everyone to read beside their step."""

    model = AnsweredQuestion
    name = "surgery_answered"
    icon = "comment"
    menu_label = "Answered questions"
    index_view_class = AnsweredIndexView
    add_view_class = AnsweredCreateView
    edit_view_class = AnsweredEditView
    inspect_view_enabled = True
    inspect_view_class = AnsweredView
    inspect_template_name = AnsweredView.template_name
    edit_handler = ObjectList(
        [FieldPanel("question"), FieldPanel("answer"), FieldPanel("step"), FieldPanel("sort_order")],
        base_form_class=AnsweredForm,
    )
    list_display = [
        "question",
        Column("beside", label="Step", accessor="step"),
        Column("state", label="State", accessor=lambda one: one.get_status_display(), sort_key="status"),
        DateColumn("updated_at", label="Changed", sort_key="updated_at"),
    ]
    list_filter = ["status", "step"]
    ordering = ["-updated_at", "pk"]

    def get_urlpatterns(self) -> list:
        decisions = [
            path("approve/<int:pk>/", ApproveView.as_view(), name="approve"),
            path("publish/<int:pk>/", PublishView.as_view(), name="publish"),
            path("withdraw/<int:pk>/", WithdrawView.as_view(), name="withdraw"),
        ]
        return [*super().get_urlpatterns(), *decisions]
