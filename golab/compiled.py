"""Annotations whose SQL is written once for a process. To write that of ten subqueries takes Django longer than it
takes PostgreSQL to answer them.
"""

from django.core.exceptions import FieldError
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Expression, Model
from django.db.models.expressions import RawSQL


class Compiled(RawSQL):
    """SQL that names the table of its model: only for a query whose own rows are those of this table."""

    def relabeled_clone(self, change_map: dict[str, str]) -> "Compiled":
        """A query within a query may call the table otherwise, and the SQL would mean the rows of the outer one."""
        if any(f'"{name}".' in self.sql for name in change_map):
            raise FieldError("A compiled annotation cannot be part of a subquery.")
        return super().relabeled_clone(change_map)


def compiled(model: type[Model], expression: Expression) -> Compiled:
    """An annotation of the model's querysets, ready to be used by many; it holds nothing that differs between them."""
    query = model._base_manager.annotate(compiled=expression).query
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    compiler.setup_query()
    resolved = query.annotations["compiled"]
    sql, values = compiler.compile(resolved)
    return Compiled(sql, values, output_field=resolved.output_field)
