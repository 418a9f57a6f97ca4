"""Organisations, funds and projects in preparation: rows without drafts, written many at once."""

from collections.abc import Mapping, Sequence

from django.db import models, transaction

from golab.imports.registry import ImportRowError, Values
from sibdb.indigo.cells import EXTRA
from sibdb.indigo.owning import TOUCHED, WRITTEN, written
from sibdb.indigo.rows import STATUS, Names, mapped_fields, parts_from, row_values, set_fields
from sibdb.models import Organisation, OutcomesFund, PipelineProject
from sibdb.projects.describing import NOTICED, Noticed, describe_anew
from sibdb.slugs import give_slugs

ADOPTED = "_adopted"


def _noticed(row: models.Model) -> tuple:
    """What projects keep a line of."""
    return tuple(getattr(row, name) for name in NOTICED)


class PlainRecords:
    """The records of one model. `parts` are the names of what hangs on them; `named` is the field that holds a name."""

    def __init__(self, model: type[models.Model], kind: str, *, parts: Sequence[str] = (), named: str = "name") -> None:
        self.model, self.kind, self.parts, self.named = model, kind, parts, named

    # --- reading
    def stored(self, keys: Sequence[str]) -> dict[str, Values]:
        names = Names()
        rows = self._complete().filter(indigo_id__in=keys)
        return {row.indigo_id: self._values(row, names) for row in rows}

    def all(self) -> dict[str, Values]:
        """Every record that has an id of INDIGO."""
        return self.stored(list(self.model.objects.exclude(indigo_id="").values_list("indigo_id", flat=True)))

    def _complete(self) -> models.QuerySet:
        many = [field.name for field in self.model._meta.many_to_many]
        return self.model.objects.order_by("indigo_id").prefetch_related(*self.parts, *many)

    def _values(self, row: models.Model, names: Names) -> Values:
        fields = mapped_fields(self.kind)
        plain_fields = [name for name in fields if not row._meta.get_field(name).many_to_many]
        found: Values = dict.fromkeys(fields) | row_values(row, plain_fields, names)
        for name in set(fields) - set(plain_fields):
            found[name] = sorted(term.pk for term in getattr(row, name).all()) or None
        for part in self.parts:
            part_fields = mapped_fields(self.kind, part)
            found[part] = [row_values(each, part_fields, names) for each in getattr(row, part).all()] or None
        if self.model is Organisation:
            parent = names.out(row._meta.get_field("parent"), row.parent_id)
            found["parents"] = [{"parent": parent}] if parent else None
        return found | {EXTRA: row.indigo_extra or None, WRITTEN: row.indigo_written, TOUCHED: False}

    # --- writing
    @transaction.atomic
    def save_many(self, records: Mapping[str, Values]) -> None:
        """Create or change records. One that has no id yet and the same name is taken to be the same."""
        found = {row.indigo_id: row for row in self._complete().filter(indigo_id__in=records).select_for_update()}
        by_name = self._without_an_id([str(values.get(self.named)) for values in records.values()])
        names, touched = Names(), []
        stood = {row.pk: _noticed(row) for row in found.values()}
        for key, values in records.items():
            row = found.get(key) or self._adopted(by_name.pop(str(values.get(self.named)), None)) or self.model()
            row.indigo_id = key
            self._fill(row, values, names)
            touched.append((row, values))
        self._write(touched, names)
        for row, _ in touched:
            if row.pk in stood and stood[row.pk] != _noticed(row) and isinstance(row, Noticed):
                describe_anew(row.naming_projects())

    def _without_an_id(self, wanted: Sequence[str]) -> dict[str, models.Model]:
        rows = self._complete().filter(indigo_id="", **{f"{self.named}__in": wanted}).order_by("-pk")
        return {getattr(row, self.named): row for row in rows}

    def _adopted(self, row: models.Model | None) -> models.Model | None:
        """A row that was there without an id: taking the import back must not take it away."""
        if row:
            row.indigo_written = {ADOPTED: True}
        return row

    def _fill(self, row: models.Model, values: Values, names: Names) -> None:
        fields = [name for name in mapped_fields(self.kind) if not row._meta.get_field(name).many_to_many]
        set_fields(row, (*fields, *STATUS), values, names)
        if self.model is OutcomesFund and not row.name:
            row.name = values["recorded_name"]
        if EXTRA in values:
            row.indigo_extra = values[EXTRA] or {}
        if not str(row).strip():
            raise ImportRowError("It has no name.")
        row.indigo_written = written(row.indigo_written, values)

    def _write(self, touched: Sequence[tuple[models.Model, Values]], names: Names) -> None:
        rows = [row for row, _ in touched]
        give_slugs(rows)
        new, old = [row for row in rows if row.pk is None], [row for row in rows if row.pk]
        for row in new:  # nothing hangs on them yet, so the database need not be asked
            row._prefetched_objects_cache = {part: [] for part in self.parts}
        self.model.objects.bulk_create(new)
        concrete = [field.name for field in self.model._meta.concrete_fields if not field.primary_key]
        self.model.objects.bulk_update(old, concrete)
        for part in self.parts:
            self._write_parts(part, [(row, values[part] or ()) for row, values in touched if part in values], names)
        for field in self.model._meta.many_to_many:
            self._write_terms(
                field, [(row, values[field.name] or ()) for row, values in touched if field.name in values]
            )
        if self.model is Organisation:
            self._write_parents(touched)

    def _write_parts(self, part: str, touched: Sequence[tuple[models.Model, Sequence[Values]]], names: Names) -> None:
        relation = self.model._meta.get_field(part)
        model, owner = relation.related_model, relation.field.name
        made = []
        for row, values in touched:
            old = list(row._prefetched_objects_cache[part])
            for each in parts_from(model, values, old, mapped_fields(self.kind, part), names):
                setattr(each, owner, row)
                made.append(each)
        model._base_manager.filter(**{f"{owner}__in": [row.pk for row, _ in touched]}).delete()
        model._base_manager.bulk_create(made)

    def _write_terms(
        self, field: models.ManyToManyField, touched: Sequence[tuple[models.Model, Sequence[str]]]
    ) -> None:
        through = field.remote_field.through._base_manager
        ours, theirs = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        through.filter(**{f"{ours}__in": [row.pk for row, _ in touched]}).delete()
        through.bulk_create(through.model(**{ours: row.pk, theirs: key}) for row, keys in touched for key in keys)

    def _write_parents(self, touched: Sequence[tuple[models.Model, Values]]) -> None:
        """After all rows are there: a parent may stand further down in the file."""
        changed = [(row, values["parents"]) for row, values in touched if "parents" in values]
        names = Names()
        field = self.model._meta.get_field("parent")
        for row, parents in changed:
            row.parent_id = names.into(field, parents[0]["parent"]) if parents else None
        self.model.objects.bulk_update([row for row, _ in changed], ["parent"])

    @transaction.atomic
    def remove_many(self, keys: Sequence[str]) -> None:
        """Take back rows that an import made. Raises ProtectedError where a project names one."""
        rows = list(self.model.objects.filter(indigo_id__in=keys).select_for_update())
        adopted = [row for row in rows if ADOPTED in row.indigo_written]
        self.model.objects.filter(pk__in=[row.pk for row in rows if ADOPTED not in row.indigo_written]).delete()
        for row in adopted:
            row.indigo_id, row.indigo_written = "", {}
        self.model.objects.bulk_update(adopted, ["indigo_id", "indigo_written"])


ORGANISATIONS = PlainRecords(Organisation, "organisation", parts=("identifiers", "sources"))
FUNDS = PlainRecords(OutcomesFund, "fund", parts=("organisations", "documents", "areas"), named="recorded_name")
PIPELINES = PlainRecords(PipelineProject, "pipeline")
