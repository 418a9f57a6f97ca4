"""Which evidence a definition names: our grouping, by its words. The database works it out when a row is written."""

from django.db import models
from django.db.models import Case, Q, Value, When


class Evidence(models.TextChoices):
    """The first that fits counts, in this order."""

    EMPLOYER = "employer", "Employer’s letter, contract or payslip"
    LANDLORD = "landlord", "Tenancy or landlord’s letter"
    SCHOOL = "school", "Letter or register of a school or provider"
    CERTIFICATE = "certificate", "Certificate of a qualification"
    RECORDS = "records", "Records of a public body"
    ASSESSMENT = "assessment", "Assessment or survey"
    COMPARISON = "comparison", "Comparison with others or with before"
    CHECKED = "checked", "Checked afterwards: how is not said"
    NOT_NAMED = "not-named", "None named in the record"


# Words are matched without their case, as PostgreSQL's regular expressions have them.
WORDS = {
    Evidence.EMPLOYER: r"employer|pay ?slip|employment contract|timesheet|hmrc|business plan",
    Evidence.LANDLORD: r"landlord|tenancy agreement|rent book|housing benefit",
    Evidence.SCHOOL: r"(letter|register|record|confirmation)[^.]{0,40}(school|tutor|college|university|provider|"
    r"training|attendance|volunteering)|attendance (register|record|sheet)",
    Evidence.CERTIFICATE: r"certificate|awarding (body|organi)|examination result",
    Evidence.RECORDS: r"administrative data|police|hospital record|national data|chain (data|record)|probation",
    Evidence.ASSESSMENT: r"assessment|questionnaire|survey|wellbeing scale|outcomes star",
    Evidence.COMPARISON: r"randomi[sz]ed|control group|comparison|pre-post|matched",
    Evidence.CHECKED: r"verif|validat|evidence",
}


def evidence_in(*fields: str) -> Case:
    """The evidence that these texts of a row name, as an expression."""
    whens = []
    for evidence, words in WORDS.items():
        named = Q()
        for field in fields:
            named |= Q(**{f"{field}__iregex": words})
        whens.append(When(named, then=Value(str(evidence))))
    return Case(*whens, default=Value(str(Evidence.NOT_NAMED)))


def evidence_field(*fields: str) -> models.GeneratedField:
    """A column that names the evidence in other columns."""
    return models.GeneratedField(
        expression=evidence_in(*fields),
        output_field=models.CharField("evidence named", max_length=12, choices=Evidence),
        db_persist=True,
        serialize=False,  # a part that is not saved yet has none, and a revision would leave out all parts
    )
