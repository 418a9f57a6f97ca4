"""Postings become rows that hold a word of thousands of documents each, see golab.search.packing.

And what is kept of questions that found little.
"""

from django.db import migrations, models

# Places are read whole and do not compress. What is indexed already is written again by the worker, or by a rebuild.
FILL = """
    ALTER TABLE search_posting ALTER COLUMN places SET STORAGE EXTERNAL;
    INSERT INTO search_searchchange (kind, key, origin, changed_at)
    SELECT kind, key, origin, now() FROM search_searchdocument;
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0004_change_origin")]
    operations = [
        migrations.AddField(
            "unansweredquery",
            "found",
            models.PositiveSmallIntegerField(default=0, help_text="How many results it had when last asked."),
        ),
        migrations.AddField(
            "unansweredquery",
            "unknown_words",
            models.PositiveSmallIntegerField(default=0, help_text="Those that stand nowhere in the index."),
        ),
        migrations.RemoveIndex("searchdocument", "search_vector"),
        migrations.RemoveIndex("searchdocument", "search_facets"),
        migrations.RemoveField("searchdocument", "length"),
        migrations.DeleteModel("Posting"),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "term", "block", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("term", models.TextField(db_collation="C")),
                ("block", models.IntegerField()),
                ("places", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=~models.Q(places=b""), name="posting_says_a_place"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                ("number", models.IntegerField(primary_key=True, serialize=False)),
                ("version", models.UUIDField()),
            ],
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
