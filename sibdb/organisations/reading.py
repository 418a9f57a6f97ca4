"""What readers find and read of organisations: their roles over time, and whom they work with."""

from dataclasses import dataclass, replace

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from golab.pages.finder.facets import choice_facet, term_facet
from golab.pages.finder.finder import Finder, Sort
from golab.pages.finder.words import containing
from sibdb.models import Organisation, OutcomesFund, Project, ProjectParty
from sibdb.models.part import Status
from sibdb.projects.facets import SHOWN
from sibdb.projects.finder import projects_stamp

MOST_PARTNERS = 20


def matching(organisations: QuerySet, words: str) -> QuerySet:
    """Those whose names hold all the words; each is as relevant as the next."""
    return containing(
        organisations,
        words,
        lambda word: Q(name__icontains=word) | Q(trading_name__icontains=word) | Q(english_name__icontains=word),
    )


def with_counts(organisations: QuerySet) -> QuerySet:
    """With how many projects that readers see each has a role in."""
    roles = ProjectParty.objects.public().filter(organisation=OuterRef("pk")).order_by().values("organisation")
    counted = roles.annotate(found=Count("project", distinct=True)).values("found")
    return organisations.annotate(project_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


_roles = choice_facet("role", "Role", "roles__role", ProjectParty.Role.choices)

organisations = Finder(
    noun="organisation",
    nouns="organisations",
    facets=(
        replace(_roles, among=Q(roles__status__in=SHOWN, roles__project__live=True, roles__project__status__in=SHOWN)),
        term_facet("country", "Country", "country", "country", hides_empty=True),
        choice_facet("type", "Type", "kind", Organisation.Kind.choices, hides_empty=True),
    ),
    sorts=(
        Sort("name", "Name", ("name", "pk")),
        Sort("projects", "Most projects first", (F("project_count").desc(), "name", "pk")),
    ),
    matching=matching,
    stamp=projects_stamp,
    page_size=50,
)


@dataclass(frozen=True)
class RoleRow:
    """A project and what the organisation does in it."""

    project: Project
    held: list[str]
    notes: list[str]

    @property
    def roles(self) -> list[str]:
        """In the order in which a project's page has them."""
        return [role.label for role in ProjectParty.Role if role in self.held]


def roles_of(organisation: Organisation) -> list[RoleRow]:
    """Its projects, the latest first, each with the roles it has there; one query."""
    parties = (
        ProjectParty.objects.public()
        .filter(organisation=organisation)
        .select_related("project")
        .only("role", "status", "status_note", *(f"project__{name}" for name in _OF_PROJECTS))
        .order_by(F("project__start_year").desc(nulls_last=True), "project__name", "project", "role")
    )
    rows: dict[int, RoleRow] = {}
    for party in parties:
        row = rows.setdefault(party.project_id, RoleRow(party.project, [], []))
        if party.role not in row.held:
            row.held.append(party.role)
        if party.status == Status.DISPUTED:
            row.notes.append(party.status_note)
    return list(rows.values())


_OF_PROJECTS = ("name", "slug", "place_line", "start_year", "stage", "live")


def partners_of(organisation: Organisation) -> QuerySet:
    """Organisations that it shares most projects with, annotated with `shared`."""
    projects = ProjectParty.objects.public().filter(organisation=organisation).order_by().values("project")
    together = Count("roles__project", distinct=True)
    return (
        Organisation.objects.public()
        .filter(roles__project__in=projects, roles__status__in=SHOWN)
        .exclude(pk=organisation.pk)
        .annotate(shared=together)
        .only("name", "slug")
        .order_by("-shared", "name", "pk")[:MOST_PARTNERS]
    )


def funds_of(organisation: Organisation) -> QuerySet:
    """Funds that it hosts, pays into or runs."""
    has_part = Q(host=organisation) | Q(organisations__organisation=organisation)
    return OutcomesFund.objects.public().filter(has_part).only("name", "slug").distinct().order_by("name")
