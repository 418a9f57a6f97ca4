"""Questions of several words stand sealed until they were asked often: what was kept of rarer ones is deleted."""

from django.db import migrations, models

FORGET = """
    DELETE FROM search_unansweredquery WHERE text LIKE '% %' AND text NOT IN (
        SELECT text FROM search_unansweredquery GROUP BY text HAVING sum(count) >= 3 AND count(*) >= 2
    )
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0005_packed_postings")]
    operations = [
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
        migrations.RemoveField("unansweredquery", "unknown_words"),
        migrations.AlterField(
            "unansweredquery",
            "text",
            models.CharField(help_text="Or, until it was asked often, a seal in its place.", max_length=120),
        ),
    ]
