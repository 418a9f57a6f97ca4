"""The index: one row for each thing that can be found, and what search needs besides."""

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Upper
from wagtail.admin.panels import FieldPanel


def _slugs(help_text: str = "") -> ArrayField:
    return ArrayField(models.CharField(max_length=80), default=list, blank=True, help_text=help_text)


class SearchDocumentQuerySet(models.QuerySet):
    """Reads that others chain on."""

    def with_keys(self, items: Iterable[tuple[str, str]]) -> "SearchDocumentQuerySet":
        """The documents of these (kind, key)."""
        wanted = models.Q(pk__in=[])
        for kind, key in items:
            wanted |= models.Q(kind=kind, key=key)
        return self.filter(wanted)


class SearchDocument(models.Model):
    """A thing as search knows it. `kind` and `key` are natural, so that links survive a rebuild."""

    kind = models.SlugField(max_length=20)
    key = models.CharField(max_length=120)
    origin = models.CharField(max_length=80, help_text="The model and primary key it was made from.")
    url = models.CharField(max_length=500)
    title = models.CharField(max_length=500)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    context = models.CharField(max_length=300, blank=True, help_text="The line under the title in results.")
    language = models.CharField(max_length=10, default="en")
    date = models.DateField(null=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    policy_areas = _slugs()
    stages = _slugs()
    steps = _slugs("Keys of the steps of the journey that it helps with.")
    topics = _slugs()
    countries = _slugs()
    vector = SearchVectorField(editable=False)
    title_stems = ArrayField(models.TextField(), default=list, help_text="Stems of the title and of each other name.")
    fingerprint = models.CharField(max_length=64, help_text="Of everything that the source gave.")
    indexed_at = models.DateTimeField()

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_document_for_kind_and_key")]
        indexes = [
            GinIndex(fields=["title_stems"], name="search_title_stems"),
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="search_title_trigrams"),
            models.Index(fields=["kind", "origin"], name="search_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Posting(models.Model):
    """Where a stem stands in a block of documents, packed: what ranking reads. See golab.search.packing."""

    pk = models.CompositePrimaryKey("term", "block")
    term = models.TextField(db_collation="C")
    block = models.IntegerField()
    places = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="posting_says_a_place", condition=~models.Q(places=b"")),
        ]

    def __str__(self) -> str:
        return f"{self.term} {self.block}"


class Block(models.Model):
    """Some thousand documents, by their primary keys. Its version is a new one whenever their postings change."""

    number = models.IntegerField(primary_key=True)
    version = models.UUIDField()

    def __str__(self) -> str:
        return str(self.number)


class Word(models.Model):
    """A word of the documents, with what is left of it without one letter: for questions with a typing error."""

    word = models.CharField(max_length=24, primary_key=True)
    term = models.TextField(help_text="Its stem.")
    shortened = ArrayField(models.CharField(max_length=24))

    class Meta:
        indexes = [GinIndex(fields=["shortened"], name="search_word_shortened")]

    def __str__(self) -> str:
        return self.word


class SearchChange(models.Model):
    """Something to be looked at again, written in the transaction that changed it. Twice does no harm."""

    kind = models.SlugField(max_length=20)
    key = models.CharField(max_length=120)
    origin = models.CharField(max_length=80, blank=True)  # a key may be given, or change, after the change was noted
    changed_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Synonym(models.Model):
    """Words that mean the same or nearly the same: search for one, and the others are found too."""

    class Kind(models.TextChoices):
        ACRONYM = "acronym", "Letters and what they stand for"
        SPELLING = "spelling", "Spellings of one word"
        EVERYDAY = "everyday", "Everyday word and professional word"
        RELATED = "related", "Close, but not the same: ranked lower"
        ONE_WAY = "one-way", "One way only"
        NEVER = "never", "Never expand"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.EVERYDAY)
    terms = ArrayField(
        models.CharField(max_length=120),
        help_text="A word or phrase on each line. Each finds all the others.",
    )
    expands_to = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, verbose_name="also finds",
        help_text="For 'one way only', a phrase on each line: what a search for the terms above finds too, but not the "
        "other way round.",
    )  # fmt: skip
    is_capitals_only = models.BooleanField(
        "letters only in capitals", default=False,
        help_text="Tick where the letters are also a word (SEND, IF): they count only when typed in capitals.",
    )  # fmt: skip
    is_active = models.BooleanField(
        "in use", default=True, help_text="Untick to retire the group: search forgets it, and loading keeps it so."
    )
    stems = models.GeneratedField(
        expression=models.Func("terms", function="golab_stem_list"),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )
    note = models.CharField(max_length=300, blank=True, help_text="For colleagues: why, and what to watch out for.")
    loaded_key = models.CharField(max_length=140, blank=True, editable=False)  # which group of the file it was
    loaded_as = models.CharField(max_length=64, blank=True, editable=False)  # its fingerprint then

    panels = [
        FieldPanel("kind"),
        FieldPanel("terms"),
        FieldPanel("expands_to"),
        FieldPanel("is_capitals_only"),
        FieldPanel("is_active"),
        FieldPanel("note"),
    ]

    class Meta:
        ordering = ["terms", "pk"]
        constraints = [
            models.CheckConstraint(
                name="synonym_group_has_two_terms",
                condition=models.Q(kind__in=["one-way", "never"], terms__len__gte=1) | models.Q(terms__len__gte=2),
                violation_error_message="Give at least two terms: each finds the others.",
            ),
            models.CheckConstraint(
                name="only_one_way_synonyms_point",
                condition=models.Q(kind="one-way", expands_to__len__gte=1)
                | (~models.Q(kind="one-way") & models.Q(expands_to=[])),
                violation_error_message="Fill in 'also finds' for 'one way only', and leave it empty otherwise.",
            ),
            models.UniqueConstraint(
                fields=["loaded_key"], condition=~models.Q(loaded_key=""), name="synonym_loaded_once"
            ),
        ]

    def __str__(self) -> str:
        arrow = f" → {', '.join(self.expands_to)}" if self.expands_to else ""
        return f"{', '.join(self.terms)}{arrow}"


FEW = 3  # results: as many or fewer, and staff are told of the question
ASKED_OFTEN, ON_DAYS = 3, 2  # times, and days of these: a question of several words is then not one person's own
SEALED = "#"  # begins what stands for a question until then; no question does, for it is made of words


class UnansweredQuerySet(models.QuerySet):
    """Reads that others chain on."""

    def for_staff(self) -> "UnansweredQuerySet":
        """Each question that may be read once (text, times, latest_day, results), its days added up."""
        return (
            self.exclude(text__startswith=SEALED)
            .values("text")
            .annotate(times=models.Sum("count"), latest_day=models.Max("day"), results=models.Max("found"))
        )


class UnansweredQuery(models.Model):
    """What readers looked for and hardly found, by day and without anything personal."""

    text = models.CharField(max_length=120, help_text="Or, until it was asked often, a seal in its place.")
    day = models.DateField()
    count = models.PositiveIntegerField(default=1)
    found = models.PositiveSmallIntegerField(default=0, help_text="How many results it had when last asked.")

    objects = UnansweredQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "unanswered queries"
        constraints = [
            models.UniqueConstraint(fields=["text", "day"], name="unanswered_once_a_day"),
            models.CheckConstraint(
                name="unanswered_query_has_text",
                condition=models.Q(text__regex=r"\S"),
                violation_error_message="An unanswered query has words.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
