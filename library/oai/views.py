"""/library/oai: the six verbs of OAI-PMH 2.0."""

from collections.abc import Callable, Sequence
from email.utils import parseaddr
from uuid import UUID
from xml.etree import ElementTree as ET

from django.conf import settings
from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from golab.pages.models.settings import hub_facts
from golab.taxonomy.models import ResourceType
from library.models import HarvestRecord, Publication
from library.oai.answers import (
    CONTENT_TYPE,
    DC_SCHEMA,
    OAI_DC,
    add,
    add_dublin_core,
    add_header,
    answer,
    stamp,
    written,
)  # fmt: skip
from library.oai.pages import Page, page_of
from library.oai.requests import PREFIX, OaiError, arguments_of, check_prefix, selection_of, verb_of
from library.references import reference_of

NAME = "Government Outcomes Lab publications library"
RECORDS_AT_ONCE = 100
IDENTIFIERS_AT_ONCE = 500


@csrf_exempt  # nothing is changed, and the protocol lets harvesters send long questions by POST
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """What a harvester asked for; what was wrong with the question is said in the protocol's own codes."""
    sent = request.POST if request.method == "POST" else request.GET
    base_url, now, arguments = settings.SITE_URL + reverse("library:oai"), timezone.now(), {}
    try:
        verb = verb_of(sent)
        named = arguments_of(sent, verb)
        arguments = {"verb": verb} | named
        root = answer(base_url, arguments, now=now)
        _VERBS[verb](add(root, verb), named)
    except OaiError as error:
        shown = {} if error.code in ("badVerb", "badArgument") else arguments
        root = answer(base_url, shown, now=now)
        add(root, "error", str(error), code=error.code)
    return HttpResponse(written(root), content_type=CONTENT_TYPE, headers={"Cache-Control": "no-cache"})


def _identify(answered: ET.Element, arguments: dict[str, str]) -> None:
    earliest = HarvestRecord.objects.aggregate(earliest=Min("changed_at"))["earliest"] or timezone.now()
    add(answered, "repositoryName", NAME)
    add(answered, "baseURL", settings.SITE_URL + reverse("library:oai"))
    add(answered, "protocolVersion", "2.0")
    add(answered, "adminEmail", hub_facts.get().contact_email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    add(answered, "earliestDatestamp", stamp(earliest))
    add(answered, "deletedRecord", "persistent")
    add(answered, "granularity", "YYYY-MM-DDThh:mm:ssZ")


def _list_formats(answered: ET.Element, arguments: dict[str, str]) -> None:
    if "identifier" in arguments:
        _record(arguments["identifier"])
    one = add(answered, "metadataFormat")
    add(one, "metadataPrefix", PREFIX)
    add(one, "schema", DC_SCHEMA)
    add(one, "metadataNamespace", OAI_DC)


def _list_sets(answered: ET.Element, arguments: dict[str, str]) -> None:
    if "resumptionToken" in arguments:
        raise OaiError("badResumptionToken", "The list of sets is given whole.")
    told = HarvestRecord.objects.order_by().values("resource_type_id")
    types = ResourceType.objects.filter(pk__in=told)
    if not types:
        raise OaiError("noSetHierarchy", "There are no sets yet.")
    for kind in types:
        one = add(answered, "set")
        add(one, "setSpec", kind.slug)
        add(one, "setName", kind.name)


def _get_record(answered: ET.Element, arguments: dict[str, str]) -> None:
    record = _record(arguments["identifier"])
    check_prefix(arguments["metadataPrefix"])
    _tell_records(answered, [record])


def _list_identifiers(answered: ET.Element, arguments: dict[str, str]) -> None:
    page = page_of(selection_of("ListIdentifiers", arguments), IDENTIFIERS_AT_ONCE)
    for record in page.records:
        _tell_header(answered, record, is_deleted=record.is_deleted)
    _tell_token(answered, page)


def _list_records(answered: ET.Element, arguments: dict[str, str]) -> None:
    page = page_of(selection_of("ListRecords", arguments), RECORDS_AT_ONCE)
    _tell_records(answered, page.records)
    _tell_token(answered, page)


_VERBS: dict[str, Callable[[ET.Element, dict[str, str]], None]] = {
    "GetRecord": _get_record,
    "Identify": _identify,
    "ListIdentifiers": _list_identifiers,
    "ListMetadataFormats": _list_formats,
    "ListRecords": _list_records,
    "ListSets": _list_sets,
}


def _record(identifier: str) -> HarvestRecord:
    try:
        uuid = UUID(identifier) if identifier.startswith("urn:uuid:") else None
    except ValueError:
        uuid = None
    record = uuid and HarvestRecord.objects.select_related("resource_type").filter(uuid=uuid).first()
    if not record:
        raise OaiError("idDoesNotExist", "No publication here has, or had, this identifier.")
    return record


def _tell_records(answered: ET.Element, records: Sequence[HarvestRecord]) -> None:
    uuids = [record.uuid for record in records if not record.is_deleted]
    found = {one.uuid: one for one in Publication.objects.published().for_references().filter(uuid__in=uuids)}
    for record in records:
        publication = found.get(record.uuid)  # taken away since the line above: then it is told as deleted
        told = add(answered, "record")
        _tell_header(told, record, is_deleted=publication is None)
        if publication:
            add_dublin_core(told, reference_of(publication))


def _tell_header(parent: ET.Element, record: HarvestRecord, *, is_deleted: bool) -> None:
    add_header(
        parent,
        identifier=record.identifier,
        changed_at=record.changed_at,
        set_name=record.resource_type.slug,
        is_deleted=is_deleted,
    )


def _tell_token(answered: ET.Element, page: Page) -> None:
    """Where the list goes on; an empty token ends a list that was told in parts."""
    if page.rest or page.selection.after:
        numbers = {"completeListSize": str(page.total), "cursor": str(page.selection.told)}
        add(answered, "resumptionToken", page.rest.token() if page.rest else "", **numbers)
