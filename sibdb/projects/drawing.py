"""Projects of a page as HTML: a template takes four times as long, and lists are what readers ask for most."""

from collections.abc import Iterable
from html import escape

from golab.pages.templatetags.hub import icon
from sibdb.projects.lines import ProjectLine

NOT_PUBLISHED = "Not published"


def articles(lines: Iterable[ProjectLine]) -> str:
    """A list of projects."""
    return "\n".join(_article(line) for line in lines)


def _article(line: ProjectLine) -> str:
    people = f'<span class="meta">{line.people} people</span>' if line.people else ""
    return (
        f'<article class="result"><p class="kind">{escape(line.area)}</p>\n'
        f'<h3><a href="{line.url}">{escape(line.name)}</a></h3>\n'
        f'<p class="meta">{escape(line.place_and_year)}</p>\n<p>{escape(line.lead)}</p>\n'
        f'<p class="cluster">{_near(line)}<span class="tag">{escape(line.stage)}</span>{people}</p></article>'
    )


def rows(lines: Iterable[ProjectLine]) -> str:
    """Rows of the table of projects, each with its box for the form of the comparison."""
    return "\n".join(_row(line) for line in lines)


def _row(line: ProjectLine) -> str:
    name = escape(line.name)
    return (
        f'<tr><td><label class="check check--alone"><input type="checkbox" name="p" value="{line.slug}" form="compare">'
        f'<span class="visually-hidden">Compare {name}</span></label></td>'
        f'<th scope="row"><a href="{line.url}">{name}</a></th><td>{escape(line.place)}{_near(line, before=" ")}</td>'
        f'<td>{escape(line.area)}</td><td>{escape(line.stage)}</td><td class="num">{line.year}</td>'
        f'<td class="num">{line.people or NOT_PUBLISHED}</td>'
        f'<td class="num">{escape(line.most) or NOT_PUBLISHED}</td></tr>'
    )


def _near(line: ProjectLine, before: str = "") -> str:
    return f'{before}<span class="tag">{icon("map-pin")} {escape(line.near)}</span>' if line.near else ""
