"""A small importer for the tests: topics from a CSV file. Taking one back retires it."""

from golab.imports.reading import csv_rows
from golab.imports.registry import Importer, ImportRowError, Row
from golab.taxonomy.models import Topic


class TopicImporter(Importer):
    kind = "topics"
    label = "Topics"
    permission = "taxonomy.add_topic"
    batch_size = 2

    def parse(self, content, name):
        for line, row in csv_rows(content, required=["slug", "name"]):
            errors = [] if row["name"] else ["The name is missing."]
            yield Row(line=line, key=row["slug"], label=row["name"] or row["slug"], values=row, errors=errors)

    def current(self, keys):
        topics = Topic.objects.active().filter(slug__in=keys)
        return {topic.slug: {"slug": topic.slug, "name": topic.name} for topic in topics}

    def write(self, key, values, *, by, now):
        if values["name"] == "Nothing":
            raise ImportRowError("A topic needs a name that says something.")
        Topic.objects.update_or_create(slug=key, defaults={"name": values["name"].removesuffix("!"), "is_active": True})

    def remove(self, key, *, by, now):
        Topic.objects.filter(slug=key).update(is_active=False)
