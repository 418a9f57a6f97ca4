"""Roles: the groups of people who work on the site, and what each may do. Later issues add rows to ROLES."""

from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupApprovalTask, GroupCollectionPermission, GroupPagePermission, Page

EDITOR, PUBLISHER, ADMINISTRATOR = "Editor", "Publisher", "Administrator"
DATA_STEWARD = "Data steward"
EVENT_MANAGER, MODERATOR = "Event manager", "Moderator"
SURGERY_MANAGER, SURGERY_ADVISER = "Surgery manager", "Surgery adviser"
ADD_AND_CHANGE = ("view", "add", "change")
EDIT_AND_DELETE = (*ADD_AND_CHANGE, "delete")
OWN_FILES = ("add", "choose")  # uses all; changes and deletes only what they have uploaded: "change" means all files
EVERYTHING = ("view", "add", "change", "delete", "publish", "lock", "unlock")
# What no role may touch by hand: sessions, secrets of sign-in, counts of attempts.
OUT_OF_REACH = ("sessions", "contenttypes", "account", "mfa")


@dataclass(frozen=True)
class Role:
    """What the people of one group may do.

    `pages` are kinds of page permission, on the whole tree or on what lies at and below the page of type `below`
    (a model that there is once); `files` are those on all images and documents.
    `records` maps a model ("app_label.model") to actions; a model that does not exist (yet) is passed over.
    """

    name: str
    pages: tuple[str, ...] = ()
    below: str = ""
    files: tuple[str, ...] = ()
    records: dict[str, tuple[str, ...]] = field(default_factory=dict)
    may_do_everything: bool = False


EDITED_BY_EDITORS = (
    *("accounts.person", "journey.worksheet", "library.publication", "pages.glossaryterm", "search.synonym"),
    "sibdb.project",
)
PRICES_AND_NAMES = (
    *("sibdb.deflator", "sibdb.organisation", "sibdb.outcomesfund", "sibdb.priceprogramme", "sibdb.ratecard"),
)
EDITED_BY_PUBLISHERS = (
    "taxonomy.policyarea",
    "taxonomy.topic",
    "taxonomy.resourcetype",
    "taxonomy.stage",
    "taxonomy.step",
    "wagtailredirects.redirect",
)

ROLES = (
    Role(
        EDITOR,
        pages=("add", "change"),
        files=("add", "change", "choose"),
        records={**dict.fromkeys(EDITED_BY_EDITORS, ADD_AND_CHANGE), "journey.guideopinion": ("view",)},
    ),
    Role(
        PUBLISHER,
        pages=("add", "change", "publish", "lock", "unlock"),
        files=("add", "change", "choose"),
        records={
            **dict.fromkeys(EDITED_BY_EDITORS, EVERYTHING),
            **dict.fromkeys(EDITED_BY_PUBLISHERS, ADD_AND_CHANGE),
            "journey.guideopinion": ("view", "delete"),
        },
    ),
    Role(
        DATA_STEWARD,
        files=OWN_FILES,
        records={
            "library.publication": (*EVERYTHING, "import"),
            "sibdb.project": (*EVERYTHING, "import"),
            "sibdb.projectchange": EDIT_AND_DELETE,
            "sibdb.monthlysnapshot": ("view", "change"),
            "sibdb.suggestion": ("view", "decide"),
            **dict.fromkeys(PRICES_AND_NAMES, (*ADD_AND_CHANGE, "delete", "import")),
        },
    ),
    Role(
        EVENT_MANAGER,
        pages=("add", "change", "publish", "lock", "unlock"),
        below="events.EventIndexPage",
        files=OWN_FILES,
        records={"accounts.person": ADD_AND_CHANGE},
    ),
    Role(
        SURGERY_MANAGER,
        pages=("change", "publish", "lock", "unlock"),
        below="surgeries.SurgeryIndexPage",
        records={
            "surgeries.booking": ("view", "change"),
            "surgeries.slot": ("view", "add", "change"),
            "surgeries.surgeryrequest": ("view", "change"),
            "surgeries.surgerypolicy": ("change",),
            **dict.fromkeys(("surgeries.availabilityrule", "surgeries.availabilityexception"), EDIT_AND_DELETE),
            **dict.fromkeys(
                (
                    "surgeries.adviserprofile",
                    "surgeries.answeredquestion",
                    "surgeries.stageoption",
                    "surgeries.surgeryquestion",
                    "surgeries.surgerytopic",
                ),
                ADD_AND_CHANGE,
            ),
        },
    ),
    Role(SURGERY_ADVISER, records={"surgeries.booking": ("run_own",)}),  # their own only: surgeries/permissions.py
    Role(MODERATOR, pages=("change", "lock", "unlock"), below="news.NewsIndexPage"),
    Role(
        ADMINISTRATOR,
        pages=("add", "change", "publish", "lock", "unlock", "bulk_delete"),
        files=("add", "change", "choose"),
        may_do_everything=True,
    ),
)


@transaction.atomic
def ensure_roles() -> None:
    """Makes every role's group and gives it what ROLES says.

    It only adds, so what staff gave a group besides stays; what they took from it comes back. Safe to run at any
    time, on an empty database too.
    """
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role.name)
        group.permissions.add(*_record_permissions(role))
        _grant_pages(group, role)
        _grant_files(group, role.files)
    approvers = Group.objects.filter(name__in=(PUBLISHER, ADMINISTRATOR))  # approval needs someone who may publish
    for task in GroupApprovalTask.objects.filter(Q(groups__isnull=True) | Q(groups__name=PUBLISHER)).distinct():
        task.groups.add(*approvers)


def ensure_roles_after_migrate(**_) -> None:
    """Runs `ensure_roles` once all apps have their permissions, so that roles keep up with new models."""
    if apps.is_installed("wagtail.admin"):
        ensure_roles()


def _record_permissions(role: Role) -> list[Permission]:
    wanted = Q(content_type__app_label="wagtailadmin", codename="access_admin")
    for model, actions in role.records.items():
        app_label, name = model.split(".")
        wanted |= Q(content_type__app_label=app_label, codename__in=[f"{action}_{name}" for action in actions])
    if role.may_do_everything:
        wanted |= ~Q(content_type__app_label__in=OUT_OF_REACH) & ~Q(content_type__model="ratelimit")
    return list(Permission.objects.filter(wanted))


def _grant_pages(group: Group, role: Role) -> None:
    top = _top_of(role)
    codenames = [f"{kind}_page" for kind in role.pages]
    if top is None:
        return
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames):
        GroupPagePermission.objects.get_or_create(group=group, page=top, permission=permission)


def _top_of(role: Role) -> Page | None:
    """The page at and below which the role holds; None until it is there."""
    if not role.below:
        return Page.objects.filter(depth=1).first()
    app_label, name = role.below.lower().split(".")
    return Page.objects.filter(content_type__app_label=app_label, content_type__model=name).first()


def _grant_files(group: Group, kinds: tuple[str, ...]) -> None:
    root = Collection.objects.filter(depth=1).first()
    codenames = [f"{kind}_{model}" for kind in kinds for model in ("image", "document")]
    if root is None:
        return
    for permission in Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=codenames
    ):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
