"""Suggestions: kept, accepted, refused. Two colleagues at once: the second is told what the first did."""

import uuid
from datetime import datetime
from typing import NoReturn

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.log_actions import log

from golab.pages.clusters import MADE_HERE
from golab.taxonomy.models import PolicyArea
from sibdb.corrections import messages
from sibdb.corrections.fields import FACTS, Fact, shown_now
from sibdb.models import Project, ProjectChange, ProjectSource, Suggestion

State = Suggestion.State
MAY_PUBLISH = "sibdb.publish_project"
LONGEST_WHAT, LONGEST_SLUG = 300, 80


class Refused(Exception):
    """The decision cannot be carried out; the message says why, for the colleague."""


@transaction.atomic
def suggest(
    *, key: uuid.UUID, project: Project | None, email: str, is_told: bool, now: datetime, **told: str
) -> Suggestion:
    """Keep a suggestion (`told`: field, project_name, proposed, source), once for each `key`.

    Where `is_told`, and an address was left, an acknowledgement is written with it.
    """
    current = shown_now(project, told.get("field", "")) if project else ""
    row = Suggestion(uuid=key, project=project, email=email, current=current, made_at=now, **told)
    row.full_clean(exclude=["uuid"])
    Suggestion.objects.bulk_create([row], ignore_conflicts=True)  # no signal: nothing that readers see has changed
    kept = Suggestion.objects.select_related("project").get(uuid=key)
    if is_told:
        messages.tell_received(kept, now=now)
    return kept


@transaction.atomic
def refuse(*, suggestion: Suggestion, reply: str, by: AbstractBaseUser, now: datetime) -> Suggestion:
    """Nothing changes; whoever suggested it reads why. Raises Refused, PermissionDenied."""
    decided = _decide(suggestion, State.REFUSED, reply, by, now)
    messages.tell_answered(decided, now=now)
    return decided


@transaction.atomic
def accept_fact(
    *, suggestion: Suggestion, value: object, seen: str, why: str, reply: str, by: AbstractBaseUser, now: datetime
) -> Suggestion:
    """Change the fact to `value`, publish the project, and say so in the log.

    `seen` is the fact as the colleague saw it. Raises Refused, PermissionDenied.
    """
    decided = _decide(suggestion, State.ACCEPTED, reply, by, now)
    project, fact = _to_change(decided.project_id, by), FACTS[decided.field]
    if fact.read(project) != seen:
        raise Refused(f"{fact.label} has changed since you opened this page. Look again.")
    what = _change(project, fact, value)
    project.save_revision(user=by, log_action=True).publish(user=by)
    return _conclude(decided, project, what, why, now)


@transaction.atomic
def accept_by_hand(
    *, suggestion: Suggestion, what: str, why: str, reply: str, by: AbstractBaseUser, now: datetime
) -> Suggestion:
    """A colleague has edited the project already; here it is said. Raises Refused, PermissionDenied."""
    decided = _decide(suggestion, State.ACCEPTED, reply, by, now)
    return _conclude(decided, decided.project, what, why, now)


@transaction.atomic
def accept_missing(
    *, suggestion: Suggestion, name: str, policy_area: PolicyArea, why: str, reply: str, by: AbstractBaseUser,
    now: datetime,
) -> Suggestion:  # fmt: skip
    """Make a draft of the project that was missing, with its source; the log tells of it once it is published."""
    decided = _decide(suggestion, State.ACCEPTED, reply, by, now)
    slug = f"{slugify(name)[:LONGEST_SLUG].strip('-') or 'project'}-{decided.uuid.hex[:6]}"
    project = Project(name=name, slug=slug, policy_area=policy_area, stage=Project.Stage.NOT_RECORDED, live=False)
    project.basis = f"Suggested by a reader: {decided.proposed}"[:1500]
    project.sources = [ProjectSource(title=decided.source, sort_order=0)]
    project.save()
    project.save_revision(user=by, log_action=True)
    Suggestion.objects.filter(pk=decided.pk).update(project=project)
    decided.project = project
    return _conclude(decided, project, "Added to the database", why, now)


def _decide(suggestion: Suggestion, state: str, reply: str, by: AbstractBaseUser, now: datetime) -> Suggestion:
    """Take the suggestion off the list, if it still stands there."""
    if not by.has_perm(messages.MAY_DECIDE) or (state == State.ACCEPTED and not by.has_perm(MAY_PUBLISH)):
        raise PermissionDenied
    changes = {"state": state, "reply": reply, "decided_at": now, "decided_by": by}
    taken = Suggestion.objects.waiting().filter(pk=suggestion.pk).update(**changes)
    there = Suggestion.objects.select_related("project", "decided_by").filter(pk=suggestion.pk).first()
    if not taken:
        _say_who_was_first(there)
    log(instance=there, action=f"sibdb.{state}", user=by)
    return there


def _say_who_was_first(there: Suggestion | None) -> NoReturn:
    if there is None:
        raise Refused("This suggestion is not there any more.")
    who = str(there.decided_by or "A colleague")
    when = f"{timezone.localtime(there.decided_at):%-d %B %Y, %H:%M}"
    raise Refused(f"{who} {there.get_state_display().lower()} this suggestion on {when}. Your decision was not kept.")


def _to_change(pk: int, by: AbstractBaseUser) -> Project:
    project = Project.objects.select_for_update().get(pk=pk)
    if project.has_unpublished_changes:
        raise Refused("A colleague is working on a draft of this project. Publish or discard the draft first.")
    if project.locked and project.locked_by_id != by.pk:
        raise Refused("This project is locked in the CMS. Unlock it first.")
    return project


def _change(project: Project, fact: Fact, value: object) -> str:
    """Change the fact. Returns what changed, in words. Raises Refused where the record would contradict itself."""
    before = fact.shown(project)
    try:
        fact.write(project, value)
        project.full_clean(exclude=MADE_HERE)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    after = fact.shown(project)
    if before == after:
        raise Refused(f"{fact.label} says that already.")
    return f"{fact.label}: {after} (was: {before})"


def _conclude(decided: Suggestion, project: Project, what: str, why: str, now: datetime) -> Suggestion:
    change = ProjectChange(project=project, what=what[:LONGEST_WHAT], why=why, made_at=now, suggestion=decided)
    change.full_clean()
    change.save()
    messages.tell_answered(decided, now=now)
    return decided
