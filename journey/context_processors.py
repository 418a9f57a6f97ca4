"""The reader's progress for the header, for those who have any."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from golab.taxonomy.area import area_of
from journey.map import journey_map
from journey.progress import Progress, progress_of


def my_journey(request: HttpRequest) -> dict:
    """`my_journey`: None for a reader without a session, else how many steps are done of how many; and `my_area`."""
    return {
        "my_journey": SimpleLazyObject(lambda: _figures(progress_of(request))),
        "my_area": SimpleLazyObject(lambda: area_of(request)),
    }


def _figures(progress: Progress) -> dict[str, int] | None:
    if progress.is_empty:
        return None
    return {"done": progress.done_count, "total": len(journey_map.get().steps)}
