"""The decision aid: its questions, results and other ways, as stored blocks."""

from django.utils.text import slugify

from golab.contentfiles import read_yaml
from golab.pages.markdown import Raw, block, items

RULE = ("strong_against", "against", "unknown")
LONGEST_SLUG = 100  # of a publication, as the import makes it


def decision_aid(key: str) -> dict[str, object]:
    """Values for the page whose blocks are named after `key`."""
    aid = read_yaml("decision-aid.yaml")
    evidence = {name: _evidence(entry) for name, entry in aid["evidence"].items()}
    return {
        "choices_intro": " ".join(aid["intro"].split()),
        "choices": [_question(entry, evidence, f"{key}/{entry['id']}") for entry in aid["questions"]],
        "results": [_result(entry, f"{key}/result/{entry['id']}") for entry in aid["results"]],
        "routes": [block("route", dict(entry), f"{key}/route/{entry['key']}") for entry in aid["routes"]],
    }


def _evidence(entry: dict) -> Raw:
    """A publication of the library is named by its title, from which its address was made."""
    url = f"/library/{slugify(entry['library'])[:LONGEST_SLUG].strip('-')}/" if "library" in entry else entry["url"]
    return {"title": entry["title"], "url": url}


def _question(entry: dict, evidence: dict[str, Raw], key: str) -> Raw:
    answers = [
        block("item", _answer(answer, evidence, f"{key}/{answer['id']}"), f"{key}/{answer['id']}")
        for answer in entry["answers"]
    ]
    names = ("why", "find_out", "where", "where_url")
    value = {
        "question": entry["text"],
        **{name: entry[name] for name in names},
        "answers": answers,
        "terms": items([slugify(term) for term in entry["terms"]], f"{key}/terms"),
    }
    return block("decision", value, key)


def _answer(entry: dict, evidence: dict[str, Raw], key: str) -> Raw:
    sides = {side: entry.get(side, ("none", "")) for side in ("for", "against")}
    return {
        "text": entry["text"],
        **{f"weight_{side}": weight for side, (weight, _) in sides.items()},
        **{f"reason_{side}": reason for side, (_, reason) in sides.items()},
        "route": entry.get("route", ""),
        "evidence": items([evidence[name] for name in entry["evidence"]], f"{key}/evidence"),
    }


def _result(entry: dict, key: str) -> Raw:
    names = ("heading", "when", "text", "change", "tone")
    return block(
        "result",
        {
            **{name: " ".join(entry[name].split()) for name in names},
            **{name: entry.get(name) for name in RULE},
            "otherwise": entry.get("otherwise", False),
            "names_route": entry.get("names_route", False),
        },
        key,
    )
