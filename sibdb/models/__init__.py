from sibdb.models.organisation import Organisation, OutcomesFund
from sibdb.models.parts import (
    ProjectAmount,
    ProjectCaveat,
    ProjectLocation,
    ProjectOutcome,
    ProjectParty,
    ProjectSource,
    Status,
)
from sibdb.models.prices import PriceProgramme, RateCard, RateCardLine
from sibdb.models.project import Project

__all__ = [
    "Organisation",
    "OutcomesFund",
    "PriceProgramme",
    "Project",
    "ProjectAmount",
    "ProjectCaveat",
    "ProjectLocation",
    "ProjectOutcome",
    "ProjectParty",
    "ProjectSource",
    "RateCard",
    "RateCardLine",
    "Status",
]
