"""One row of everything that the CMS has a view for, so that a check that looks at the row is reached."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import Collection, Page, Site, Task, UploadedFile, Workflow, WorkflowContentType

from golab.accounts.models import User
from golab.taxonomy.models import Country
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.events import EventIndexPageFactory, EventPageFactory
from tests.factories.imports import ImportJobFactory
from tests.factories.journey import GuideOpinionFactory, WorksheetFactory
from tests.factories.library import PublicationFactory
from tests.factories.media import HubDocumentFactory, HubImageFactory
from tests.factories.news import NewsIndexPageFactory, NewsPageFactory
from tests.factories.notifications import OutgoingMessageFactory
from tests.factories.pages import GlossaryTermFactory, HomePageFactory, StandardPageFactory
from tests.factories.search import SynonymFactory
from tests.factories.sibdb import (
    DeflatorFactory,
    MonthlySnapshotFactory,
    OrganisationFactory,
    OutcomesFundFactory,
    ProjectChangeFactory,
    ProjectFactory,
    RateCardFactory,
    SuggestionFactory,
)
from tests.factories.surgeries import (
    AdviserFactory,
    AnsweredFactory,
    BookingFactory,
    ExceptionFactory,
    QuestionFactory,
    RequestFactory,
    RuleFactory,
    SlotFactory,
    SurgeryIndexPageFactory,
)
from tests.factories.taxonomy import (
    CouncilFactory,
    PolicyAreaFactory,
    ResourceTypeFactory,
    StepFactory,
    TopicFactory,
)
from tests.ops.cms_addresses import forms_of

# Addresses about a page are tried in each of these parts of the tree: its list, and a page below.
PARTS = {
    "standing": (HomePageFactory, StandardPageFactory),
    "events": (EventIndexPageFactory, EventPageFactory),
    "news": (NewsIndexPageFactory, NewsPageFactory),
    "surgeries": (SurgeryIndexPageFactory, SurgeryIndexPageFactory),
}
NOT_ABOUT_A_PAGE = {f"wagtailadmin_pages:{name}" for name in ("search", "search_results")}
# Snippets that are drafted, and approved in a workflow.
DRAFTED = {
    "wagtailsnippets_library_publication": PublicationFactory,
    "wagtailsnippets_pages_glossaryterm": GlossaryTermFactory,
    "wagtailsnippets_sibdb_project": ProjectFactory,
}


OF_BULK_ACTIONS = {
    "page": "wagtailadmin_api:pages",
    "user": "wagtailusers_users",
    "hubimage": "wagtailimages",
    "hubdocument": "wagtaildocs",
}


@dataclass(frozen=True)
class Subject:
    """What an address is tried with: the values of its arguments by their names, and the query string."""

    about: str  # tells the subjects of one address apart
    values: dict[str, object]
    query: str = ""


class Objects:
    """A row of everything."""

    def __init__(self, adviser: User) -> None:
        self.approver = UserFactory(email="approver@example.org", role="Publisher")
        self.workflow, self.task = Workflow.objects.get(), Task.objects.get()
        self.parts = {part: self._part(part, *factories) for part, factories in PARTS.items()}
        self.drafted = {space: self._drafted(factory) for space, factory in DRAFTED.items()}
        sheet = WorksheetFactory()  # has drafts, and nobody to approve them
        self.drafted["wagtailsnippets_journey_worksheet"] = {"row": {"pk": sheet.pk} | _revision_of(sheet)}
        self.rows = rows_of_wagtail() | rows_of_ours() | rows_of_surgeries(adviser)
        self.shared = self._shared()

    def paths_of(self, name: str) -> Iterator[tuple[str, str]]:
        """(what it is about, path) for everything with which the address is to be tried, in each of its forms."""
        for subject in self._subjects_of(name):
            for form in forms_of(name):
                path = reverse(name, kwargs={parameter: subject.values[parameter] for parameter in form})
                yield subject.about, f"{path}?{subject.query}"

    def _subjects_of(self, name: str) -> Iterator[Subject]:
        space = name.partition(":")[0]
        if name == "wagtail_bulk_action":
            yield from self._bulk_actions()
        elif space == "wagtailsettings":
            for model in settings_registry:
                values = {"app_name": model._meta.app_label, "model_name": model._meta.model_name}
                yield Subject(model._meta.model_name, values | {"pk": model.load().pk})
        elif space == "wagtailadmin_pages" and name not in NOT_ABOUT_A_PAGE:
            for part, values in self.parts.items():
                yield Subject(part, self.shared | values["waiting" if "workflow" in name else "row"])
        elif space in self.drafted and "workflow" in name:
            yield Subject("", self.shared | self.drafted[space]["waiting"])
        else:
            values = self._values(name)
            yield Subject("", self.shared | values, f"id={values['pk']}" if "pk" in values else "")

    def _values(self, name: str) -> dict[str, object]:
        space, _, last = name.rpartition(":")
        snippet = space.replace("wagtailsnippetchoosers", "wagtailsnippets")
        if snippet in self.drafted:
            return self.drafted[snippet]["row"]
        row = self.rows.get(f"{space}:{last}") or self.rows.get(snippet)
        return {"pk": row.pk, "uuid": getattr(row, "uuid", None)} if row else {}

    def _bulk_actions(self) -> Iterator[Subject]:
        bulk_action_registry.get_bulk_actions_for_model("", "")  # reads what apps have registered
        for app_label, models in bulk_action_registry.actions.items():
            for model_name, actions in models.items():
                space = OF_BULK_ACTIONS.get(model_name, f"wagtailsnippets_{app_label}_{model_name}")
                row = self._values(f"{space}:")
                for action in actions:
                    values = {"app_label": app_label, "model_name": model_name, "action": action}
                    yield Subject(f"{model_name} {action}", values, f"id={row['pk']}")

    def _part(self, part: str, list_factory: type, factory: type) -> dict[str, dict[str, object]]:
        """The arguments of a page, and of one that waits for approval."""
        top = list_factory._meta.model.objects.first() or list_factory(live=True)
        row, waiting = (factory(live=True, parent=top, slug=f"{part}-{place}") for place in ("row", "waiting"))
        shared = {
            "parent_page_id": top.pk,
            "destination_id": top.pk,
            "content_type_app_name": row._meta.app_label,
            "content_type_model_name": row._meta.model_name,
            "app_label": row._meta.app_label,
            "model_name": row._meta.model_name,
        }
        ids = ("page_id", "page_to_move_id", "pk")
        return {
            "row": shared | dict.fromkeys(ids, row.pk) | _revision_of(row),
            "waiting": shared | dict.fromkeys(ids, waiting.pk) | self._submitted(waiting),
        }

    def _drafted(self, factory: type) -> dict[str, dict[str, object]]:
        """The same for a snippet."""
        row, waiting = factory(), factory()
        WorkflowContentType.objects.get_or_create(
            content_type=ContentType.objects.get_for_model(row), defaults={"workflow": self.workflow}
        )
        return {
            "row": {"pk": row.pk} | _revision_of(row),
            "waiting": {"pk": waiting.pk} | self._submitted(waiting),
        }

    def _submitted(self, row: Model) -> dict[str, object]:
        revision = _revision_of(row)
        state = self.workflow.start(row, self.approver)
        return {"workflow_state_id": state.pk, "task_state_id": state.current_task_state.pk, **revision}

    def _shared(self) -> dict[str, object]:
        image, document = self.rows["wagtailimages"], self.rows["wagtaildocs"]
        upload = UploadedFile.objects.create(
            file="kept.png", for_content_type=ContentType.objects.get_for_model(image), uploaded_by_user=self.approver
        )
        return {
            "kind": "booking_confirmed",  # of message
            "image_id": image.pk,
            "document_id": document.pk,
            "doc_id": document.pk,
            "redirect_id": self.rows["wagtailredirects"].pk,
            "collection_id": self.rows["wagtailadmin_collections"].pk,
            "uploaded_file_id": upload.pk,
            "filter_spec": "width-100",
            "action_name": "approve",
            "task_id": self.task.pk,
            "workflow_pk": self.workflow.pk,
            "page_pk": Page.objects.get(depth=1).pk,
            "page_id": HomePageFactory._meta.model.objects.get().pk,
            "parent_page_id": HomePageFactory._meta.model.objects.get().pk,
            # a type of task, tags, and an editing session
            "app_label": "wagtailcore",
            "model_name": "groupapprovaltask",
            "app_name": "taggit",
            "object_id": str(self.task.pk),
            "session_id": 1,
        }


def _revision_of(row: Model) -> dict[str, object]:
    revision = row.save_revision(log_action=False)
    return {"revision_id": revision.pk, "revision_id_a": revision.pk, "revision_id_b": revision.pk}


def rows_of_ours() -> dict[str, Model]:
    """By the namespace of their views."""
    card = RateCardFactory()
    organisation, step = OrganisationFactory(), StepFactory()
    return {
        "imports": ImportJobFactory(kind="projects", state="parsed"),
        "messages": OutgoingMessageFactory(),
        "organisation": organisation,
        "organisation_chooser": organisation,
        "outcomesfund": OutcomesFundFactory(),
        "priceprogramme": card.programme,
        "ratecard": card,
        "deflator": DeflatorFactory(),
        "monthlysnapshot": MonthlySnapshotFactory(),
        "projectchange": ProjectChangeFactory(),
        "suggestion": SuggestionFactory(),
        "country": Country.objects.first(),
        "place": CouncilFactory(),
        "policyarea": PolicyAreaFactory(),
        "resourcetype": ResourceTypeFactory(),
        "stage": step.stage,
        "step": step,
        "topic": TopicFactory(),
        "wagtailsnippets_accounts_person": PersonFactory(),
        "wagtailsnippets_journey_guideopinion": GuideOpinionFactory(),
        "wagtailsnippets_search_synonym": SynonymFactory(),
    }


def rows_of_surgeries(user: User) -> dict[str, Model]:
    """Everything of one adviser, with the account `user`."""
    adviser = AdviserFactory(user=user)
    booking = BookingFactory(slot=SlotFactory(adviser=adviser))
    return {
        "surgery_advisers": adviser,
        "surgery_answered": AnsweredFactory(written_by=user),
        "surgery_bookings": booking,
        "surgery_exceptions": ExceptionFactory(adviser=adviser),
        "surgery_questions": QuestionFactory(),
        "surgery_requests": RequestFactory(),
        "surgery_rules": RuleFactory(adviser=adviser),
        "surgery_stages": booking.journey_stage,
        "surgery_times": booking.slot,
        "surgery_topics": booking.topic,
    }


def rows_of_wagtail() -> dict[str, Model]:
    """What Wagtail has views for itself."""
    top = Collection.objects.get(depth=1)
    image, document = HubImageFactory(collection=top), HubDocumentFactory()
    return {
        **dict.fromkeys(("wagtailimages", "wagtailimages_chooser", "wagtailadmin_api:images"), image),
        "wagtailadmin_api:pages": HomePageFactory._meta.model.objects.get(),
        **dict.fromkeys(("wagtaildocs", "wagtaildocs_chooser", "wagtailadmin_api:documents"), document),
        **{f"wagtailadmin_workflows:{name}_task": Task.objects.get() for name in ("edit", "disable", "enable")},
        "wagtailredirects": Redirect.objects.create(old_path="/gone", redirect_link="/here/"),
        "wagtailadmin_collections": top.add_child(name="Posters"),
        "wagtailadmin_workflows": Workflow.objects.get(),
        "wagtailsites": Site.objects.get(),
        "wagtailusers_users": UserFactory(email="somebody@example.org"),
        "wagtailusers_groups": Group.objects.create(name="Visitors"),
    }
