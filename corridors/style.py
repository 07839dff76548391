"""How things are drawn, as data that the map, the legend and every export share.

Two independent codes: the line *pattern* says what the articles claim, the *body* of the line says how we drew it.
Colour (the family's, in `data/families.json`) is never the only cue. Dash lengths and widths are CSS pixels.
"""

from __future__ import annotations

from typing import Final, TypedDict


class ClaimStyle(TypedDict):
    """Words for a claim and the dash pattern of its line ("" = solid)."""

    label: str
    dash: str
    meaning: str


class BodyStyle(TypedDict):
    """Words for a way of drawing, the width of the line and of the band or casing under it."""

    label: str
    line: float
    band: float
    opacity: float
    meaning: str


CLAIMS: Final[dict[str, ClaimStyle]] = {
    "existing": {"label": "existing", "dash": "", "meaning": "the articles speak of it as there"},
    "under-construction": {
        "label": "under construction",
        "dash": "14 4",
        "meaning": "the articles say it is being built",
    },
    "agreed": {
        "label": "agreed",
        "dash": "12 5 2 5",
        "meaning": "the articles report that sides agreed or promised it",
    },
    "proposed": {"label": "proposed", "dash": "11 8", "meaning": "the articles put it forward"},
    "speculative": {
        "label": "speculative (?)",
        "dash": "3 10",
        "meaning": "the articles call it far off or speculative",
    },
    "rejected": {"label": "rejected", "dash": "", "meaning": "not drawn as a route; named in the panel"},
}

BODIES: Final[dict[str, BodyStyle]] = {
    "traced": {"label": "traced over a real line", "line": 3, "band": 5.5, "opacity": 0.95,
               "meaning": "the drawing lies on a railway or road that exists"},
    "schematic": {"label": "schematic", "line": 2.6, "band": 8, "opacity": 0.2,
                  "meaning": "the ends are known, the course between them is ours"},
    "notional": {"label": "notional band", "line": 2, "band": 22, "opacity": 0.15,
                 "meaning": "an idea between countries; no course and no length is claimed"},
}  # fmt: skip

STANCES: Final[dict[str, str]] = {
    "proposes": "proposes", "reports": "reports", "describes": "describes", "conditional": "makes it conditional",
    "doubts": "doubts", "speculates": "speculates", "rejects": "rejects",
}  # fmt: skip

ROLES: Final[dict[str, str]] = {
    "supports": "Supports it", "conditions": "Sets a condition", "doubts": "Doubts it", "rejects": "Rejects it",
    "context": "Context",
}  # fmt: skip

MODES: Final[dict[str, str]] = {
    "rail": "railway", "road": "road", "sea": "sea", "pipeline": "pipeline", "multimodal": "several modes",
    "flow": "flow of goods, no mode stated", "unstated": "mode not stated",
}  # fmt: skip

STATED: Final[dict[str, str]] = {
    "ends": "The articles name its ends; the course between them is ours.",
    "course": "The articles give its course.",
    "countries": "The articles name countries only; the course through them is ours.",
    "nothing": "The articles give no course; all of it on the map is ours.",
}

PLACES: Final[dict[str, str]] = {
    "port": "port", "city": "city", "station": "station", "plant": "plant or works", "crossing": "crossing",
    "institution": "institution",
}  # fmt: skip

BOUNDARY_NOTE: Final = (
    "Boundaries: Natural Earth, as they are held on the ground; dotted where states dispute them. "
    "The map takes no position."
)
