"""Two entries of one organisation become one; what contradicts is left to a colleague."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from golab.accounts.roles import DATA_STEWARD, EDITOR
from golab.imports.models import ImportJob
from golab.imports.work import import_file
from sibdb.indigo.rows import Names
from sibdb.merging import actions
from sibdb.models import (
    FundOrganisation,
    Organisation,
    OutcomePayment,
    OutcomesFund,
    Project,
    ProjectChange,
    ProjectParty,
    Result,
)
from tests.factories.accounts import UserFactory
from tests.factories.sibdb import OrganisationFactory, OutcomesFundFactory, ProjectFactory
from tests.factories.taxonomy import PolicyAreaFactory
from tests.reading import shown
from tests.sibdb.test_indigo_files import HEADER, packed

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    """The organisation that stays, and the one that does not."""
    keep = OrganisationFactory(name="Leeds City Council", indigo_id="INDIGO-ORG-0001")
    return keep, OrganisationFactory(name="Leeds", indigo_id="INDIGO-ORG-0002", website="https://example.org/")


def merge(keep, drop, by=None):
    return actions.merge(keep=keep, drop=drop, by=by or UserFactory(is_superuser=True), now=timezone.now())


def test_everything_that_names_one_names_the_other(client, pair):
    keep, drop = pair
    project = ProjectFactory(parties=[("payer", "Leeds"), ("investor", "Leeds")])
    project.save_revision().publish()
    Result.objects.create(project=project, validator=drop)
    payment = OutcomePayment.objects.create(project=project, payer=drop, payers=["INDIGO-ORG-0002", "INDIGO-ORG-0009"])
    fund = OutcomesFundFactory(host=drop)
    FundOrganisation.objects.create(fund=fund, organisation=drop)
    child = OrganisationFactory(parent=drop)
    assert merge(keep, drop) == 1
    for row in (payment, fund, child):
        row.refresh_from_db()
    assert (payment.payer, payment.payers) == (keep, ["INDIGO-ORG-0001", "INDIGO-ORG-0009"])
    assert (fund.host, child.parent) == (keep, keep)
    assert not any(getattr(drop, name).exists() for name in ("roles", "validated_results", "fund_roles"))
    assert client.get("/organisations/leeds/")["Location"] == "/organisations/leeds-city-council/"
    assert "Leeds City Council" in shown(project.url_on_site)
    project.refresh_from_db()
    assert "Leeds City Council" in project.party_line
    draft = project.get_latest_revision_as_object()  # what the editor opens
    assert {party.organisation for party in draft.parties.all()} == {keep}
    keep.refresh_from_db()
    assert keep.website == "https://example.org/"
    assert "Leeds City Council (was: Leeds)" in shown("/projects/changes/")
    assert ModelLogEntry.objects.filter(action="sibdb.merge").count() == 2


def test_role_that_both_have_becomes_one_with_what_either_knows(pair):
    keep, drop = pair
    project = ProjectFactory(parties=[("payer", "Leeds"), ("payer", "Leeds City Council")])
    drop.roles.update(currency="GBP", exact=100, source_refs="s2")
    keep.roles.update(source_refs="s1")
    merge(keep, drop)
    (party,) = project.parties.all()
    assert (party.organisation, party.exact, party.source_refs) == (keep, 100, "s1,s2")


def test_what_contradicts_is_left_to_a_colleague(pair):
    keep, drop = pair
    ProjectFactory(parties=[("payer", "Leeds"), ("payer", "Leeds City Council")])
    drop.roles.update(currency="GBP", exact=100)
    keep.roles.update(currency="GBP", exact=200)
    with pytest.raises(actions.Refused, match="what is recorded differs"):
        merge(keep, drop)
    drop.roles.update(exact=200, status="private")
    with pytest.raises(actions.Refused, match="what is recorded differs"):
        merge(keep, drop)
    assert ProjectParty.objects.count() == 2


def test_nothing_private_is_told_by_a_merge(pair):
    keep, drop = pair
    Organisation.objects.filter(pk=drop.pk).update(status="private")
    with pytest.raises(actions.Refused, match="held back from readers"):
        merge(keep, drop)
    Organisation.objects.filter(pk=drop.pk).update(status="public")
    ProjectFactory(parties=[("investor", "Leeds")]).parties.update(status="private")
    assert merge(keep, drop) == 1
    assert not ProjectChange.objects.exists()


def test_project_with_a_draft_in_work_stops_the_merge(pair):
    keep, drop = pair
    project = ProjectFactory(name="Homes now", parties=[("payer", "Leeds")])
    Project.objects.filter(pk=project.pk).update(has_unpublished_changes=True)
    with pytest.raises(actions.Refused, match="working on a draft of: Homes now"):
        merge(keep, drop)


def test_what_cannot_be_merged_is_said(pair):
    keep, drop = pair
    with pytest.raises(actions.Refused, match="Choose another"):
        merge(keep, keep)
    with pytest.raises(actions.Refused, match="the other way round"):
        merge(OrganisationFactory(), drop)
    merge(keep, drop)
    with pytest.raises(actions.Refused, match="Leeds has been merged already"):
        merge(keep, drop)
    for who in (UserFactory(), UserFactory(role=EDITOR)):
        with pytest.raises(PermissionDenied):
            merge(keep, OrganisationFactory(), by=who)


def test_merged_twice_leads_to_the_last_at_once(client, pair):
    keep, drop = pair
    last = OrganisationFactory(name="Leeds Council", indigo_id="INDIGO-ORG-0003")
    merge(keep, drop)
    merge(last, keep)
    assert client.get("/organisations/leeds/")["Location"] == "/organisations/leeds-council/"


def test_files_that_name_a_merged_organisation_mean_what_it_became(pair):
    keep, drop = pair
    merge(keep, drop)
    assert Names().organisation_pk["INDIGO-ORG-0002"] == keep.pk
    assert Organisation.objects.named(["Leeds"]) == {"Leeds": keep}


def test_staff_see_what_moves_before_they_merge(client, pair):
    keep, drop = pair
    ProjectFactory(parties=[("payer", "Leeds")])
    address = reverse("organisation:merge", args=[drop.pk])
    client.force_login(UserFactory(role=EDITOR))
    assert client.get(address).status_code == 302
    client.force_login(UserFactory(role=DATA_STEWARD))
    assert address in client.get(reverse("organisation:index")).content.decode()
    assert "The organisation that stays" in client.get(address).content.decode()
    assert "Choose the organisation that stays" in client.post(address).content.decode()
    asked = client.post(address, {"keep": keep.pk}).content.decode()
    assert "Roles in projects" in asked
    assert drop.roles.exists()
    assert "Choose another" in client.post(address, {"keep": drop.pk, "is_seen": True}).content.decode()
    assert client.post(address, {"keep": keep.pk, "is_seen": True})["Location"] == reverse(
        "organisation:edit", args=[keep.pk]
    )
    assert not drop.roles.exists()


# --- and then a file comes again
MOST = "Maximum potential Outcome payment"
PAYERS = f"Project ID,Organisation ID - (Value),{MOST} - Currency - (Value),{MOST} - Amount - (Value)\n"
BOTH = {"INDIGO-ORG-0001": "", "INDIGO-ORG-0002": "100"}


def indigo(payers: dict[str, str]) -> ImportJob:
    """Import a file with one project and what each payer pays."""
    rows = "".join(f"INDIGO-POJ-0001,{who},{'GBP' if most else ''},{most}\n" for who, most in payers.items())
    files = {
        "projects.csv": f"{HEADER}INDIGO-POJ-0001,Homes first,Homelessness\n",
        "projects_outcome_payment_commitments.csv": PAYERS + rows,
    }
    job = import_file(kind="indigo", name="indigo.zip", content=packed(files), by=None)
    assert not job.is_failed, job.error
    assert not job.changes.exclude(error="").exists()
    return job


def payers() -> dict[str, object]:
    return {row.organisation.name: row.exact for row in ProjectParty.objects.select_related("organisation")}


@pytest.fixture
def imported(pair):
    PolicyAreaFactory(slug="homelessness", name="Homelessness")
    OrganisationFactory(name="York", indigo_id="INDIGO-ORG-0003")
    indigo(BOTH)
    merge(*pair)
    assert payers() == {"Leeds City Council": 100}


def test_file_that_did_not_change_changes_nothing_after_a_merge(imported):
    assert [change.action for change in indigo(BOTH).changes.all()] == ["unchanged"]


def test_changed_file_takes_effect_after_a_merge(imported):
    indigo({**BOTH, "INDIGO-ORG-0002": "250", "INDIGO-ORG-0003": "7"})
    assert payers() == {"Leeds City Council": 250, "York": 7}


def test_rows_of_one_organisation_that_differ_are_left_and_named_after_a_merge(imported):
    (change,) = indigo({"INDIGO-ORG-0001": "5", "INDIGO-ORG-0002": "250"}).changes.all()
    assert "two rows of organisations that were merged differ: parties" in change.note
    assert payers() == {"Leeds City Council": 100}


def test_what_a_colleague_edited_stays_theirs_after_a_merge(pair):
    PolicyAreaFactory(slug="homelessness", name="Homelessness")
    OrganisationFactory(name="York", indigo_id="INDIGO-ORG-0003")
    indigo(BOTH)
    ProjectParty.objects.filter(organisation=pair[1]).update(exact=99)
    merge(*pair)
    assert "Left as a colleague has it: parties" in indigo({**BOTH, "INDIGO-ORG-0003": "7"}).changes.get().note
    assert payers() == {"Leeds City Council": 99}


ORGANISATIONS = "ID,Name\nINDIGO-ORG-0001,Leeds City Council\nINDIGO-ORG-0002,Leeds\nINDIGO-ORG-0003,A trust\n"
FUNDS = "ID,Fund - Name,Fund - Host institution of Outcome Fund\nINDIGO-FUND-0001,A fund,{host}\n"


def indigo_without_projects(*, host: str, members: tuple[str, ...], parent: str) -> ImportJob:
    """Import a fund with its host and its members, and a trust with what controls it."""
    files = {
        "organisations.csv": ORGANISATIONS,
        "organisations_controlled_by.csv": f"Organisation ID,By Organisation ID\nINDIGO-ORG-0003,{parent}\n",
        "organisations_org-idssecondary.csv": "Organisation ID,By Organisation ID\nINDIGO-ORG-0002,GB-COH-1\n",
        "funds.csv": FUNDS.format(host=host),
        "funds_organisations.csv": "Fund ID,Organisation ID - (Value)\n"
        + "".join(f"INDIGO-FUND-0001,{one}\n" for one in members),
    }
    job = import_file(kind="indigo", name="indigo.zip", content=packed(files), by=None)
    assert not job.is_failed, job.error
    assert not job.changes.exclude(error="").exists()
    return job


def test_funds_and_organisations_go_on_following_files_after_a_merge(pair):
    keep, drop = pair
    as_it_was = {
        "host": "INDIGO-ORG-0002",
        "members": ("INDIGO-ORG-0001", "INDIGO-ORG-0002"),
        "parent": "INDIGO-ORG-0002",
    }
    indigo_without_projects(**as_it_was)
    merge(keep, drop)
    again = indigo_without_projects(**as_it_was)
    assert {change.action for change in again.changes.all()} == {"unchanged"}
    assert "merged into INDIGO-ORG-0001" in again.changes.get(key="INDIGO-ORG-0002").note
    fund, trust = OutcomesFund.objects.get(), Organisation.objects.get(name="A trust")
    assert (fund.host, trust.parent, [row.organisation for row in fund.organisations.all()]) == (keep, keep, [keep])
    keep.refresh_from_db()
    assert keep.website == "https://example.org/"  # taken over: a file that says nothing does not empty it
    assert [row.value for row in keep.identifiers.all()] == ["GB-COH-1"]
    indigo_without_projects(host="INDIGO-ORG-0003", members=("INDIGO-ORG-0003",), parent="INDIGO-ORG-0003")
    fund.refresh_from_db()
    assert (fund.host, [row.organisation for row in fund.organisations.all()]) == (trust, [trust])


def test_what_an_organisation_that_was_merged_controlled_is_never_its_own_parent(pair):
    keep, drop = pair
    files = {
        "organisations.csv": ORGANISATIONS,
        "organisations_controlled_by.csv": "Organisation ID,By Organisation ID\nINDIGO-ORG-0001,INDIGO-ORG-0002\n",
    }
    content = packed(files)
    import_file(kind="indigo", name="indigo.zip", content=content, by=None)
    merge(keep, drop)
    job = import_file(kind="indigo", name="indigo.zip", content=content, by=None)
    assert {change.action for change in job.changes.all()} == {"unchanged"}
    keep.refresh_from_db()
    assert keep.parent is None


def test_notes_of_both_stay_where_a_fund_named_both(pair):
    keep, drop = pair
    fund = OutcomesFundFactory()
    for organisation, notes in ((keep, "Since 2015."), (drop, "Runs it.")):
        FundOrganisation.objects.create(fund=fund, organisation=organisation, notes=notes)
    merge(keep, drop)
    assert fund.organisations.get().notes == "Since 2015.\nRuns it."
