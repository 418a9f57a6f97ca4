"""A publication and its bibliographic facts."""

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from golab.pages.addresses import RESERVED_SLUGS
from golab.pages.models.record import AddressedRecord
from golab.search.writing import CONFIGURATION
from golab.taxonomy.mixins import ClassifiedDraft
from library.identifiers import DOI, ISBN, check_doi, check_isbn, normalised_doi, normalised_isbn
from library.models.parts import Downloadable, size_in_words
from library.models.sameness import same_title
from library.models.summary import PARTS, Summarised
from library.querysets import PublicationQuerySet

EARLIEST, LATEST = 1800, 2100


class Publication(
    AddressedRecord, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, Summarised,
    Downloadable, ClassifiedDraft, ClusterableModel,
):  # fmt: skip
    """A text, dataset or recording by others or by us. Whether readers see it is its draft state."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    title = models.CharField(max_length=300)
    slug = models.SlugField(
        "last part of the address", max_length=100, unique=True,
        help_text="If you change it, the old address leads to the new one.",
    )  # fmt: skip
    resource_type = models.ForeignKey("taxonomy.ResourceType", on_delete=models.PROTECT, related_name="+")
    author_line = models.CharField(max_length=1000, blank=True, editable=False)
    year = models.PositiveSmallIntegerField(null=True, help_text="When it was published. A draft may wait for it.")
    publisher = models.CharField(max_length=250, blank=True, help_text="As printed. For an article, only the journal.")
    journal = models.CharField(max_length=250, blank=True)
    volume = models.CharField(max_length=20, blank=True)
    issue = models.CharField(max_length=20, blank=True)
    pages = models.CharField(max_length=30, blank=True, help_text="First and last page: 4-28.")
    doi = models.CharField(
        "DOI", max_length=200, blank=True, validators=[check_doi], help_text="Such as 10.1111/spol.12260."
    )
    doi_is_verified = models.BooleanField(
        "DOI was read in the publication", default=False,
        help_text="Tick only if you saw it in the publication or on its publisher's page. Readers see no other DOI.",
    )  # fmt: skip
    isbn = models.CharField("ISBN", max_length=20, blank=True, validators=[check_isbn])
    url = models.URLField("address elsewhere", max_length=500, blank=True, help_text="Where the publication stands.")
    abstract_url = models.URLField(
        "address of the abstract", max_length=500, blank=True, help_text="Where the authors' own summary can be read."
    )
    document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL, verbose_name="file here", null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
        help_text="Only where its licence lets us keep a copy. Readers see its type, its size and whether it is "
        "accessible.",
    )  # fmt: skip
    is_open_access = models.BooleanField(
        "free to read", null=True, blank=True, help_text="Leave it unknown if you have not looked."
    )
    licence = models.CharField(max_length=120, blank=True, help_text="Such as CC BY 4.0.")
    basis = models.CharField(
        "what we have read", max_length=120, blank=True,
        help_text="For colleagues: whether these facts come from the publication, its abstract or memory.",
    )  # fmt: skip
    added_on = models.DateField("added to the library on", default=timezone.localdate)
    checked_on = models.DateField(
        null=True, blank=True, help_text="When someone last checked these facts against the publication."
    )
    vector = models.GeneratedField(
        expression=SearchVector("title", weight="A", config=CONFIGURATION)
        + SearchVector("author_line", weight="B", config=CONFIGURATION)
        + SearchVector("summary", *PARTS, weight="C", config=CONFIGURATION)
        + SearchVector("journal", "publisher", weight="D", config=CONFIGURATION),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "title", "pk"]
        permissions = [("import_publication", "Can import publications")]
        indexes = [
            GinIndex(fields=["vector"], name="publication_vector"),
            models.Index(fields=["-year", "title", "id"], name="publication_newest"),
            models.Index(same_title(), "year", name="publication_same_title"),
        ]
        constraints = [
            models.CheckConstraint(
                name="publication_year_is_plausible",
                condition=models.Q(year__gte=EARLIEST, year__lte=LATEST),
                violation_error_message=f"Give a year between {EARLIEST} and {LATEST}.",
            ),
            models.CheckConstraint(
                name="publication_shown_has_a_year",
                condition=models.Q(live=False) | models.Q(year__isnull=False),
                violation_error_message="Give the year of publication before readers see it.",
            ),
            models.CheckConstraint(
                name="publication_slug_is_free",
                condition=~models.Q(slug__in=RESERVED_SLUGS),
                violation_error_message="This address has a meaning of its own. Add a word to it.",
            ),
            models.CheckConstraint(
                name="publication_doi_is_normalised",
                condition=models.Q(doi="") | models.Q(doi__regex=DOI) & models.Q(doi=Lower("doi")),
                violation_error_message="Write the DOI without an address before it, such as 10.1111/spol.12260.",
            ),
            models.UniqueConstraint(
                name="publication_doi_stands_once",
                fields=["doi"],
                condition=~models.Q(doi=""),
                violation_error_message="Another publication has this DOI. Look for it before you add one.",
            ),
            models.CheckConstraint(
                name="publication_verified_doi_is_given",
                condition=models.Q(doi_is_verified=False) | ~models.Q(doi=""),
                violation_error_message="Give the DOI that you have read, or untick the box.",
            ),
            models.CheckConstraint(
                name="publication_isbn_looks_like_one",
                condition=models.Q(isbn="") | models.Q(isbn__regex=ISBN),
                violation_error_message="An ISBN has 13 digits and begins with 978 or 979.",
            ),
            *Summarised.Meta.constraints,
        ]

    def __str__(self) -> str:
        return self.title

    def full_clean(self, *args, **kwargs) -> None:
        """Bring identifiers into one form before anything compares them."""
        self._normalise()
        super().full_clean(*args, **kwargs)

    def save(self, *args, **kwargs) -> None:
        self._normalise()
        super().save(*args, **kwargs)

    def describe(self) -> None:
        """Make the line of authors, which lists and search show."""
        self.author_line = "; ".join(str(author) for author in self.authors.all())[:1000]

    def _normalise(self) -> None:
        self.doi, self.isbn = normalised_doi(self.doi), normalised_isbn(self.isbn)

    @staticmethod
    def address_of(slug: str) -> str:
        return reverse("library:publication", args=[slug])

    # --- what readers may see
    @property
    def shown_doi(self) -> str:
        """The DOI if somebody read it; one from memory may lead to another text."""
        return self.doi if self.doi_is_verified else ""

    @property
    def doi_url(self) -> str:
        return f"https://doi.org/{self.shown_doi}" if self.shown_doi else ""

    @property
    def where(self) -> str:
        """Journal with volume, issue and pages, or the publisher: "Social Policy & Administration 52(1), 4-28"."""
        if not self.journal:
            return self.publisher
        number = f"{self.volume}({self.issue})" if self.issue else self.volume
        place = " ".join(part for part in (self.journal, number) if part)
        return f"{place}, {self.pages}" if self.pages else place

    @property
    def byline(self) -> str:
        """Who, where and when, as a line of a list says it."""
        who = f"{self.author_line.rstrip('.')}. " if self.author_line else ""
        where = f"{self.where}, " if self.where and self.where != self.author_line else ""
        return f"{who}{where}{self.year or 'year not known'}"

    @property
    def first_page(self) -> str:
        return self.pages.partition("-")[0]

    @property
    def last_page(self) -> str:
        return self.pages.partition("-")[2]

    @property
    def about_pks(self) -> list:
        """Primary keys of the projects that it is about: those fetched with it, or those of a draft."""
        fetched = getattr(self, "project_pks", None)
        return [part.project_id for part in self.about_projects.all()] if fetched is None else fetched

    @property
    def is_readable(self) -> bool:
        """Whether we can say where it stands."""
        return bool(self.document or self.doi_url or self.url or self.abstract_url or self.links.all())

    @property
    def document_facts(self) -> str:
        """Type and size of our own copy: "PDF, 1.1 MB"."""
        return f"{self.document.file_extension.upper()}, {size_in_words(self.document.file_size)}"

    @property
    def reading_facts(self) -> str:
        """What stands at the address, and how long it takes: "PDF, 1.1 MB, 40 minutes"."""
        minutes = f"{self.reading_minutes} minute{'' if self.reading_minutes == 1 else 's'}"
        return ", ".join(filter(None, [self.file_facts, self.reading_minutes and minutes]))

    # --- preview
    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "library/publication.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict:
        from library.page import page_context

        self.describe()
        return page_context(self)
