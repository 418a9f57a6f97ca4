"""The file of an import, to and from its row as bytes.

Django writes values into the statement as text, and reads them so: a file would stand in memory eight times over.
"""

from django.db import connection
from psycopg import Cursor

from golab.imports.models import ImportJob

_TABLE = ImportJob._meta.db_table
PIECE = 1_000_000  # bytes; a connection keeps, until it is closed, as much memory as the largest answer took


def keep(job: ImportJob, content: bytes) -> None:
    """Put the file into the job's row."""
    with Cursor(connection.connection) as cursor:
        cursor.execute(f"UPDATE {_TABLE} SET content = %b WHERE id = %s", [content, job.pk])  # noqa: S608 (a constant)
    job.content = content


def content_of(job: ImportJob) -> bytes:
    """The job's file."""
    with Cursor(connection.connection) as cursor:
        content = bytearray()
        while True:
            statement = f"SELECT substring(content FROM %s FOR %s) FROM {_TABLE} WHERE id = %s"  # noqa: S608 (a constant)
            cursor.execute(statement, [len(content) + 1, PIECE, job.pk], binary=True)
            (piece,) = cursor.fetchone()
            content += piece
            if len(piece) < PIECE:
                return bytes(content)
