"""The filters beside phase and family: what a record is known by, and the words of each value.

Values within a facet are joined by OR, facets by AND. The keys are also those of links (`urlstate.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from corridors.cards import short_citation
from corridors.model import Area, Atlas, Place, Record, Segment
from corridors.style import CLAIMS, MODES, STANCES

Chosen = Iterable[tuple[str, str]]  # (facet, value)
LAYERS: Final = {"route": "routes", "place": "places", "area": "countries and regions", "undrawn": "not on the map"}
COURSES: Final = {"ends": "its ends", "course": "its course", "countries": "countries only", "nothing": "nothing"}
FACETS: Final = {
    "layer": "Sort of record", "claim": "What the articles claim", "transport": "Mode",
    "course": "What is stated of the course", "country": "Country", "source": "Article",
    "stance": "Stance of a passage", "contested": "Contested",
}  # fmt: skip
_SAID: Final = {
    "layer": "only", "claim": "in the articles:", "transport": "mode:", "course": "stated of the course:",
    "country": "in or through", "source": "in the words of", "stance": "with a passage that",
    "contested": "only what is",
}  # fmt: skip


def of(record: Record, atlas: Atlas) -> Mapping[str, tuple[str, ...]]:
    """The values by which each facet knows a record; none where a facet does not apply to it."""
    passages = [atlas.passage[item.passage] for item in record.evidence]
    segment = record if isinstance(record, Segment) else None
    return {
        "layer": (layer(record),),
        "claim": (record.claim,),
        "transport": (segment.mode,) if segment else (),
        "course": (segment.stated,) if segment else (),
        "country": _countries(record),
        "source": tuple({passage.source for passage in passages}),
        "stance": tuple({passage.stance for passage in passages}),
        "contested": ("yes" if record.contested else "no",),
    }


def let_through(chosen: Chosen, known: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether values of facets let a record through. `known` is what `of` says of it."""
    return all(wanted.intersection(known[facet]) for facet, wanted in grouped(chosen).items())


def grouped(chosen: Chosen) -> dict[str, set[str]]:
    """The chosen values by facet."""
    found: dict[str, set[str]] = defaultdict(set)
    for facet, value in chosen:
        found[facet].add(value)
    return found


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
        "layer": LAYERS, "claim": {key: style["label"] for key, style in CLAIMS.items()}, "transport": MODES,
        "course": COURSES, "stance": STANCES, "contested": {"yes": "contested", "no": "not contested"},
    }  # fmt: skip
    return fixed[facet]


def said(facet: str, chosen: Iterable[str], atlas: Atlas) -> str:
    """Values of one facet in words, such as "mode: railway or sea"."""
    if facet == "source":
        words = {source.id: short_citation(source) for source in atlas.sources}
    else:
        words = values(facet, atlas)
    wanted = set(chosen)
    return f"{_SAID[facet]} {' or '.join(text for key, text in words.items() if key in wanted)}"


def layer(record: Record) -> str:
    """Which of `LAYERS` a record belongs to."""
    if isinstance(record, Segment):
        return "route"
    if isinstance(record, Place):
        return "place"
    return "area" if isinstance(record, Area) else "undrawn"


def _countries(record: Record) -> tuple[str, ...]:
    if isinstance(record, Segment):
        return tuple(dict.fromkeys(record.countries))
    return (record.iso_a3,) if isinstance(record, Area) and record.iso_a3 else ()
