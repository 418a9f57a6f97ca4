"""The Commissioners' Journey: its map, stages, steps and guides, and a reader's way through it."""

from journey.models.area import ReaderArea
from journey.models.guide import GuideIndexPage, GuidePage
from journey.models.index import JourneyIndexPage, TurnBack
from journey.models.opinion import GuideOpinion
from journey.models.progress import SavedItem, StepProgress
from journey.models.shared import SharedJourney
from journey.models.sheets import KeptSheet, Worksheet
from journey.models.stage import StagePage
from journey.models.step import StepPage

__all__ = [
    "GuideIndexPage",
    "GuideOpinion",
    "GuidePage",
    "JourneyIndexPage",
    "KeptSheet",
    "ReaderArea",
    "SavedItem",
    "SharedJourney",
    "StagePage",
    "StepPage",
    "StepProgress",
    "TurnBack",
    "Worksheet",
]
