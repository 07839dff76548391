"""What the data exports hold, format by format the same: records and their evidence as plain rows, and a README."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shapely.geometry import MultiPolygon, shape
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from corridors import cards, style
from corridors import selection as sel
from corridors.export import content
from corridors.model import Area, Atlas, Place, Record, Segment
from corridors.selection import Selection

LAYERS: dict[str, str] = {"segment": "segments", "place": "places", "area": "areas", "undrawn": "undrawn"}


def records(atlas: Atlas, selection: Selection) -> tuple[Record, ...]:
    """What is exported: the selected records, or without a selection everything that the filters show."""
    if selection.selected:
        return tuple(atlas.by_id[record_id] for record_id in selection.selected)
    return sel.visible(selection, atlas)


def layer(record: Record) -> str:
    """The kind of record: "segment", "place", "area" or "undrawn"."""
    if isinstance(record, Segment):
        return "segment"
    return "place" if isinstance(record, Place) else "area" if isinstance(record, Area) else "undrawn"


def record_row(record: Record, atlas: Atlas) -> dict[str, Any]:
    """A record without its evidence, as flat values; phases and countries are texts joined by semicolons."""
    view = cards.card(record, atlas)
    row: dict[str, Any] = {
        "id": record.id,
        "layer": layer(record),
        "name": record.name,
        "name_today": record.name_today or "",
        "family": record.family,
        "family_name": view.family,
        "kind": view.kind,
        "claim": record.claim,
        "contested": "yes" if record.contested else "no",
        "phases_stated": "; ".join(map(str, record.stated_phases)),
        "phases_curator": "; ".join(str(item.number) for item in record.phases if item.basis == "curator"),
        "supporting_passages": sum(item.role == "supports" for item in record.evidence),
        "independent_voices": atlas.independent_voices(record),
        "articles_say": " | ".join(f"{term}: {text}" for term, text in view.articles),
        "curator_says": " | ".join(f"{term}: {text}" for term, text in view.curator),
        "label": "",
        "context": "",
        "mode": "",
        "course_stated": "",
        "drawn": "",
        "countries": "",
    }
    if isinstance(record, Segment):
        row |= {
            "label": record.label or "",
            "context": "yes" if record.context else "no",
            "mode": record.mode,
            "course_stated": record.stated,
            "drawn": record.drawn,
            "countries": "; ".join(record.countries),
        }
    return row


def evidence_rows(record: Record, atlas: Atlas) -> Iterator[dict[str, Any]]:
    """A record's evidence, strongest support first. `quote` is verbatim, `quote_shown` has its repairs in brackets."""
    for item in cards.card(record, atlas).evidence:
        passage = atlas.passage[item.id]
        yield {
            "record": record.id,
            "record_name": record.name,
            "role": item.role,
            "passage": passage.id,
            "stance": passage.stance,
            "quote": passage.quote,
            "quote_shown": item.quote,
            "citation": item.citation,
            "source": passage.source,
            "section": passage.section or "",
            "paragraph": passage.paragraph,
            "conditions": " | ".join(passage.conditions),
            "likelihood": " | ".join(passage.likelihood),
            "relays": item.relays,
            "curator_gloss": passage.gloss,
            "curator_note": item.note,
            "rights": atlas.source[passage.source].rights,
        }


def geometry(record: Record, atlas: Atlas) -> BaseGeometry | None:
    """A record's geometry in degrees, rings wound as RFC 7946 asks; a country's outline comes from the basemap."""
    found: BaseGeometry | None = getattr(record, "geometry", None)
    if found is None and isinstance(record, Area) and record.iso_a3:
        parts = [
            shape(feature["geometry"])
            for feature in atlas.basemap["countries"]["features"]
            if feature["properties"]["iso_a3"] == record.iso_a3
        ]
        found = (
            parts[0]
            if len(parts) == 1
            else MultiPolygon([p for part in parts for p in polygons(part)])
            if parts
            else None
        )
    if found is not None and found.geom_type == "Polygon":
        return orient(found)
    if found is not None and found.geom_type == "MultiPolygon":
        return MultiPolygon([orient(part) for part in found.geoms])
    return found


def polygons(part: Any) -> list[Any]:
    """The polygons of a polygon or multipolygon."""
    return list(part.geoms) if part.geom_type == "MultiPolygon" else [part]


def readme(atlas: Atlas, selection: Selection, link: str, date: str) -> str:
    """The text that travels with every data export."""
    lines = [
        f"{atlas.meta.title}: {atlas.meta.subtitle}",
        "",
        f"What is in here: {content.sentence(selection, atlas)}",
        *([] if records(atlas, selection) else [content.EMPTY]),
        content.dates(atlas, date),
        f"This view: {link}",
        content.licences(atlas),
        "",
        "How to read it",
        "- One record is one route, place, area, or thing that is not on the map; its id never changes.",
        "- 'quote' is verbatim; 'quote_shown' is the same with certain glitches of the copy mended in [brackets].",
        "- 'role' says what a passage does for this record: supports, conditions, doubts, rejects or context. Never",
        "  use a supporting passage without the doubts and conditions that stand beside it.",
        "- 'claim' is what the articles amount to: " + ", ".join(style.CLAIMS) + ".",
        "- 'drawn' is how we drew a line: traced over a real one, schematic, or notional (no course is claimed).",
        "  Lines that are not traced are not for measuring.",
        "- Columns that begin with 'curator' and the phases in 'phases_curator' are ours, not the articles'.",
        "- Coordinates are WGS84, longitude then latitude. " + style.BOUNDARY_NOTE,
        "- In CSV files a cell that begins with = + - @ (also full-width), a tab or a line break carries a ' in front",
        "  of it, and so does one with ' before these, so that no spreadsheet runs it as a formula; drop that one",
        "  character to get the text itself.",
        "",
        "Sources",
    ]
    for source in atlas.sources:
        lines += [f"- [{source.id}] {cards.citation(source)}.", f"  Rights: {source.rights}"]
    return "\n".join(lines) + "\n"
