"""Today, the week and the report: screens of the CMS that show several surgeries at once."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse, reverse_lazy
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from surgeries import permissions
from surgeries.models import AdviserProfile, Booking, Slot, SurgeryRequest
from surgeries.staff import diary, reports
from surgeries.staff.bookings import BehalfView, CancelDayView, advisers_of, may_change
from surgeries.staff.forms import PeriodForm, WeekForm
from surgeries.states import Status
from surgeries.telling.digests import missing_outcomes
from surgeries.wording import local

TODAY, WEEK, REPORT = "surgery_diary:index", "surgery_diary:week", "surgery_diary:report"


class DiaryPage(WagtailAdminTemplateMixin, TemplateView):
    """Shows an adviser their own surgeries, a manager all, and nobody else any."""

    header_icon = "calendar"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.is_manager = permissions.is_manager(request.user)
        if not self.is_allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self) -> bool:
        return self.is_manager or permissions.is_adviser(self.request.user)

    def get_breadcrumbs_items(self) -> list:
        home = {"url": reverse_lazy("wagtailadmin_home"), "label": "Home"}
        return [home, {"url": "", "label": self.page_title}]

    def slots(self):
        return Slot.objects.all() if self.is_manager else Slot.objects.of_user(self.request.user)

    def bookings(self):
        every = Booking.objects.with_everything()
        return every if self.is_manager else every.of_user(self.request.user)

    def get_context_data(self, **kwargs) -> dict:
        own = {"is_manager": self.is_manager, "may_change": may_change(self.request.user)}
        return {**super().get_context_data(**kwargs), **own}


class TodayView(DiaryPage):
    """What is on today, what waits for a decision, and of what nobody has said how it went."""

    template_name = "surgeries/staff/today.html"
    page_title = "Today"

    def get_context_data(self, **kwargs) -> dict:
        now = timezone.now()
        is_new = SurgeryRequest.Status.NEW
        mine = AdviserProfile.objects.filter(user=self.request.user).first()
        return {
            **super().get_context_data(**kwargs),
            "day": diary.today(now, self.slots()),
            "now": now,
            "to_decide": self.bookings().filter(status=Status.REQUESTED).order_by("slot__starts_at"),
            "missing": missing_outcomes(now=now).filter(pk__in=self.bookings().values("pk")).with_everything()[:20],
            "unreachable": self.bookings().waiting(now=now).unreachable(),
            "open_requests": SurgeryRequest.objects.filter(status=is_new).count() if self.is_manager else 0,
            "own_profile": mine,
        }


class WeekView(DiaryPage):
    """A week as a table, day by day."""

    template_name = "surgeries/staff/week.html"
    page_title = "Week"

    def get_context_data(self, **kwargs) -> dict:
        form = WeekForm(self.request.GET, advisers=advisers_of(self.request.user))
        asked = form.asked()
        slots = self.slots().filter(adviser=asked["adviser"]) if "adviser" in asked else self.slots()
        week = diary.week_of(asked.get("week") or local(timezone.now()).date(), slots)
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "week": week,
            "now": timezone.now(),
            "adviser": asked.get("adviser"),
            "address": reverse(WEEK),
        }


class ReportView(DiaryPage):
    """What surgeries came to; for managers."""

    template_name = "surgeries/staff/report.html"
    page_title = "Report"

    def is_allowed(self) -> bool:
        return self.is_manager

    def get_context_data(self, **kwargs) -> dict:
        form, now = PeriodForm(self.request.GET or None), timezone.now()
        since, until = form.period(local(now).date()) if form.is_bound else PeriodForm({}).period(local(now).date())
        asked = PeriodForm(initial={"since": since, "until": until})
        return {**super().get_context_data(**kwargs), "form": asked, "report": reports.report(since, until, now=now)}


class DiaryMenuItem(MenuItem):
    """Shown to those who hold surgeries or look after them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return permissions.is_manager(request.user) or permissions.is_adviser(request.user)


class DiaryViewSet(ViewSet):
    """Today, with the other screens at addresses below it."""

    name = "surgery_diary"
    icon = "calendar"
    menu_label = "Today"
    menu_item_class = DiaryMenuItem

    def get_urlpatterns(self) -> list:
        return [
            path("", TodayView.as_view(), name="index"),
            path("week/", WeekView.as_view(), name="week"),
            path("report/", ReportView.as_view(), name="report"),
            path("book/", BehalfView.as_view(), name="book"),
            path("cancel-day/", CancelDayView.as_view(), name="cancel_day"),
        ]
