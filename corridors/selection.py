"""What a visitor asks to see, and which records that shows.

A `Selection` is all that a visitor does: filters, selected records, viewport, mode. Values within one filter are
joined by OR, filters by AND. The map's own script (`assets/atlas.js`) applies the same rules inside the frame; both
are held to the same case table in the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

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
    which of `PAGES` stands beside the map.
    """

    phases: frozenset[int] = frozenset()
    families: frozenset[str] = frozenset()
    stated_only: bool = False
    hide_context: bool = False
    selected: tuple[str, ...] = ()
    viewport: Viewport | None = None
    briefing: bool = False
    page: str = "evidence"

    @property
    def filtered(self) -> bool:
        """Whether any filter is on."""
        return bool(self.phases or self.families or self.stated_only or self.hide_context)

    def cleared(self) -> Selection:
        """The same without filters."""
        return replace(self, phases=frozenset(), families=frozenset(), stated_only=False, hide_context=False)


def shows(selection: Selection, record: Record) -> bool:
    """Whether the filters let a record through."""
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
    return tuple(record for record in atlas.records if shows(selection, record))


def sentence(selection: Selection, atlas: Atlas) -> str:
    """The filters in words, such as "4 of 32 routes: phase 3 Commercial corridor"."""
    routes = len(atlas.segments)
    shown = sum(shows(selection, segment) for segment in atlas.segments)
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
