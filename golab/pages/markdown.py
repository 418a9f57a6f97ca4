"""Markdown of the content folder as rich text and blocks, in the form the database keeps."""

import re
from uuid import NAMESPACE_URL, uuid5

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.tasklists import tasklists_plugin

Raw = dict[str, object]

_parser = MarkdownIt("commonmark").enable("table")
_NUMBER = re.compile(r"^(<b>)?[−-]?[£€$]?[\d,.]+%?( ?(million|years?|months?|people|points))?(</b>)?$|^(<b>)?Not |^—?$")
_CAPTION = "Table: "  # begins the line above a table that names it
_TAGS = {"strong": "b", "em": "i"}


def rich_text(markdown: str) -> str:
    """HTML with the tags that the editor knows."""
    html = _parser.render(markdown.strip())
    for ours, theirs in _TAGS.items():
        html = re.sub(rf"<(/?){ours}>", rf"<\1{theirs}>", html)
    return re.sub(r">\n<", "><", html).strip().replace("\n", " ")


def inline(markdown: str) -> str:
    """One paragraph of rich text."""
    return rich_text(" ".join(markdown.split()))


def block(kind: str, value: object, key: str) -> Raw:
    """A stream's child as stored. Its id follows from `key`, so that a second load gives the same."""
    return {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_URL, key))}


def items(values: list, key: str) -> list[Raw]:
    """The children of a ListBlock as stored."""
    return [block("item", value, f"{key}/{place}") for place, value in enumerate(values)]


def body(markdown: str, key: str) -> list[Raw]:
    """Body blocks: tables and task lists become blocks of their own, what stands between them is text."""
    tokens = MarkdownIt("commonmark").enable("table").use(tasklists_plugin).parse(markdown.strip())
    lines = markdown.strip().splitlines()
    blocks: list[Raw] = []
    text_from = 0
    for token in tokens:
        special = _special(token, tokens, lines) if token.level == 0 and token.nesting == 1 else None
        if special:
            first, last = token.map
            before = lines[text_from:first]
            if special[0] == "table":
                before, special[1]["caption"] = _caption(before, special[1]["caption"])
            _add_text(blocks, before, key)
            blocks.append(block(special[0], special[1], f"{key}/{first}"))
            text_from = last
    _add_text(blocks, lines[text_from:], key)
    return blocks


def _caption(before: list[str], otherwise: str) -> tuple[list[str], str]:
    """The lines before a table without the one that names it, and that name."""
    while before and not before[-1].strip():
        before = before[:-1]
    if before and before[-1].startswith(_CAPTION):
        return before[:-1], before[-1].removeprefix(_CAPTION)
    return before, otherwise


def _special(token: Token, tokens: list[Token], lines: list[str]) -> tuple[str, Raw] | None:
    if token.type == "table_open":
        return ("table", _table([line for line in lines[token.map[0] : token.map[1]] if line.strip()]))
    if token.type == "bullet_list_open" and "contains-task-list" in (token.attrGet("class") or ""):
        return ("checklist", _checklist("\n".join(lines[token.map[0] : token.map[1]])))
    return None


def _add_text(blocks: list[Raw], lines: list[str], key: str) -> None:
    text = "\n".join(lines).strip()
    if text:
        blocks.append(block("text", rich_text(text), f"{key}/text/{len(blocks)}"))


def _checklist(markdown: str) -> Raw:
    found = re.split(r"^\s*[-*] (?:\[[ xX]\] )?", markdown, flags=re.MULTILINE)[1:]  # plain lines may stand between
    return {"title": "", "lines": items([inline(line) for line in found], f"checklist/{found[0]}")}


def cells(line: str) -> list[str]:
    """The cells of a table's row, as inline rich text without its paragraph."""
    inner = line.strip().strip("|")
    return [inline(cell.strip()).removeprefix("<p>").removesuffix("</p>") for cell in inner.split("|")]


def _table(lines: list[str]) -> Raw:
    head, rows = cells(lines[0]), [cells(line) for line in lines[2:]]
    return table(head, rows, caption=f"{strip(head[0])} by {', '.join(strip(cell) for cell in head[1:])}")


def _is_figures(column: list[str]) -> bool:
    return any(column) and all(_NUMBER.match(cell) for cell in column)


def table(head: list[str], rows: list[list[str]], *, caption: str) -> Raw:
    """A table block as stored; columns of figures are aligned right."""
    kinds = ["number" if place and _is_figures([row[place] for row in rows]) else "text" for place in range(len(head))]
    columns = [{"type": kind, "heading": strip(heading)} for kind, heading in zip(kinds, head, strict=True)]
    stored = [
        {
            "values": [
                strip(cell) if kind == "number" else f"<p>{cell}</p>" for kind, cell in zip(kinds, row, strict=True)
            ]
        }
        for row in rows
    ]
    has_total = bool(rows) and rows[-1][0].startswith("<b>")
    return {"caption": caption, "table": {"columns": columns, "rows": stored, "caption": ""}, "has_total": has_total}


def strip(html: str) -> str:
    """The words without tags and entities."""
    words = re.sub(r"<[^>]+>", "", html)
    return words.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
