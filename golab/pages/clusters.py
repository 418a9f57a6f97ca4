"""Records with their parts and a revision each, written in as few queries as there are tables.

Wagtail's way (save, revise, publish) takes some 200 queries for a record with twenty parts; a hub that starts with
hundreds of records, or imports thousands, would take minutes.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import router, transaction
from django.db.models import Case, CharField, Model, OuterRef, Subquery, When, prefetch_related_objects
from django.db.models.functions import Cast
from django.db.models.signals import post_save
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Revision
from wagtail.signal_handlers import disable_reference_index_auto_update, reference_index_auto_update_disabled

MADE_HERE = ("latest_revision", "live_revision")
STATE = (*MADE_HERE, "live", "first_published_at", "last_published_at", "has_unpublished_changes")


@transaction.atomic
def publish_new(records: Sequence[Model], *, now: datetime) -> None:
    """Save records of one model that are not in the database yet, live, as their only revision.

    No signal is sent: who calls this rebuilds what listens.
    """
    for record in records:
        record.live = True
    _write_new(records, by=None, now=now)


@transaction.atomic
def write_new(records: Sequence[Model], *, by: AbstractBaseUser | None, now: datetime) -> None:
    """The same, each live or a draft as it says, and whoever listens is told."""
    _write_new(records, by=by, now=now)
    _tell(records, created=True)


@transaction.atomic
def write_changed(records: Sequence[Model], *, by: AbstractBaseUser | None, now: datetime) -> None:
    """Save records of one model as they are now, each as a revision: published if it is live, else as its draft.

    Parts and terms are written where they were set. Whoever listens is told.
    """
    if not records:
        return
    model = type(records[0])
    _stamp(records, now)
    fields = (field for field in model._meta.concrete_fields if not (field.primary_key or field.generated))
    model._base_manager.bulk_create(
        records,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=[field.name for field in fields if field.name not in MADE_HERE],
    )
    prefetch_related_objects(records, *_relations(model))
    for relation in get_all_child_relations(model):
        touched = _with_set(records, relation.get_accessor_name())
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": touched})
        rows._raw_delete(rows.db)  # nothing leans on a part, and signals for each would take minutes
        _save_parts(touched, relation)
    for field in get_all_child_m2m_relations(model):
        touched = _with_set(records, field.name)
        field.remote_field.through._base_manager.filter(**{f"{field.m2m_field_name()}__in": touched}).delete()
        _save_terms(touched, field)
    _save_revisions(records, model, by, now)
    _tell(records, created=False)


def _write_new(records: Sequence[Model], *, by: AbstractBaseUser | None, now: datetime) -> None:
    if not records:
        return
    model = type(records[0])
    _stamp(records, now)
    model._base_manager.bulk_create(records)
    for record in records:  # what is not set is empty: the database need not be asked
        for name in _relations(model):
            if name not in getattr(record, "_cluster_related_objects", {}):
                setattr(record, name, [])
    for relation in get_all_child_relations(model):
        _save_parts(records, relation)
    for field in get_all_child_m2m_relations(model):
        _save_terms(records, field)
    _save_revisions(records, model, by, now)


def _stamp(records: Sequence[Model], now: datetime) -> None:
    for record in records:
        record.has_unpublished_changes = not record.live
        if record.live:
            record.first_published_at, record.last_published_at = record.first_published_at or now, now


def _relations(model: type[Model]) -> list[str]:
    """The names under which a record holds its parts and terms."""
    parts = [relation.get_accessor_name() for relation in get_all_child_relations(model)]
    return parts + [field.name for field in get_all_child_m2m_relations(model)]


def _with_set(records: Sequence[Model], name: str) -> list[Model]:
    """Those whose parts or terms of this name were set since they were read."""
    return [record for record in records if name in getattr(record, "_cluster_related_objects", {})]


def _save_parts(records: Sequence[Model], relation) -> None:
    parts = []
    for record in records:
        for part in getattr(record, relation.get_accessor_name()).all():
            setattr(part, relation.field.name, record)
            part.pk = None
            parts.append(part)
    relation.related_model._base_manager.bulk_create(parts)


def _save_terms(records: Sequence[Model], field) -> None:
    through = field.remote_field.through
    ours, theirs = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    through._base_manager.bulk_create(
        through(**{ours: record.pk, theirs: term.pk})
        for record in records
        for term in getattr(record, field.name).all()
    )


def save_first_revisions(records: Sequence[Model], *, now: datetime) -> None:
    """Give saved records (or pages) of one model their only revision, and say that it is the live one."""
    for record in records:
        record.live = True
        record.first_published_at = None
    _stamp(records, now)
    _make_revisions(records, None, now)
    type(records[0])._base_manager.bulk_update(records, STATE)


def _save_revisions(records: Sequence[Model], model: type[Model], by: AbstractBaseUser | None, now: datetime) -> None:
    made = Revision.objects.filter(pk__in=[revision.pk for revision in _make_revisions(records, by, now)])
    newest = Subquery(made.filter(object_id=Cast(OuterRef("pk"), CharField())).values("pk"))
    model._base_manager.filter(pk__in=[record.pk for record in records]).update(
        latest_revision=newest, live_revision=Case(When(live=True, then=newest))
    )


def _make_revisions(records: Sequence[Model], by: AbstractBaseUser | None, now: datetime) -> list[Revision]:
    kind, base = ContentType.objects.get_for_model(type(records[0])), records[0].get_base_content_type()
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=kind,
            base_content_type=base,
            object_id=str(record.pk),
            object_str=str(record),
            user=by,
            created_at=now,
            content=record.serializable_data(),
        )
        for record in records
    )
    for record, revision in zip(records, revisions, strict=True):
        record.latest_revision = revision
        record.live_revision = revision if record.live else None
    return revisions


def _tell(records: Sequence[Model], *, created: bool) -> None:
    """Search and the page cache listen to each record that is saved.

    So does the CMS's index of references, at the price of a dozen queries. It is left out: what files set are terms,
    which are retired and never deleted.
    """
    is_off = getattr(reference_index_auto_update_disabled, "value", False)  # Wagtail's own way cannot be nested
    with nullcontext() if is_off else disable_reference_index_auto_update():
        for record in records:
            post_save.send(
                sender=type(record),
                instance=record,
                created=created,
                update_fields=None,
                raw=False,
                using=router.db_for_write(type(record)),
            )
