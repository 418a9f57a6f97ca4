"""Prices that look moved against their outcomes, found beside another project with the same outcomes."""

from collections.abc import Iterator, Mapping, Sequence

FEWEST_ALIKE = 10  # outcomes that two projects define alike, so that their prices can be compared
FEWEST_MOVED = 5  # prices in a row that stand so many places off
FARTHEST = 10

Priced = Sequence[tuple[str, str]]  # definition and price of each outcome, in order


def shifted(projects: Mapping[str, Priced]) -> Iterator[tuple[str, str, int, int]]:
    """Projects whose prices look moved: its key, that of the other, by how many places, and how many prices.

    Where a third project agrees with one of two, that one is not in doubt.
    """
    alike = {
        key: [other for other in projects if other != key and _alike(projects[key], projects[other])]
        for key in projects
    }
    for key, others in alike.items():
        if any(
            not _moved(projects[key], projects[other]) and _same(projects[key], projects[other]) for other in others
        ):
            continue
        for other in others:
            if found := _moved(projects[key], projects[other]):
                yield key, other, *found
                break


def _alike(ours: Priced, theirs: Priced) -> bool:
    return len({name for name, _ in ours if name} & {name for name, _ in theirs}) >= FEWEST_ALIKE


def _same(ours: Priced, theirs: Priced) -> bool:
    prices = dict(theirs)
    return all(prices.get(name, price) == price for name, price in ours)


def _moved(ours: Priced, theirs: Priced) -> tuple[int, int] | None:
    """By how many places the longest run of our prices stands off theirs, and how long it is."""
    place = {name: index for index, (name, _) in enumerate(theirs)}
    best = None
    for step in range(-FARTHEST, FARTHEST + 1):
        run = length = 0
        for name, price in ours:
            at = place.get(name)
            beside = None if at is None or not 0 <= at + step < len(theirs) else theirs[at + step][1]
            is_off = step and at is not None and theirs[at][1] != price and beside == price
            # A price that two neighbours share neither makes nor ends a run.
            run = run + 1 if is_off else run if at is not None and beside == price else 0
            length = max(length, run)
        if step and length >= FEWEST_MOVED and (best is None or length > best[1]):
            best = (step, length)
    return best
