"""Views of Wagtail that it opens to everyone who may enter the CMS, and who may use them here."""

from collections.abc import Callable

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from wagtail.admin.auth import permission_denied, user_has_any_page_permission
from wagtail.permissions import policy_registry

ANY = ("add", "change", "delete", "publish")


def works_on(user: AbstractBaseUser, app_label: str, model_name: str) -> bool:
    """Whether this person may do anything to rows of the model."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError:
        return True  # Wagtail answers that there is no such thing
    return policy_registry.get_by_type(model).user_has_any_permission(user, ANY)


def may_choose(user: AbstractBaseUser, app_label: str, model_name: str) -> bool:
    """Whoever writes pages puts these on them. A list of people also names those who have not agreed to be shown."""
    return user_has_any_page_permission(user) or works_on(user, app_label, model_name)


def may_see_history(user: AbstractBaseUser) -> bool:
    """The report names every row of a model of which someone has any permission: to an adviser, others' bookings."""
    sees_only_own = user.has_perm("surgeries.run_own_booking") and not user.has_perm("surgeries.view_booking")
    return user_has_any_page_permission(user) and not sees_only_own


def is_allowed(user: AbstractBaseUser, name: str, arguments: dict[str, object]) -> bool:
    """Whether this person may use the view, as far as Wagtail does not ask itself. `name` is its full name."""
    if name == "wagtail_bulk_action":  # it lists what someone may not touch, drafts too, by title
        return works_on(user, arguments["app_label"], arguments["model_name"])
    if name.startswith("wagtailsnippetchoosers_"):
        _, app_label, model_name = name.partition(":")[0].split("_")
        return may_choose(user, app_label, model_name)
    return all(may(user) for start, may in NARROWED.items() if name.startswith(start))


NARROWED: dict[str, Callable[[AbstractBaseUser], bool]] = {
    "wagtailadmin_reports:site_history": may_see_history,
    "wagtailadmin_choose_page": user_has_any_page_permission,  # it names drafts
    # Anyone could post a new task of a workflow here.
    "wagtailadmin_workflows:task_cho": lambda user: user.has_perm("wagtailcore.add_task"),
    # It fails on purpose, and would wake whoever watches over the site.
    "wagtailadmin_error_test": lambda user: user.is_superuser,
}


class NarrowingMiddleware:
    """Asks once more before views of the CMS. Readers' pages cost nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args: tuple, kwargs: dict) -> HttpResponse | None:
        match = request.resolver_match
        if not match.route.startswith("admin/") or not request.user.has_perm("wagtailadmin.access_admin"):
            return None
        return None if is_allowed(request.user, match.view_name, kwargs) else permission_denied(request)
