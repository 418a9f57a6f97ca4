"""The import screens of the CMS: list, upload, check, confirm, progress, report, undo."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.models import IndexView
from wagtail.admin.widgets.button import HeaderButton

from golab.imports import actions, registry
from golab.imports.forms import ChangesForm, UploadForm
from golab.imports.models import ImportJob

_HOME = {"url": reverse_lazy("wagtailadmin_home"), "label": "Home"}
_LIST = {"url": reverse_lazy("imports:index"), "label": "Imports"}


class ImporterRequired:
    """Lets in who may use an importer, and to jobs only who may use theirs."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.importers = {importer.kind: importer for importer in registry.importers_for(request.user)}
        if not self.importers:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_job(self) -> ImportJob:
        job = get_object_or_404(ImportJob.objects.without_content(), uuid=self.kwargs["uuid"])
        if job.kind not in self.importers:
            raise PermissionDenied
        return job


class ImportListView(ImporterRequired, IndexView):
    model = ImportJob
    any_permission_required = None  # whoever may use an importer has no permission on jobs, which are nobody's to edit
    page_title = "Imports"
    index_url_name = "imports:index"
    index_results_url_name = "imports:index_results"
    default_ordering = "-created_at"
    is_searchable = False
    columns = [
        TitleColumn("file_name", label="File", url_name="imports:detail", id_accessor="uuid"),
        Column("kind", label="What", accessor=lambda job: registry.get(job.kind).label),
        Column("state", label="State", accessor="get_state_display"),
        Column("created_by", label="By"),
        DateColumn("created_at", label="Uploaded"),
    ]

    def get_base_queryset(self):
        jobs = ImportJob.objects.of_kinds(self.importers).without_content()
        return jobs.select_related("created_by").order_by("-created_at", "pk")

    def get_breadcrumbs_items(self):
        return [_HOME, {"url": "", "label": self.page_title}]

    @property
    def header_buttons(self):
        return [HeaderButton("Upload a file", url=reverse("imports:upload"), icon_name="upload")]


class UploadView(ImporterRequired, WagtailAdminTemplateMixin, FormView):
    form_class = UploadForm
    template_name = "imports/upload.html"
    page_title = "Upload a file"
    header_icon = "upload"

    def get_breadcrumbs_items(self):
        return [_HOME, _LIST, {"url": "", "label": self.page_title}]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: UploadForm) -> HttpResponse:
        name, content = form.upload()
        try:
            job = actions.upload(
                kind=form.cleaned_data["kind"], name=name, content=content, by=self.request.user, now=timezone.now()
            )
        except actions.ImportRefused as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        return redirect("imports:detail", job.uuid)


class JobView(ImporterRequired, WagtailAdminTemplateMixin, TemplateView):
    """Where an import is now: progress, what it would change, or what it changed."""

    template_name = "imports/detail.html"
    header_icon = "upload"
    per_page = 50

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.job = self.get_job()
        self.page_title = self.job.file_name
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [_HOME, _LIST, {"url": "", "label": self.job.file_name}]

    def get_context_data(self, **kwargs):
        form = ChangesForm(self.request.GET)
        chosen = form.cleaned_data if form.is_valid() else {"show": "", "p": None}
        return super().get_context_data(
            job=self.job,
            importer=self.importers[self.job.kind],
            counts=self.job.changes.counts(),
            show=chosen["show"],
            filters=ChangesForm.SHOW,
            page=Paginator(self._changes(chosen["show"]), self.per_page).get_page(chosen["p"] or 1),
            can_be_undone=self.job.can_be_undone(timezone.now()),
            **kwargs,
        )

    def _changes(self, show: str):
        changes = self.job.changes.order_by("position")
        if show == "errors":
            return changes.with_errors()
        return changes.filter(action=show) if show else changes


class StepView(ImporterRequired, View):
    """One button: a person's decision about an import."""

    http_method_names = ["post"]
    action = None
    done = ""

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        job = self.get_job()
        try:
            type(self).action(job=job, by=request.user, now=timezone.now())
        except actions.ImportRefused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, self.done)
        return redirect("imports:detail", job.uuid)


class ConfirmView(StepView):
    action = actions.confirm
    done = "The changes are being applied."


class DiscardView(StepView):
    action = actions.discard
    done = "The file was discarded. Nothing was changed."


class UndoView(StepView):
    action = actions.undo
    done = "The changes are being undone."
