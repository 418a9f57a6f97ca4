"""INDIGO's code lists beside the hub's choices. Where two words mean one thing, the first is written back."""

from sibdb.models import (
    Organisation,
    OutcomePayment,
    PipelineProject,
    Project,
    ProjectParty,
    ProjectSource,
    Result,
)
from sibdb.models.part import UnitKind
from sibdb.models.recorded import Recorded

Category, Function, Covid = ProjectParty.Category, ProjectParty.Function, Recorded.CovidChange

STAGES = {
    "Contracted": Project.Stage.CONTRACTED.value,
    "Implementation": Project.Stage.IMPLEMENTATION.value,
    "Service delivery complete": Project.Stage.DELIVERED.value,
    "Complete": Project.Stage.COMPLETE.value,
    "": Project.Stage.NOT_RECORDED.value,
}
STAGES |= {stage.label: stage.value for stage in Project.Stage if stage.value not in STAGES.values()}  # staff's own
COVID = {
    "Continue on outcomes contract without variations": Covid.UNCHANGED.value,
    "Continue on outcomes contract with variations": Covid.VARIED.value,
    "Pause project": Covid.PAUSED.value,
    "Switch to grant payments based on medium scenarios": Covid.GRANT.value,
}
UNITS = {"Individual": UnitKind.INDIVIDUAL.value, "Other": UnitKind.OTHER.value}
CATEGORIES = {
    "Government/Public Sector/Public Bank": Category.GOVERNMENT.value,
    "Nonprofit/NGO": Category.NONPROFIT.value,
    "Foundation/Philanthropist": Category.FOUNDATION.value,
    "Corporate Giving": Category.CORPORATE_GIVING.value,
    "Multilateral/Bilateral/Intergovernmental Financial Institution": Category.MULTILATERAL.value,
    "For-profit": Category.FOR_PROFIT.value,
    "Commercial": Category.COMMERCIAL.value,
    "Commercia": Category.COMMERCIAL.value,
    "Impact Investor": Category.IMPACT_INVESTOR.value,
    "Investment Fund": Category.FUND.value,
    "High Net Worth Individual/Family Office/Private Bank": Category.WEALTH.value,
    "Other": Category.OTHER.value,
}
FUNCTIONS = {
    "Impact bond design": Function.DESIGN.value,
    "Financial and commercial modeling": Function.MODELLING.value,
    "Impact bond investment structure": Function.STRUCTURE.value,
    "Capital raise": Function.CAPITAL_RAISE.value,
    "Loan arranger": Function.LOAN_ARRANGER.value,
    "Performance management": Function.PERFORMANCE.value,
    "Legal counsel": Function.LEGAL.value,
    "Technical assistance": Function.TECHNICAL_ASSISTANCE.value,
    "Other": Function.OTHER.value,
}
SOURCE_KINDS = {kind.label: kind.value for kind in ProjectSource.Kind}
LEVELS = {level.label: level.value for level in Result.Level}
RESULT_KINDS = {kind.label: kind.value for kind in Result.Kind}
PAYMENT_KINDS = {kind.label: kind.value for kind in OutcomePayment.Kind}
ORGANISATION_KINDS = {kind.label: kind.value for kind in Organisation.Kind}
PIPELINE_STATES = {state.label: state.value for state in PipelineProject.State}
PIPELINE_STAGES = {stage.label: stage.value for stage in PipelineProject.Stage}
STATUSES = {"PUBLIC": "public", "PRIVATE": "private", "DISPUTED": "disputed"}
