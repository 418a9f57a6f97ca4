"""Projects and rate cards, as `load_demo` loads them."""

from golab.pages.loading import Loader
from sibdb.loading.content import load_projects
from sibdb.models import PriceProgramme, Project, RateCard, RateCardLine


def test_projects_are_there_with_their_parts(db):
    published = Project.objects.published()
    assert (published.count(), published.exclude(summary="").count() >= 30) == (175, True)
    assert not published.filter(parties=None).exists()
    assert not published.filter(sources=None).exists()
    assert {project.latest_revision_id == project.live_revision_id for project in published} == {True}
    prisoners = published.get(indigo_id="INDIGO-POJ-0153")
    assert prisoners.get_latest_revision_as_object().parties.count() == prisoners.parties.count() > 0


def test_every_doubtful_price_carries_its_caveat(db):
    assert (RateCardLine.objects.count(), RateCardLine.objects.exclude(price=None).count()) == (170, 159)
    doubtful = RateCardLine.objects.filter(quality="doubtful").values_list("card__name", "sort_order")
    by_card = {name: sorted(number for card, number in doubtful if card == name) for name, _ in doubtful}
    assert by_card == {
        "Round 1, 2012, ages 14 to 24": [1, 2],
        "Project Apollo (Sheffield)": list(range(1, 24)),
        "Pan-London": list(range(14, 21)),
    }


def test_projects_load_again_without_harm(db):
    edited, removed = Project.objects.order_by("pk")[:2]
    edited.summary = "A colleague's words."
    edited.save_revision().publish()
    removed.delete()
    PriceProgramme.objects.filter(slug="fair-chance-fund").update(years="Checked")
    RateCard.objects.filter(programme__slug="fair-chance-fund").update(cap="Checked")
    again = Loader(tell=lambda line: None)
    load_projects(again)
    assert again.counts == {"unchanged": 173 + 6 + 11 + 1, "kept": 3, "gone": 1}
    assert Project.objects.get(pk=edited.pk).summary == "A colleague's words."
