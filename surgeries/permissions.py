"""Who among the staff sees which surgeries: managers all, an adviser their own, nobody else any."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

OWN = "surgeries.run_own_booking"


def is_manager(user) -> bool:
    """Whether this person may see every booking."""
    return user.has_perm("surgeries.view_booking")


def is_adviser(user) -> bool:
    """Whether this person may see the surgeries that they hold themselves."""
    return user.has_perm(OWN)


class OwnOrAllPolicy(ModelPermissionPolicy):
    """By permission everything; with the adviser's permission `own_actions` on what is theirs.

    The adviser's permission is one of its own, and not Django's "view": code that knows nothing of this policy and
    asks for "view" finds that advisers have none.
    """

    def __init__(self, model: type[Model], *, path: str, own: Iterable[str] = ("view",), all_: Iterable[str]) -> None:
        super().__init__(model)
        self.path = path  # from the model to the account of its adviser
        self.own_actions, self.all_actions = frozenset(own), frozenset(all_)

    def _may_all(self, user, action: str) -> bool:
        return action in self.all_actions and super().user_has_permission(user, action)

    def user_has_permission(self, user, action: str) -> bool:
        return self._may_all(user, action) or (action in self.own_actions and is_adviser(user))

    def user_has_any_permission(self, user, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user, action: str, instance: Model) -> bool:
        if self._may_all(user, action):
            return True
        return action in self.own_actions and is_adviser(user) and self._own(user).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user, actions: Iterable[str]) -> QuerySet:
        wanted = set(actions)
        if any(self._may_all(user, action) for action in wanted):
            return self.model._default_manager.all()
        return self._own(user) if wanted & self.own_actions and is_adviser(user) else self.model._default_manager.none()

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet:
        wanted = set(actions)
        people = super().users_with_any_permission(wanted & self.all_actions)
        if not wanted & self.own_actions:
            return people
        app_label, codename = OWN.split(".")
        named = {"content_type__app_label": app_label, "codename": codename}
        by_group = Q(**{f"groups__permissions__{key}": value for key, value in named.items()})
        by_user = Q(**{f"user_permissions__{key}": value for key, value in named.items()})
        advisers = get_user_model().objects.filter(by_group | by_user, is_active=True)
        return (people.distinct() | advisers.distinct()).distinct()

    def _own(self, user) -> QuerySet:
        return self.model._default_manager.filter(**{self.path: user})


def register_policies() -> None:
    """Tell Wagtail; once, from the app's ready()."""
    from wagtail.permissions import register_permission_policy

    from surgeries import models

    look, keep = ("view",), ("view", "add", "change")
    policies = [
        OwnOrAllPolicy(models.Booking, path="slot__adviser__user", own=look, all_=look),
        OwnOrAllPolicy(models.Slot, path="adviser__user", own=look, all_=("view", "add")),
        OwnOrAllPolicy(models.AvailabilityRule, path="adviser__user", own=keep, all_=(*keep, "delete")),
        OwnOrAllPolicy(models.AvailabilityException, path="adviser__user", own=keep, all_=(*keep, "delete")),
        OwnOrAllPolicy(models.AdviserProfile, path="user", own=look, all_=keep),
        OwnOrAllPolicy(models.SurgeryRequest, path="", own=(), all_=("view", "change")),
        OwnOrAllPolicy(models.SurgeryTopic, path="", own=(), all_=keep),
        OwnOrAllPolicy(models.StageOption, path="", own=(), all_=keep),
        OwnOrAllPolicy(models.SurgeryQuestion, path="", own=(), all_=keep),
        OwnOrAllPolicy(models.AnsweredQuestion, path="written_by", own=keep, all_=keep),
    ]
    for policy in policies:
        register_permission_policy(policy.model, policy, exact_class=True)
