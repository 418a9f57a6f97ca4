"""What nobody may do to a term in the CMS, whatever their role."""

from collections.abc import Iterable

from django.db.models import Model, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy


class RetiredNotDeletedPolicy(ModelPermissionPolicy):
    """Adding and changing by permission; deleting never, not even by an administrator."""

    allowed = frozenset({"add", "change", "view"})

    def user_has_permission(self, user: Model, action: str) -> bool:
        return action in self.allowed and super().user_has_permission(user, action)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet:
        return super().users_with_any_permission(self.allowed.intersection(actions))


class ChangedOnlyPolicy(RetiredNotDeletedPolicy):
    """For what the hub itself makes, and people may say something of."""

    allowed = frozenset({"change", "view"})


class ReadOnlyPolicy(RetiredNotDeletedPolicy):
    """For what the journey or a file decides: people only look."""

    allowed = frozenset({"view"})
