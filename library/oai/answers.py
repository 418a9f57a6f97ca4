"""Answers of OAI-PMH 2.0 as XML."""

from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from golab.exports.columns import for_xml
from golab.exports.reference import Reference

CONTENT_TYPE = "text/xml; charset=utf-8"
OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
OAI_SCHEMA, DC_SCHEMA = f"{OAI}OAI-PMH.xsd", f"{OAI}oai_dc.xsd"
for _prefix, _namespace in {"": OAI, "oai_dc": OAI_DC, "dc": DC, "xsi": XSI}.items():
    ET.register_namespace(_prefix, _namespace)
_LOCATION = f"{{{XSI}}}schemaLocation"


def answer(base_url: str, arguments: dict[str, str], *, now: datetime) -> ET.Element:
    """An answer that is still empty. `arguments` are those of the request, none of them if they were wrong."""
    root = ET.Element(f"{{{OAI}}}OAI-PMH", {_LOCATION: f"{OAI} {OAI_SCHEMA}"})
    add(root, "responseDate", stamp(now))
    add(root, "request", base_url, **{name: for_xml(value) for name, value in arguments.items()})
    return root


def written(root: ET.Element) -> bytes:
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    """A new last child in the protocol's own namespace."""
    child = ET.SubElement(parent, f"{{{OAI}}}{name}", attributes)
    child.text = for_xml(text) or None
    return child


def add_header(parent: ET.Element, *, identifier: str, changed_at: datetime, set_name: str, is_deleted: bool) -> None:
    header = add(parent, "header", **({"status": "deleted"} if is_deleted else {}))
    add(header, "identifier", identifier)
    add(header, "datestamp", stamp(changed_at))
    add(header, "setSpec", set_name)


def add_dublin_core(parent: ET.Element, reference: Reference) -> None:
    """A reference in the fifteen elements that every harvester knows; none without a value."""
    record = ET.SubElement(
        add(parent, "metadata"), f"{{{OAI_DC}}}dc", {_LOCATION: f"{OAI_DC} {DC_SCHEMA}"}
    )  # fmt: skip
    for name, value in _dublin_core(reference):
        if value:
            ET.SubElement(record, f"{{{DC}}}{name}").text = for_xml(value)


def _dublin_core(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "title", reference.title
    for author in reference.authors:
        yield "creator", str(author)
    for keyword in reference.keywords:
        yield "subject", keyword
    yield "description", reference.note
    yield "publisher", reference.publisher
    yield "date", str(reference.year)
    yield "type", reference.genre
    yield "identifier", reference.address
    yield "identifier", f"https://doi.org/{reference.doi}" if reference.doi else ""
    yield "identifier", f"urn:isbn:{reference.isbn}" if reference.isbn else ""
    yield "relation", reference.url
    yield "source", _source(reference)
    yield "rights", reference.licence


def _source(reference: Reference) -> str:
    number = f"{reference.volume}({reference.issue})" if reference.issue else reference.volume
    place = " ".join(filter(None, [reference.container, number]))
    return ", ".join(filter(None, [place, reference.pages]))


def stamp(moment: datetime) -> str:
    """A time in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
