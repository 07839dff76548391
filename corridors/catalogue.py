"""The list beside the map: every record as a row, with facets that count what each value would leave.

Phase and family are the map's own filters (`selection.py`) and come in through `rows`; the other facets narrow the
list. Values within a facet are joined by OR, facets by AND, as everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from corridors.cards import kind_words
from corridors.model import Area, Atlas, Place, Record, Segment
from corridors.selection import Selection, visible
from corridors.style import CLAIMS, MODES, STANCES

STATED: Final = {"ends": "its ends", "course": "its course", "countries": "countries only", "nothing": "nothing"}
LAYERS: Final = {"route": "routes", "place": "places", "area": "countries and regions", "undrawn": "not on the map"}
FACETS: Final = {
    "layer": "Sort of record", "claim": "What the articles claim", "mode": "Mode",
    "stated": "What is stated of the course", "country": "Country", "source": "Article",
    "stance": "Stance of a passage", "contested": "Contested",
}  # fmt: skip
SORTS: Final = {
    "atlas": "the atlas's order", "name": "name", "family": "family", "claim": "claim", "phase": "phase",
    "passages": "passages, most first", "voices": "independent voices, most first",
}  # fmt: skip
Chosen = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """A record in the list. `facets` holds the keys that each facet knows it by."""

    id: str
    name: str
    kind: str
    family: str
    claim: str
    phases: tuple[int, ...]
    assigned: bool
    contested: bool
    passages: int
    voices: int
    facets: Mapping[str, tuple[str, ...]]

    @property
    def phase_words(self) -> str:
        """The phases, with a star where the curator assigned one."""
        if not self.phases:
            return "no phase"
        return f"phase {', '.join(map(str, self.phases))}{'*' if self.assigned else ''}"


def rows(picked: Selection, atlas: Atlas) -> list[Row]:
    """What the map's filters let through, in the atlas's order."""
    return [_row(record, atlas) for record in visible(picked, atlas)]


def narrowed(listed: Iterable[Row], chosen: Chosen, *, without: str = "") -> list[Row]:
    """The rows that the chosen values let through; `without` leaves one facet out of account."""
    active = [(facet, values) for facet, values in chosen.items() if values and facet != without]
    return [row for row in listed if all(values.intersection(row.facets[facet]) for facet, values in active)]


def counts(listed: Sequence[Row], chosen: Chosen, facet: str) -> Counter[str]:
    """How many rows each value of a facet would show beside what the other facets leave."""
    return Counter(value for row in narrowed(listed, chosen, without=facet) for value in row.facets[facet])


def values(facet: str, atlas: Atlas) -> dict[str, str]:
    """The values of a facet, in a fixed order, with their words."""
    if facet == "source":
        return {source.id: f"{source.title} ({source.publisher}, {source.published[:4]})" for source in atlas.sources}
    if facet == "country":
        names = {
            item["properties"]["iso_a3"]: item["properties"]["name"] for item in atlas.basemap["countries"]["features"]
        }
        used = {code for record in atlas.records for code in _countries(record)}
        return dict(sorted(((code, names.get(code, code)) for code in used), key=lambda pair: pair[1]))
    fixed: dict[str, dict[str, str]] = {
        "layer": LAYERS, "claim": {key: style["label"] for key, style in CLAIMS.items()}, "mode": MODES,
        "stated": STATED, "stance": STANCES, "contested": {"yes": "contested", "no": "not contested"},
    }  # fmt: skip
    return fixed[facet]


def ordered(listed: Iterable[Row], sort: str, atlas: Atlas) -> list[Row]:
    """The rows sorted; equal ones stay in the atlas's order."""
    families, claims = list(atlas.family), list(CLAIMS)
    keys = {
        "name": lambda row: row.name.casefold(),
        "family": lambda row: families.index(atlas.by_id[row.id].family),
        "claim": lambda row: claims.index(atlas.by_id[row.id].claim),
        "phase": lambda row: row.phases or (9,),
        "passages": lambda row: -row.passages,
        "voices": lambda row: -row.voices,
    }
    return sorted(listed, key=keys[sort]) if sort in keys else list(listed)


def sentence(facet: str, chosen: frozenset[str], atlas: Atlas) -> str:
    """A facet's filter in words, such as "Mode: railway or road"."""
    words = [text for key, text in values(facet, atlas).items() if key in chosen]
    return f"{FACETS[facet]}: {' or '.join(words)}"


def _row(record: Record, atlas: Atlas) -> Row:
    passages = [atlas.passage[item.passage] for item in record.evidence]
    segment = record if isinstance(record, Segment) else None
    return Row(
        id=record.id,
        name=record.name,
        kind=kind_words(record),
        family=atlas.family[record.family].short_name,
        claim=CLAIMS[record.claim]["label"],
        phases=record.all_phases,
        assigned=any(item.basis == "curator" for item in record.phases),
        contested=record.contested,
        passages=len(passages),
        voices=atlas.independent_voices(record),
        facets={
            "layer": (_layer(record),),
            "claim": (record.claim,),
            "mode": (segment.mode,) if segment else (),
            "stated": (segment.stated,) if segment else (),
            "country": _countries(record),
            "source": tuple({passage.source for passage in passages}),
            "stance": tuple({passage.stance for passage in passages}),
            "contested": ("yes" if record.contested else "no",),
        },
    )


def _countries(record: Record) -> tuple[str, ...]:
    if isinstance(record, Segment):
        return tuple(dict.fromkeys(record.countries))
    return (record.iso_a3,) if isinstance(record, Area) and record.iso_a3 else ()


def _layer(record: Record) -> str:
    if isinstance(record, Segment):
        return "route"
    if isinstance(record, Place):
        return "place"
    return "area" if isinstance(record, Area) else "undrawn"
