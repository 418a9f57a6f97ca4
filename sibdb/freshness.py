"""What pages of projects and prices remember between requests, and when they look again."""

from golab.pages.freshness import follow_model
from golab.pages.snapshots import Snapshot
from sibdb.figures import figures
from sibdb.landscape.figures import landscapes
from sibdb.models import Deflator, Organisation, OutcomesFund, PriceProgramme, Project, RateCard, RateCardLine
from sibdb.organisations.funds import fund_stages
from sibdb.prices.deflation import deflation
from sibdb.projects.facets import choices
from sibdb.projects.finder import price_programmes, prices_stamp, projects_stamp

FOLLOWED: dict[Snapshot, tuple] = {
    price_programmes: (PriceProgramme,),
    figures: (Project,),
    landscapes: (Project,),
    fund_stages: (OutcomesFund,),
    choices: (Project, Organisation, OutcomesFund),
    projects_stamp: (Project, Organisation, OutcomesFund),
    deflation: (Deflator,),
    prices_stamp: (RateCard, RateCardLine, PriceProgramme, Project),
}


def connect() -> None:
    """Follow what staff save; once, from the app's ready()."""
    for snapshot, models in FOLLOWED.items():
        for model in models:
            follow_model(snapshot, model)


def forget_all() -> None:
    """After rows were written in bulk, which nobody is told of."""
    for snapshot in FOLLOWED:
        snapshot.forget()
