"""What a visitor asks to see, and which records that shows.

A `Selection` is all that a visitor does: filters, selected records, viewport, mode. Values within one filter are
joined by OR, filters by AND. The map's own script (`assets/atlas.js`) applies the same rules inside the frame, but for
the facets, whose outcome it is told; both are held to the same case table in the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from corridors import facets
from corridors.model import Atlas, Record, Segment

PAGES = ("evidence", "search", "list", "sources", "disagreements", "trade", "tour", "export", "methods")
NO_PHASE = 0  # the sixth choice of the phase filter: no phase in the articles


class Viewport(NamedTuple):
    """Where the map looks: centre in degrees (longitude, latitude) and Web Mercator zoom level."""

    longitude: float
    latitude: float
    zoom: float


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters (empty = everything), the selected record ids in order, viewport (None = the atlas's own), mode, and
    which of `PAGES` stands beside the map. `facets` holds (facet, value) pairs of `facets.py`.
    """

    phases: frozenset[int] = frozenset()
    families: frozenset[str] = frozenset()
    stated_only: bool = False
    hide_context: bool = False
    facets: frozenset[tuple[str, str]] = frozenset()
    selected: tuple[str, ...] = ()
    viewport: Viewport | None = None
    briefing: bool = False
    page: str = "evidence"

    @property
    def filtered(self) -> bool:
        """Whether any filter is on."""
        return bool(self.phases or self.families or self.stated_only or self.hide_context or self.facets)

    def cleared(self) -> Selection:
        """The same without filters."""
        return replace(
            self, phases=frozenset(), families=frozenset(), stated_only=False, hide_context=False, facets=frozenset()
        )


def applied(now: Selection, before: Selection, after: Selection) -> Selection:
    """What `after` changes in `before`, done to `now`: two inputs that were made on the same view are both heeded.

    Filters change value by value; anything else is as `after` has it where it differs from `before`.
    """
    made: dict[str, Any] = {}
    for field in fields(Selection):
        was, wanted, there = (getattr(item, field.name) for item in (before, after, now))
        if isinstance(was, frozenset):
            made[field.name] = (there | (wanted - was)) - (was - wanted)
        else:
            made[field.name] = there if wanted == was else wanted
    return Selection(**made)


Choose = Callable[[Selection], None]  # shows a selection that a button made


class Filter(NamedTuple):
    """One value of a filter: a key of its own, how it says itself, and the selection without it."""

    key: str
    words: str
    without: Selection


def shows(selection: Selection, record: Record, atlas: Atlas) -> bool:
    """Whether the filters let a record through."""
    if selection.facets and not facets.let_through(selection.facets, facets.of(record, atlas)):
        return False
    if selection.families and record.family not in selection.families:
        return False
    if selection.stated_only and isinstance(record, Segment) and record.stated == "nothing":
        return False
    if selection.hide_context and isinstance(record, Segment) and record.context:
        return False
    if not selection.phases:
        return True
    if NO_PHASE in selection.phases and not record.stated_phases:
        return True
    phases = record.stated_phases if selection.stated_only else record.all_phases
    return bool(selection.phases.intersection(phases))


def visible(selection: Selection, atlas: Atlas) -> tuple[Record, ...]:
    """The records that are shown, in the atlas's order."""
    return tuple(record for record in atlas.records if shows(selection, record, atlas))


def sentence(selection: Selection, atlas: Atlas) -> str:
    """The filters in words, such as "4 of 32 routes: phase 3 Commercial corridor"."""
    routes = len(atlas.segments)
    shown = sum(shows(selection, segment, atlas) for segment in atlas.segments)
    parts = list(_clauses(selection, atlas))
    count = f"All {routes} routes" if shown == routes else f"{shown} of {routes} routes"
    return f"{count}: {'; '.join(parts)}" if parts else f"{count}, all phases, all families"


def _clauses(selection: Selection, atlas: Atlas) -> Iterator[str]:
    if selection.phases:
        names = [f"phase {phase.number} {phase.name}" for phase in atlas.phases if phase.number in selection.phases]
        if NO_PHASE in selection.phases:
            names.append("no phase in the articles")
        yield " or ".join(names)
    if selection.families:
        yield " or ".join(family.name for key, family in atlas.family.items() if key in selection.families)
    if selection.stated_only:
        yield "only what the articles state"
    if selection.hide_context:
        yield "without context routes"
    yield from facet_clauses(selection, atlas)


def facet_clauses(selection: Selection, atlas: Atlas) -> list[str]:
    """What the facets say, one clause for each."""
    chosen = facets.grouped(selection.facets)
    return [facets.said(facet, chosen[facet], atlas) for facet in facets.FACETS if facet in chosen]


def facet_outcome(selection: Selection, atlas: Atlas) -> dict[str, list[Any]] | None:
    """What the facets let through, as positions in the atlas's order, and what they say; None when none is on.

    The map's script knows no facets: it is told their outcome and shows nothing else.
    """
    if not selection.facets:
        return None
    alone = Selection(facets=selection.facets)
    at = [number for number, record in enumerate(atlas.records) if shows(alone, record, atlas)]
    return {"at": at, "words": facet_clauses(selection, atlas)}


def filters(selection: Selection, atlas: Atlas) -> list[Filter]:
    """Every value of every filter that is on, each with what is left when it is taken away."""
    found = []
    names = {phase.number: f"phase {phase.number} {phase.name}" for phase in atlas.phases}
    for number, words in (names | {NO_PHASE: "no phase in the articles"}).items():
        if number in selection.phases:
            found.append(Filter(f"phase-{number}", words, replace(selection, phases=selection.phases - {number})))
    for key, family in atlas.family.items():
        if key in selection.families:
            without = replace(selection, families=selection.families - {key})
            found.append(Filter(f"family-{key}", family.name, without))
    if selection.stated_only:
        found.append(Filter("stated", "only what the articles state", replace(selection, stated_only=False)))
    if selection.hide_context:
        found.append(Filter("context", "without context routes", replace(selection, hide_context=False)))
    for facet in facets.FACETS:
        for value in facets.values(facet, atlas):
            if (facet, value) in selection.facets:
                without = replace(selection, facets=selection.facets - {(facet, value)})
                found.append(Filter(f"{facet}-{value}", facets.said(facet, [value], atlas), without))
    return found


def within(selection: Selection, atlas: Atlas) -> Selection:
    """The same, without selected records that the filters hide."""
    kept = tuple(item for item in selection.selected if shows(selection, atlas.by_id[item], atlas))
    return replace(selection, selected=kept)
