"""`AllAtOnce` leaves in the database what its operations leave one by one, forwards and backwards."""

import pytest
from django.db import connection, models
from django.db.migrations import Migration
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.state import ProjectState

from golab.migrating import AllAtOnce

pytestmark = pytest.mark.django_db

KEY = ("id", models.BigAutoField(primary_key=True))
TABLES = ("trial_fund", "trial_grant")
FIRST = [CreateModel("Fund", [KEY, ("name", models.CharField(max_length=20))])]
# A new table that points at an old one, and what follows for both.
THEN = [
    CreateModel("Grant", [KEY, ("amount", models.IntegerField())]),
    AddField("grant", "fund", models.ForeignKey("trial.fund", models.CASCADE)),
    AddField("fund", "slug", models.SlugField(default="none", unique=True)),
    AddConstraint("grant", models.CheckConstraint(condition=models.Q(amount__gt=0), name="amount_above_nothing")),
    AddIndex("grant", models.Index(fields=["amount"], name="by_amount")),
    AddIndex("fund", models.Index(fields=["name"], name="by_name")),
]


def described() -> dict:
    """Columns and constraints of both tables; names that Django makes up from a hash are left out."""
    with connection.cursor() as cursor:
        there = [table for table in TABLES if table in connection.introspection.table_names(cursor)]
        return {
            table: (
                sorted(
                    (column.name, column.type_code, column.null_ok)
                    for column in connection.introspection.get_table_description(cursor, table)
                ),
                sorted(
                    (found["columns"] or [], found["unique"], found["check"], str(found["foreign_key"]))
                    for found in connection.introspection.get_constraints(cursor, table).values()
                ),
            )
            for table in there
        }


def migrated(name: str, operations: list, state: ProjectState, *, back: bool = False) -> ProjectState:
    migration = Migration(name, "trial")
    migration.operations = operations
    with connection.schema_editor() as editor:
        return (migration.unapply if back else migration.apply)(state, editor)


@pytest.fixture
def first() -> ProjectState:
    return migrated("0001", FIRST, ProjectState())


@pytest.fixture
def one_by_one(first) -> dict:
    before = described()
    migrated("0002", THEN, first.clone())
    found = described()
    migrated("0002", THEN, first.clone(), back=True)
    assert described() == before
    return found


def test_same_tables_as_one_by_one(first, one_by_one):
    migrated("0002", [AllAtOnce(THEN)], first.clone())
    assert described() == one_by_one
    assert set(one_by_one) == set(TABLES)


def test_same_state_as_one_by_one(first):
    at_once, singly = first.clone(), first.clone()
    AllAtOnce(THEN).state_forwards("trial", at_once)
    for operation in THEN:
        operation.state_forwards("trial", singly)
    assert at_once == singly


def test_backwards_leaves_what_was_before(first):
    before = described()
    migrated("0002", [AllAtOnce(THEN)], first.clone())
    migrated("0002", [AllAtOnce(THEN)], first.clone(), back=True)
    assert described() == before
