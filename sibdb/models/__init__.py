from sibdb.models.deflator import Deflator
from sibdb.models.fund import FundArea, FundDocument, FundOrganisation, OutcomesFund
from sibdb.models.monthly import MonthlySnapshot
from sibdb.models.organisation import Organisation, OrganisationIdentifier, OrganisationSource
from sibdb.models.outcomes import OutcomePrice, ProjectOutcome, Result
from sibdb.models.part import Part, Status
from sibdb.models.parts import (
    ProjectAmount,
    ProjectCaveat,
    ProjectDocument,
    ProjectIdentifier,
    ProjectLocation,
    ProjectSource,
)
from sibdb.models.payments import Assistance, CostRow, OutcomePayment, PaymentPlan, Transaction
from sibdb.models.pipeline import PipelineProject
from sibdb.models.priced import PricedOutcome
from sibdb.models.prices import PriceProgramme, RateCard, RateCardLine
from sibdb.models.project import Project
from sibdb.models.quality import Finding, ProjectChange, Suggestion
from sibdb.models.roles import ProjectParty

__all__ = [
    "Assistance",
    "CostRow",
    "Deflator",
    "Finding",
    "FundArea",
    "FundDocument",
    "FundOrganisation",
    "MonthlySnapshot",
    "Organisation",
    "OrganisationIdentifier",
    "OrganisationSource",
    "OutcomePayment",
    "OutcomePrice",
    "OutcomesFund",
    "Part",
    "PaymentPlan",
    "PipelineProject",
    "PriceProgramme",
    "PricedOutcome",
    "Project",
    "ProjectAmount",
    "ProjectCaveat",
    "ProjectChange",
    "ProjectDocument",
    "ProjectIdentifier",
    "ProjectLocation",
    "ProjectOutcome",
    "ProjectParty",
    "ProjectSource",
    "RateCard",
    "RateCardLine",
    "Result",
    "Status",
    "Suggestion",
    "Transaction",
]
