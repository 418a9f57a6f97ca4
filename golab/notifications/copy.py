"""The wording of messages, from `content/emails.yaml`, filled in by a formatter that can do nothing else.

Staff may edit wording, so it is never given to a template engine. The formatter knows `{{ name }}`,
`{{ item.field }}`, `{{ count|pluralize }}`, `{% if name %}…{% else %}…{% endif %}` and
`{% for item in list %}…{% empty %}…{% endfor %}`, and only with the names that the message declares.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from golab.contentfiles import read_yaml
from golab.notifications.rewording import Rewording

logger = logging.getLogger(__name__)

TOKEN = re.compile(r"({{.*?}}|{%.*?%})", re.DOTALL)
NAME = r"[a-z][a-z0-9_]*"
VALUE = re.compile(rf"^{{{{\s*({NAME})(?:\.({NAME}))?(\|pluralize)?\s*}}}}$")
IF = re.compile(rf"^{{%\s*if\s+({NAME})\s*%}}$")
FOR = re.compile(rf"^{{%\s*for\s+({NAME})\s+in\s+({NAME})\s*%}}$")
WORD = re.compile(r"^{%\s*(else|empty|endif|endfor)\s*%}$")
FOOTER_NAMES = frozenset({"why", "reply_to_name", "privacy_url", "unsubscribe_url", "staff_settings_url"})


class CopyError(ValueError):
    """Wording that cannot be used: an unknown or missing placeholder, or a tag that does not close."""


@dataclass(frozen=True)
class Value:
    """A placeholder: `name`, or `name.attribute` inside a loop."""

    name: str
    attribute: str = ""
    plural: bool = False


@dataclass
class Branch:
    """An `if` (no `item`) or a `for` (each `item` of `name`), with what follows when there is nothing."""

    name: str
    item: str = ""
    body: list = field(default_factory=list)
    otherwise: list = field(default_factory=list)


@dataclass(frozen=True)
class Wording:
    """One message as written: its subject, body and footer, and the placeholders that they may use."""

    key: str
    audience: str
    when: str
    subject: str
    body: str
    footer: str
    placeholders: frozenset[str]
    optional: frozenset[str]
    list_items: Mapping[str, frozenset[str]]

    def check(self) -> None:
        """Parse all parts; raises CopyError that names the message and the fault."""
        for part, names in ((self.subject, set()), (self.body, set()), (self.footer, FOOTER_NAMES)):
            try:
                _check_names(parse(part), self, set(names))
            except CopyError as error:
                raise CopyError(f"{self.key}: {error}") from error

    def reworded(self, *, subject: str, body: str) -> "Wording":
        """The same message in other words, checked: it may use what this one may, and must keep its links.

        Raises CopyError that says what is wrong.
        """
        changed = replace(self, subject=subject, body=body)
        changed.check()
        if gone := sorted(_links(self.body) - _names(parse(body))):
            raise CopyError(f"{self.key}: {{{{ {gone[0]} }}}} is missing; people need the link.")
        return changed


@cache
def default_wordings() -> dict[str, Wording]:
    """Every message of the hub by key, checked. Raises CopyError when the file is at fault."""
    source = read_yaml("emails.yaml")
    wordings = {row["key"]: _wording(row, source["footers"]) for row in source["messages"]}
    for wording in wordings.values():
        wording.check()
    return wordings


def standard_wording(key: str) -> Wording:
    """The wording of one message as the hub brings it; CopyError when there is none."""
    try:
        return default_wordings()[key]
    except KeyError:
        raise CopyError(f"There is no message {key!r} in emails.yaml.") from None


def wording(key: str) -> Wording:
    """The wording of one message: what staff made of it, or the standard. CopyError when there is none.

    Staff's words that an upgrade has made unusable (a placeholder is gone) give way to the standard.
    """
    standard, changed = standard_wording(key), Rewording.objects.filter(key=key).first()
    if changed is None:
        return standard
    try:
        return standard.reworded(subject=changed.subject, body=changed.body)
    except CopyError as error:
        logger.warning("rewording_unusable", extra={"wording": key, "error": str(error)})
        return standard


def parse(text: str) -> list:
    """The text as nodes: str, Value or Branch. Raises CopyError for a tag that is unknown or does not close."""
    root = Branch(name="")
    stack, targets = [root], [root.body]
    for piece in TOKEN.split(text):
        if not piece.startswith(("{{", "{%")):
            targets[-1].append(piece)
        elif match := VALUE.match(piece):
            targets[-1].append(Value(match[1], match[2] or "", bool(match[3])))
        elif match := IF.match(piece) or FOR.match(piece):
            names = match.groups()
            branch = Branch(name=names[-1], item=names[0] if len(names) == 2 else "")
            targets[-1].append(branch)
            stack.append(branch)
            targets.append(branch.body)
        else:
            _close(piece, stack, targets)
    if len(stack) > 1:
        raise CopyError(f"{stack[-1].name!r} is opened and never closed.")
    return root.body


def fill(text: str, context: Mapping, *, mark=lambda name, value: value) -> str:
    """The text with its placeholders filled in.

    `mark(name, value)` sees each value on its way, so that a caller can escape or mark it.
    Raises CopyError when a value that is not optional is missing.
    """
    return "".join(_render(parse(text), context, mark))


def _close(piece: str, stack: list, targets: list) -> None:
    match, branch = WORD.match(piece), stack[-1]
    word, ends = match and match[1], ("empty", "endfor") if branch.item else ("else", "endif")
    if word not in ends or len(stack) == 1:
        raise CopyError(f"{piece} is not understood here.")
    if word == ends[0]:
        targets[-1] = branch.otherwise
    else:
        stack.pop()
        targets.pop()


def _render(nodes: list, context: Mapping, mark):
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif isinstance(node, Value):
            yield mark(node.attribute or node.name, _look_up(node, context))
        elif node.item:
            rows = context.get(node.name) or ()
            for row in rows:
                yield from _render(node.body, {**context, node.item: row}, mark)
            if not rows:
                yield from _render(node.otherwise, context, mark)
        else:
            yield from _render(node.body if context.get(node.name) else node.otherwise, context, mark)


def _look_up(node: Value, context: Mapping) -> str:
    found = context.get(node.name)
    if node.attribute:
        found = found.get(node.attribute) if isinstance(found, Mapping) else None
    if found is None:
        raise CopyError(f"No value for {node.name}{'.' if node.attribute else ''}{node.attribute}.")
    if node.plural:
        return "" if found == 1 else "s"
    return str(found)


def _check_names(nodes: list, wording: Wording, extra: set, fields: Mapping = {}) -> None:  # noqa: B006
    """Every name used is declared, and a list's items show only their declared fields."""
    for node in nodes:
        if isinstance(node, str):
            continue
        if isinstance(node, Value) and node.name in fields:
            known = not fields[node.name] if not node.attribute else node.attribute in fields[node.name]
        else:
            known = node.name in wording.placeholders | extra and not getattr(node, "attribute", "")
        if not known:
            raise CopyError(f"{node.name}{'.' + node.attribute if getattr(node, 'attribute', '') else ''} is unknown.")
        if isinstance(node, Branch):
            inner = {**fields, node.item: wording.list_items.get(node.name, frozenset())} if node.item else fields
            _check_names(node.body, wording, extra, inner)
            _check_names(node.otherwise, wording, extra, fields)


def _links(body: str) -> set[str]:
    """The links that a text shows whatever is so."""
    return {node.name for node in parse(body) if isinstance(node, Value) and node.name.endswith("_url")}


def _names(nodes: list) -> set[str]:
    """Every placeholder that a text uses anywhere."""
    found = set()
    for node in nodes:
        if isinstance(node, Value):
            found.add(node.name)
        elif isinstance(node, Branch):
            found |= _names(node.body) | _names(node.otherwise)
    return found


def _wording(row: Mapping, footers: Mapping[str, str]) -> Wording:
    return Wording(
        key=row["key"],
        audience=row["audience"],
        when=row["when"],
        subject=row["subject"],
        body=row["body"],
        footer=footers[row["footer"]],
        placeholders=frozenset(row["placeholders"]),
        optional=frozenset(row["optional"]),
        list_items={name: frozenset(fields) for name, fields in row["list_items"].items()},
    )
