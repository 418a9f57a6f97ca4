"""What of a file's records is written over what the library has. A colleague's words are never overwritten."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from golab.imports.registry import Row, Values
from golab.taxonomy.models import Topic
from golab.taxonomy.terms import POLICY_AREAS
from library.actions import imported
from library.importing import sameness
from library.importing.table import COARSE
from library.models import Publication

HELD = "Held as a draft until somebody adds: {}."
NEEDED = {"title": "title", "year": "year", "type": "type", "summary": "a summary in our own words"}
SAME = {
    sameness.BY_DOI: "In the library already: the same DOI.",
    sameness.BY_TITLE: "In the library already: the same title and year.",
}
EDITED = "A colleague has edited it, so only what was empty is filled in."
STAYS = "As it is in the library: {}."
IN_WORK = "A colleague is working on a draft of this publication. Import it again when that is published."
LOCKED = "This publication is locked. Ask a publisher to unlock it, and import it again."
NO_TITLE = "DOI 10."  # how a publication of which only the DOI is known is called
AREAS = {name.lower(): name for name in POLICY_AREAS.values()}
ADDED_TO = ("policy_areas", "topics", "countries")  # lists that an import makes longer and never shorter


def settled(rows: Sequence[Row], stored: Mapping[str, Values]) -> list[Row]:
    """The rows as they are to be written, each with a note of how it was recognised. A handful of queries in all."""
    keys = [row.key for row in rows if not row.errors]
    pks, topics = imported.pks_of(keys), _topics(rows)
    recognised = {key: SAME[how] for key, (_, how) in sameness.found(keys).items()}
    edited = imported.edited(pks.values())
    locked = set(map(str, Publication.objects.filter(pk__in=pks.values(), locked=True).values_list("pk", flat=True)))

    def settle(row: Row) -> Row:
        pk = pks.get(row.key)
        if row.errors or pk in locked or edited.get(pk):
            return row if row.errors else replace(row, values={}, errors=[LOCKED if pk in locked else IN_WORK])
        row = replace(row, values=_with_known(row.values, topics))
        if pk is None:
            return replace(row, note=_held(row.values))
        return _over(row, stored[row.key], recognised.get(row.key, ""), is_edited=pk in edited)

    return [settle(row) for row in rows]


def _over(row: Row, stored: Values, found: str, *, is_edited: bool) -> Row:
    """A record that the library has: fields that would say less, or that a colleague has written, are left out."""
    values, stays = {}, []
    for name, value in row.values.items():
        there = stored.get(name)
        if name in ADDED_TO and there and not is_edited:
            values[name] = [*there, *(term for term in value if term not in there)]
        elif there and (name == "type" and value in COARSE or name == "title" and _is_same_title(value, there)):
            continue
        elif is_edited and not _is_blank(name, there):
            if there != value:
                stays.append(name.replace("_", " "))
        else:
            values[name] = value
    notes = [found, EDITED if is_edited else "", STAYS.format(", ".join(stays)) if stays else ""]
    return replace(row, values=values, note=" ".join(filter(None, notes)))


def _is_same_title(one: object, other: object) -> bool:
    """Whether they differ in signs and capitals alone, which are no better in the file."""
    return sameness.fingerprint(str(one)) == sameness.fingerprint(str(other))


def _is_blank(name: str, value: object) -> bool:
    return value in (None, "", []) or name == "title" and str(value).startswith(NO_TITLE)


def _held(values: Values) -> str:
    missing = [words for name, words in NEEDED.items() if not values.get(name)]
    return HELD.format(", ".join(missing)) if missing else ""


def _topics(rows: Sequence[Row]) -> dict[str, str]:
    """The topics that the library knows among the keywords of the rows: those of others make no topics of ours."""
    words = {word.lower() for row in rows for word in row.values.get("keywords", ())}
    names = Topic.objects.active().values_list("name", flat=True) if words else ()
    return {name.lower(): name for name in names if name.lower() in words}


def _with_known(values: Values, topics: Mapping[str, str]) -> Values:
    """Keywords as the policy areas and topics that they name."""
    said = [word.lower() for word in values.get("keywords", ())]
    terms = {
        "policy_areas": [AREAS[word] for word in said if word in AREAS],
        "topics": [topics[word] for word in said if word in topics],
    }
    rest = {name: value for name, value in values.items() if name != "keywords"}
    return {name: found for name, found in terms.items() if found} | rest
