"""What a harvester asks, checked by the rules of OAI-PMH 2.0. Nothing here asks the database."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.core import signing
from django.http import QueryDict

PREFIX = "oai_dc"
SALT = "library.oai"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_SET = re.compile(r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*")


class OaiError(Exception):
    """What is wrong, by one of the protocol's codes."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Arguments:
    """What a verb takes. With `is_list`, a resumption token stands for all the others."""

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    is_list: bool = False


_SELECTED = Arguments(frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}), is_list=True)
VERBS = {
    "GetRecord": Arguments(frozenset({"identifier", "metadataPrefix"})),
    "Identify": Arguments(),
    "ListIdentifiers": _SELECTED,
    "ListMetadataFormats": Arguments(optional=frozenset({"identifier"})),
    "ListRecords": _SELECTED,
    "ListSets": Arguments(is_list=True),
}


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which records a list holds, and where in it we are.

    `after` is the place of the last record told (when it changed, and its key); it holds however much changes
    meanwhile. `told` and `total` count records, `total` as it was when the list began.
    """

    verb: str
    first: str = ""
    last: str = ""
    set_name: str = ""
    after: tuple[str, int] | None = None
    told: int = 0
    total: int | None = None

    def token(self) -> str:
        """The rest of the list, in words that we know again: nothing is kept here, so no token ever runs out."""
        return signing.dumps(list(self.__dict__.values()), salt=SALT, compress=True)

    def moved_on(self, *, after: tuple[datetime, int], told: int, total: int) -> "Selection":
        return replace(self, after=(after[0].isoformat(), after[1]), told=self.told + told, total=total)

    @property
    def first_moment(self) -> datetime | None:
        return moment(self.first, ends_day=False)

    @property
    def last_moment(self) -> datetime | None:
        return moment(self.last, ends_day=True)


def verb_of(sent: QueryDict) -> str:
    """The one verb that is sent. Raises OaiError."""
    verbs = sent.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise OaiError("badVerb", f"Send one verb of these: {', '.join(VERBS)}.")
    return verbs[0]


def arguments_of(sent: QueryDict, verb: str) -> dict[str, str]:
    """The arguments but the verb, checked. Raises OaiError."""
    takes, given = VERBS[verb], {name: values for name, values in sent.lists() if name != "verb"}
    if repeated := sorted(name for name, values in given.items() if len(values) != 1):
        raise OaiError("badArgument", f"Send {repeated[0]} once.")
    arguments = {name: values[0] for name, values in given.items()}
    if takes.is_list and "resumptionToken" in arguments:
        if len(arguments) > 1:
            raise OaiError("badArgument", "Send a resumptionToken without other arguments.")
        return arguments
    if unknown := sorted(arguments.keys() - takes.required - takes.optional):
        raise OaiError("badArgument", f"{verb} takes no argument of this name: {unknown[0][:40]}.")
    if missing := sorted(takes.required - arguments.keys()):
        raise OaiError("badArgument", f"{verb} needs the argument {missing[0]}.")
    return arguments


def check_prefix(prefix: str) -> None:
    """Raises OaiError for a format of metadata that we do not have."""
    if prefix != PREFIX:
        raise OaiError("cannotDisseminateFormat", f"There is one format: {PREFIX}.")


def selection_of(verb: str, arguments: dict[str, str]) -> Selection:
    """Which records are asked for, from arguments that `arguments_of` gave. Raises OaiError."""
    if "resumptionToken" in arguments:
        return _resumed(verb, arguments["resumptionToken"])
    check_prefix(arguments["metadataPrefix"])
    first, last, set_name = (arguments.get(name, "") for name in ("from", "until", "set"))
    for name in ("from", "until"):
        if name in arguments and moment(arguments[name], ends_day=False) is None:
            raise OaiError("badArgument", f"Write {name} as YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")
    if first and last and len(first) != len(last):
        raise OaiError("badArgument", "Write from and until in the same granularity.")
    if first and last and first > last:
        raise OaiError("badArgument", "from is later than until.")
    if "set" in arguments and not _SET.fullmatch(set_name):
        raise OaiError("badArgument", "This cannot be the name of a set.")
    return Selection(verb=verb, first=first, last=last, set_name=set_name)


def _resumed(verb: str, token: str) -> Selection:
    try:
        values = signing.loads(token, salt=SALT)
        selection = Selection(**dict(zip(Selection.__dataclass_fields__, values, strict=True)))
    except (signing.BadSignature, ValueError, TypeError):
        selection = None
    if selection is None or selection.verb != verb or selection.after is None:
        raise OaiError("badResumptionToken", f"This is no resumption token of {verb} of ours. Begin the list again.")
    return selection


def moment(text: str, *, ends_day: bool) -> datetime | None:
    """A date or time as the protocol writes them; a date is its first second, or its last. None for anything else."""
    if _DAY.fullmatch(text):
        text += "T23:59:59Z" if ends_day else "T00:00:00Z"
    elif not _SECOND.fullmatch(text):
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:  # 31 February
        return None
