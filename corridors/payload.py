"""The atlas as the browser gets it, once: one JSON value that the map's script draws from.

Coordinates stay longitude, latitude, as in the files; the script flips them in one place. Text is plain and reaches
the page only through `textContent`.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from shapely.geometry import mapping

from corridors import style
from corridors.cards import card, date_words
from corridors.disputes import touching
from corridors.model import Area, Atlas, Place, Record, Segment
from corridors.selection import NO_PHASE

# The backslash first: the others bring their own.
_IN_A_STRING = {"\\": "\\\\", "'": "\\'", "</": "<\\/", "<!--": "<\\!--", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def payload(atlas: Atlas) -> dict[str, Any]:
    """Everything that the map's script needs, as JSON-ready values."""
    published = sorted(source.published[:4] for source in atlas.sources)
    articles = f"Articles {published[0]}–{published[-1]}"
    return {
        "digest": atlas.digest,
        "title": atlas.meta.title,
        "subtitle": atlas.meta.subtitle,
        "dates": f"{articles} · data {atlas.edition}, {date_words(atlas.meta.updated)}",
        "view": atlas.meta.default_view.model_dump(),
        "boundaryNote": style.BOUNDARY_NOTE,
        "noPhase": NO_PHASE,
        "phases": [{"number": phase.number, "name": phase.name} for phase in atlas.phases],
        "families": [
            {"id": family.id, "name": family.name, "short": family.short_name, "colour": family.colour}
            for family in atlas.family.values()
        ],
        "claims": style.CLAIMS,
        "bodies": style.BODIES,
        "placeKinds": style.PLACES,
        "records": [_record(record, atlas) for record in atlas.records],
        "basemap": atlas.basemap,
    }


def script(atlas: Atlas) -> str:
    """The payload as a script that sets one global. It cannot end a surrounding element or open a comment in it.

    A browser reads JSON in a string in two thirds of the time that the same takes as code.
    """
    text = json.dumps(payload(atlas), ensure_ascii=False, separators=(",", ":"))
    for character, written in _IN_A_STRING.items():
        text = text.replace(character, written)
    return f"window.CORRIDOR_ATLAS=JSON.parse('{text}');"


def _record(record: Record, atlas: Atlas) -> dict[str, Any]:
    view = card(record, atlas, facts=False)
    lead = [
        {"quote": item.quote, "marked": item.marked, "role": style.ROLES[item.role], "stance": item.stance,
         "citation": item.citation, "short": item.short, "section": item.section}
        for item in view.lead
    ]  # fmt: skip
    drawn: dict[str, Any] = {"layer": "undrawn"}
    if isinstance(record, Segment):
        drawn = {
            "layer": "segment",
            "drawn": record.drawn,
            "mode": record.mode,
            "label": record.label or record.name,
            "context": record.context,
            "nothing": record.stated == "nothing",
            "geometry": _coordinates(record.geometry),
            "points": [
                {"kind": kind, "name": item.name, "at": [item.longitude, item.latitude]}
                for kind, items in (("break", record.breaks_of_gauge), ("crossing", record.crossings))
                for item in items
            ],
        }
    elif isinstance(record, Place):
        drawn = {"layer": "place", "kind": record.kind, "geometry": _coordinates(record.geometry)}
    elif isinstance(record, Area):
        drawn = {
            "layer": "area",
            "kind": record.kind,
            "edge": record.edge,
            "iso": record.iso_a3 if record.geometry is None else None,
            "geometry": _coordinates(record.geometry) if record.geometry is not None else None,
        }
    fields = asdict(view)
    return {
        "id": record.id,
        "family": record.family,
        "claim": record.claim,
        "phases": record.all_phases,
        "statedPhases": record.stated_phases,
        "card": {key: fields[key] for key in ("name", "name_today", "kind", "claim", "contested", "voices", "phases")}
        | {"lead": lead, "passages": len(view.evidence), "disputes": len(touching((record.id,), atlas))},
        **drawn,
    }


def _coordinates(geometry: Any) -> dict[str, Any]:
    shaped: dict[str, Any] = mapping(geometry)
    return {"type": shaped["type"], "coordinates": shaped["coordinates"]}
