"""DOCX: a document of headings, paragraphs, points, tables and links, for people who must hand something in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from golab.exports.columns import for_xml

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Heading:
    """A heading; levels 1 to 3 stand below the title."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    """Running text; blank lines part paragraphs. `label` stands before it in bold, `url` makes a link of it."""

    text: str
    label: str = ""
    url: str = ""


@dataclass(frozen=True)
class Points:
    """A list with bullets."""

    items: Sequence[str]


@dataclass(frozen=True)
class Table:
    """Rows of cells under a row of headings, which stands again on each page that the table runs on to."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


Part = Heading | Text | Points | Table


def docx_file(*, title: str, author: str, parts: Iterable[Part], now: datetime) -> BytesIO:
    """The document as a file, read from its start. Characters that XML cannot hold are left out."""
    document = Document()
    known = document.core_properties
    known.title, known.author, known.language, known.comments = for_xml(title), for_xml(author), "en-GB", ""
    known.created = known.modified = now
    document.add_heading(for_xml(title), level=0)
    for part in parts:
        _add(document, part)
    file = BytesIO()
    document.save(file)
    file.seek(0)
    return file


def _add(document: DocumentType, part: Part) -> None:
    match part:
        case Heading():
            document.add_heading(for_xml(part.text), level=part.level)
        case Points():
            for item in part.items:
                document.add_paragraph(for_xml(item), style="List Bullet")
        case Table():
            _add_table(document, part)
        case Text():
            for number, words in enumerate(filter(None, for_xml(part.text).replace("\r", "").split("\n\n"))):
                _add_paragraph(document, words, label="" if number else part.label, url=part.url)


def _add_table(document: DocumentType, part: Table) -> None:
    table = document.add_table(rows=1, cols=len(part.columns), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, part.columns, strict=True):
        cell.paragraphs[0].add_run(for_xml(words)).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in part.rows:
        for cell, words in zip(table.add_row().cells, row, strict=False):
            cell.text = for_xml(words)
    document.add_paragraph()


def _add_paragraph(document: DocumentType, words: str, *, label: str, url: str) -> None:
    paragraph = document.add_paragraph()
    if label:
        paragraph.add_run(f"{for_xml(label)} ").bold = True
    if url:
        _add_link(paragraph, words, url)
    else:
        paragraph.add_run(words)


def _add_link(paragraph: Paragraph, words: str, url: str) -> None:
    """The library knows no links: one is a run inside an element that names the address."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(words)
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)
