"""Columns of the file of projects in preparation. Some headers stand twice: the second is "(Notes) #2"."""

from sibdb.indigo.codecs import Boolean, Member
from sibdb.indigo.columns import COUNT, COUNTRIES, CURRENCY, GOALS, MONEY, TEXT, Column, choice, text, value
from sibdb.indigo.words import PIPELINE_STAGES, PIPELINE_STATES, UNITS
from sibdb.models import PipelineProject


def _members(header: str, field: str, words: dict[str, str]) -> list[Column]:
    """Columns that are answered Yes or No, for those of a list that apply."""
    return [value(f"{header} - {word}", field, Member(key)) for word, key in words.items()]


P = PipelineProject
PROGRAMME = "Part of a larger outcomes-based financing program?"
TYPE = "Type of instrument and project"
PURPOSE = "Purpose and classifications"
PEOPLE = "Service users and beneficiaries"
PIPELINE_COLUMNS = (
    value("Project Name", "name", text(300)),
    value("Alternative Names", "alternative_names", text(300)),
    value("State of Development", "state", choice(PIPELINE_STATES)),
    value("State of Development - Reason for abandoned", "abandoned_because", TEXT),
    value("Stage of Development", "stage", choice(PIPELINE_STAGES)),
    Column("Stage of Development - (Notes)", "stage_note", TEXT),
    *_members(
        TYPE,
        "instruments",
        {
            "Impact Bond": P.Instrument.IMPACT_BOND.value,
            "Outcomes Fund": P.Instrument.OUTCOMES_FUND.value,
            "Social Impact Incentives (SIINC)": P.Instrument.SIINC.value,
            "Social Impact Guarantee": P.Instrument.GUARANTEE.value,
            "Payment-by-results (no pre-financing)": P.Instrument.BY_RESULTS.value,
            "Technical Assistance and Market-building program (Must involve dedicated grant resources)": (
                P.Instrument.ASSISTANCE.value
            ),
        },
    ),
    value(f"{TYPE} - Other", "other_instrument", text(200)),
    Column("(Notes)", "instruments_note", TEXT),
    value(f"{PROGRAMME} - {PROGRAMME}", "is_part_of_a_programme", Boolean()),
    value(f"{PROGRAMME} - Details", "programme", TEXT),
    value("Dates - Expected Launch Date", "expected_launch", text(40)),
    value("Dates - Total expected project development time", "development_time", text(40)),
    value("Dates - Expected length of project (years)", "expected_years", text(40)),
    value("Dates - Project design process began", "design_began", text(40)),
    value("Rationale for using outcome based finance", "rationale", TEXT),
    value("Key challenges to launch", "challenges", TEXT),
    *_members(
        "Role of the domestic government",
        "government_roles",
        {
            "Outcomes funder": P.GovernmentRole.FUNDER.value,
            "Service provider": P.GovernmentRole.PROVIDER.value,
            "Member of project committee": P.GovernmentRole.COMMITTEE.value,
            "No formal role": P.GovernmentRole.NONE.value,
        },
    ),
    *_members(
        "Service providers identified and selected",
        "selection",
        {
            "Request-for-proposals": P.Selection.PROPOSALS.value,
            "Direct contracting by outcome funder/investor/intermediary": P.Selection.DIRECT.value,
            "Provider-led deal development": P.Selection.PROVIDER_LED.value,
        },
    ),
    value("Service providers identified and selected - Other", "other_selection", TEXT),
    value("Feasibility study", "has_feasibility_study", Boolean()),
    *_members("Proposed financing instruments", "financing", {one.label: one.value for one in P.Financing}),
    value("Proposed financing instruments - Other", "other_financing", text(200)),
    value("Technical assistance grant - Technical assistance grant", "has_assistance_grant", Boolean()),
    value("Technical assistance grant - Details", "assistance_grant", TEXT),
    value("Overall project finance - Estimated Maximum potential outcome payment - Currency", "currency", CURRENCY),
    value("Overall project finance - Estimated Maximum potential outcome payment - Amount", "most_payable", MONEY),
    Column("Overall project finance - (Notes)", "money_note", TEXT),
    value(f"{PURPOSE} - Social/Developmental challenge", "social_challenge", TEXT),
    value(f"{PURPOSE} - Expected intervention model", "intervention", TEXT),
    *_members(
        f"{PURPOSE} - Policy sector",
        "sectors",
        {
            "Employment and private sector development": P.Sector.EMPLOYMENT.value,
            "Education": P.Sector.EDUCATION.value,
            "Social protection": P.Sector.PROTECTION.value,
            "Criminal justice": P.Sector.JUSTICE.value,
            "Health": P.Sector.HEALTH.value,
            "Agriculture": P.Sector.AGRICULTURE.value,
            "Environment and climate change": P.Sector.ENVIRONMENT.value,
            "Water, Sanitation and Hygiene": P.Sector.WATER.value,
            "Energy": P.Sector.ENERGY.value,
            "Humanitarian": P.Sector.HUMANITARIAN.value,
            "Early Childhood Education": P.Sector.EARLY_YEARS.value,
        },
    ),
    value(f"{PURPOSE} - Policy sector - Other", "other_sector", text(100)),
    value(f"{PURPOSE} - Primary SDG goal", "goals", GOALS),
    value(f"{PURPOSE} - Secondary SDG goals", "other_goals", GOALS),
    value(f"{PEOPLE} - Target population", "target_population", TEXT),
    value(
        f"{PEOPLE} - Targeted number of unique service users or beneficiaries (total)",
        "cohort_target",
        COUNT,
    ),
    value(f"{PEOPLE} - Unit type of targeted service users or beneficiaries", "unit_kind", choice(UNITS)),
    value(
        f"{PEOPLE} - Unit description of targeted service user or beneficiaries",
        "unit_description",
        text(300),
    ),
    *_members(
        f"{PEOPLE} - Country Classification of Service and beneficiaries",
        "incomes",
        {
            "Low-income": P.Income.LOW.value,
            "Lower-middle-income": P.Income.LOWER_MIDDLE.value,
            "Upper-middle-income": P.Income.UPPER_MIDDLE.value,
            "High-income": P.Income.HIGH.value,
        },
    ),
    Column(f"{PEOPLE} - (Notes)", "people_note", TEXT),
    value("Notes", "notes", TEXT),
    Column("Delivery Locations - Name", "places", TEXT),
    Column("Delivery Locations - Country", "countries", COUNTRIES),
)
