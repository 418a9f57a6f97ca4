"""Columns of INDIGO's files, and the codecs that they share."""

from collections.abc import Mapping
from dataclasses import dataclass

from golab.taxonomy.terms import POLICY_AREAS
from sibdb.indigo.codecs import (
    Address,
    Choice,
    Codec,
    Coordinate,
    Countries,
    Country,
    Currency,
    Date,
    Goals,
    Number,
    Reference,
    SourceRefs,
    Text,
)
from sibdb.models.fund import FUND_ID
from sibdb.models.organisation import ORGANISATION_ID
from sibdb.models.project import PROJECT_ID

TEXT, REF = Text(), Text(60)
DATE, CURRENCY, COUNTRY, COUNTRIES, GOALS, POINT = Date(), Currency(), Country(), Countries(), Goals(), Coordinate()
MONEY, COUNT, NUMBER = Number(2), Number(0, 2**31, is_whole=True), Number(2, 10**12)
RESULT, DAYS = Number(4, 10**10), Number(4, 10**6)
SOURCES, ADDRESS = SourceRefs(), Address()
PROJECT, ORGANISATION, FUND = Reference(PROJECT_ID), Reference(ORGANISATION_ID), Reference(FUND_ID)
AREA = Choice({name: name for name in POLICY_AREAS.values()})


@dataclass(frozen=True)
class Column:
    """A column by its header, the field that it is read into, and what its cells mean."""

    header: str
    field: str
    codec: Codec


def value(header: str, field: str, codec: Codec) -> Column:
    """A column as INDIGO names most of them."""
    return Column(f"{header} - (Value)", field, codec)


def text(longest: int) -> Text:
    return Text(longest)


def choice(words: Mapping[str, str]) -> Choice:
    return Choice(words)
