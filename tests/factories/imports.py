import hashlib

import factory
from django.utils import timezone

from golab.imports.models import ImportChange, ImportJob

CONTENT = b"slug,name\nrate-cards,Rate cards\n"


class ImportJobFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImportJob

    kind = "topics"
    file_name = "topics.csv"
    content = CONTENT
    sha256 = factory.LazyAttribute(lambda job: hashlib.sha256(job.content).hexdigest())
    created_at = factory.LazyFunction(timezone.now)


class ImportChangeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImportChange

    job = factory.SubFactory(ImportJobFactory)
    position = factory.Sequence(lambda n: n)
    line = factory.Sequence(lambda n: n + 2)
    key = factory.Sequence(lambda n: f"topic-{n}")
    label = factory.Sequence(lambda n: f"Topic {n}")
    action = ImportChange.Action.CREATE
    after = factory.Dict({"name": "A topic"})
