"""Merging organisations: all or nothing. What contradicts is said and left to a colleague; nothing is thrown away."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F, Func, Q, Value
from wagtail.log_actions import log

from golab.pages.clusters import write_changed
from sibdb import freshness
from sibdb.merging import owned
from sibdb.models import (
    Organisation,
    OutcomePayment,
    Project,
    ProjectChange,
    ProjectParty,
)

MAY_MERGE = ("sibdb.change_organisation", "sibdb.delete_organisation")
LOGGED = "sibdb.merge"
WHY = "Two entries for one organisation were merged."
FACTS = ("trading_name", "english_name", "description", "kind", "org_id", "country", "jurisdiction", "website")
_APART = {"id", "organisation", "sort_order", "indigo_extra", "source_refs"}  # those that are no facts, or are joined
_MOST_NAMED = 5


class Refused(Exception):
    """The two cannot be merged as they are; the message says what to settle first."""


@transaction.atomic
def merge(*, keep: Organisation, drop: Organisation, by: AbstractBaseUser, now: datetime) -> int:
    """Whatever names `drop` names `keep`; the page of `drop` leads there. Returns how many projects changed.

    Raises Refused, PermissionDenied.
    """
    if not all(by.has_perm(permission) for permission in MAY_MERGE):
        raise PermissionDenied
    rows = {row.pk: row for row in Organisation.objects.select_for_update().filter(pk__in=[keep.pk, drop.pk])}
    keep, drop = rows.get(keep.pk), rows.get(drop.pk)
    _check(keep, drop)
    projects = _projects_of(drop)
    of_projects = owned.of_projects(projects)
    without_drafts = (owned.of_funds(drop), owned.of_organisations(keep, drop))
    _move_roles(keep, drop)
    _move_the_rest(keep, drop)
    _fill(keep, drop)
    drop.merged_into = keep
    drop.save()
    for each in without_drafts:
        each.remember()
    _tell_projects(projects, keep, drop, by, now, of_projects)
    told = {"kept": keep.pk, "kept_name": keep.name, "dropped": drop.pk, "dropped_name": drop.name}
    for organisation in (keep, drop):
        log(instance=organisation, action=LOGGED, user=by, data=told)
    freshness.forget_all()
    return len(projects)


def _check(keep: Organisation | None, drop: Organisation | None) -> None:
    if keep is None or drop is None or keep == drop:
        raise Refused("Choose another organisation than this one.")
    for one in (keep, drop):
        if one.merged_into_id:
            raise Refused(f"{one.name} has been merged already.")
    if keep.status != drop.status:
        raise Refused("One of them is held back from readers, or disputed, and the other is not. Settle that first.")
    if drop.indigo_id and not keep.indigo_id:
        raise Refused(f"{drop.name} has an INDIGO id and {keep.name} has none. Merge them the other way round.")


def _projects_of(organisation: Organisation) -> list[int]:
    """The projects that name it anywhere. Raises Refused where somebody works on a draft: it would bring it back."""
    parts = ("roles", "validated_results", "payments_made", "payments_received", "transactions_sent")
    parts += ("transactions_received", "costs", "assistance_funded", "assistance_received")
    pks = set()
    for name in parts:
        pks.update(getattr(organisation, name).values_list("project_id", flat=True))
    if organisation.indigo_id:
        paid = OutcomePayment.objects.filter(payers__contains=[organisation.indigo_id])
        pks.update(paid.values_list("project_id", flat=True))
    in_work = Project.objects.filter(pk__in=pks, live=True, has_unpublished_changes=True).values_list("name", flat=True)
    if in_work:
        names = "; ".join(in_work[:_MOST_NAMED])
        raise Refused(f"A colleague is working on a draft of: {names}. Publish or discard the draft first.")
    return sorted(pks)


def _move_roles(keep: Organisation, drop: Organisation) -> None:
    """A role that both have in a project becomes one, unless they contradict each other."""
    there = {(row.project_id, row.role, row.ref): row for row in keep.roles.select_related("project")}
    for row in drop.roles.select_related("project"):
        twin = there.get((row.project_id, row.role, row.ref))
        if twin is None:
            ProjectParty.objects.filter(pk=row.pk).update(organisation=keep)
            continue
        _take_over(twin, row)
        row.delete()
        twin.save()


def _take_over(twin: ProjectParty, row: ProjectParty) -> None:
    """Fill what is empty in `twin`. Raises Refused where both say something, and not the same."""
    for field in row._meta.concrete_fields:
        mine, theirs = (getattr(one, field.attname) for one in (twin, row))
        if field.name in _APART or mine == theirs or (_is_empty(theirs) and field.name != "status"):
            continue
        if not _is_empty(mine):
            what = f"{row.project}: {row.get_role_display().lower()}, {field.verbose_name}"
            raise Refused(f"Both have this role, and what is recorded differs ({what}). Settle that first.")
        setattr(twin, field.attname, theirs)
    refs = [ref for one in (twin, row) for ref in one.source_refs.split(",") if ref]
    twin.source_refs = ",".join(dict.fromkeys(refs))
    twin.indigo_extra = {**row.indigo_extra, **twin.indigo_extra}


def _move_the_rest(keep: Organisation, drop: Organisation) -> None:
    for relation in Organisation._meta.related_objects:
        if relation.field.name != "organisation":  # those are below, or have been moved
            rows = relation.related_model._base_manager.filter(**{relation.field.name: drop})
            if relation.related_model is Organisation:
                rows = rows.exclude(pk=keep.pk)
            rows.update(**{relation.field.name: keep})
    if keep.parent_id == drop.pk:
        keep.parent = drop.parent if drop.parent_id != keep.pk else None
    _move_fund_roles(keep, drop)
    drop.findings.all().delete()  # the next check finds what still holds
    known = set(keep.identifiers.values_list("value", flat=True))
    drop.identifiers.exclude(value__in=known).update(organisation=keep)
    refs = keep.sources.exclude(ref="").values_list("ref", flat=True)
    drop.sources.exclude(ref__in=list(refs)).update(organisation=keep)
    if drop.indigo_id:
        swapped = Func(F("payers"), Value(drop.indigo_id), Value(keep.indigo_id), function="array_replace")
        OutcomePayment.objects.filter(payers__contains=[drop.indigo_id]).update(payers=swapped)


def _move_fund_roles(keep: Organisation, drop: Organisation) -> None:
    """Where a fund names both, one row stands, with the notes of both."""
    there = {row.fund_id: row for row in keep.fund_roles.all()}
    for row in drop.fund_roles.filter(fund__in=there):
        twin = there[row.fund_id]
        twin.notes = "\n".join(dict.fromkeys(note for note in (twin.notes, row.notes) if note))
        twin.indigo_extra = {**row.indigo_extra, **twin.indigo_extra}
        row.delete()
        twin.save()
    drop.fund_roles.update(organisation=keep)


def _fill(keep: Organisation, drop: Organisation) -> None:
    for name in FACTS:
        if _is_empty(getattr(keep, name)):
            setattr(keep, name, getattr(drop, name))
    keep.save()


def _is_empty(value: object) -> bool:
    return value in (None, "", [], {})


def _tell_projects(
    pks: Iterable[int],
    keep: Organisation,
    drop: Organisation,
    by: AbstractBaseUser,
    now: datetime,
    theirs: owned.Owned,
) -> None:
    """The projects' lines, revisions and logs: a revision that names the old one would bring it back."""
    projects = list(Project.objects.filter(pk__in=pks).select_related("policy_area"))
    written = theirs.written_now()
    for project in projects:
        project.describe()
        project.indigo_written = written.get(project.indigo_id, project.indigo_written)
    write_changed(projects, by=by, now=now)
    shown = ProjectParty.objects.public().filter(organisation=keep, project__in=pks)
    told = set(shown.values_list("project", flat=True)) if not keep.is_private else set()
    what = f"{keep.name} (was: {drop.name})"[:300]
    ProjectChange.objects.bulk_create(
        ProjectChange(project_id=pk, what=what, why=WHY, made_at=now) for pk in pks if pk in told
    )


def counts_of(organisation: Organisation) -> dict[str, int]:
    """What would move, for the colleague who is asked."""
    payments = OutcomePayment.objects.filter(Q(payer=organisation) | Q(recipient=organisation))
    counts: dict[str, models.QuerySet] = {
        "Roles in projects": organisation.roles.all(),
        "Funds that it pays into or runs": organisation.fund_roles.all(),
        "Funds that it hosts": organisation.hosted_funds.all(),
        "Payments": payments,
        "Results that it checked": organisation.validated_results.all(),
        "Organisations that it controls": organisation.children.all(),
    }
    return {label: number for label, rows in counts.items() if (number := rows.count())}
