"""What was measured, as Markdown tables: the same text in the terminal and in docs/geography.md.

Lengths are kilometres. An en dash stands where a rule does not apply or nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from corridors.countries import lengths_km
from corridors.geography import SHORT_DRAWINGS, Row
from corridors.model import Segment
from corridors.railways import Share

NONE: Final = "–"


def measurements(rows: Iterable[Row]) -> str:
    """One line for each segment."""
    headings = (
        "segment", "drawn", "length km", "published km", "difference", "widest spacing km", "km per country",
        "points off the line km", "crossings off the border km", "clear of land km",
    )  # fmt: skip
    return _table(headings, ([
        row.segment, row.drawn, _km(row.km), _km(row.published_km), _deviation(row), f"{row.spacing_km:.1f}",
        _countries(row),
        _km(row.off_line_km, 1), _km(row.off_border_km, 1), _km(row.off_land_km, 1),
    ] for row in rows))  # fmt: skip


def railways(shares: Iterable[Share], rows: Iterable[Row], segments: Iterable[Segment]) -> str:
    """One line for each traced railway: what it was traced from, and how near it lies to the reference."""
    row, segment = {item.segment: item for item in rows}, {item.id: item for item in segments}
    headings = (
        "alignment", "drawn from", "length km", "published km", "railway compared km", "within 5 km", "within 10 km",
        "railway not in the reference",
    )  # fmt: skip
    return _table(headings, ([
        item.segment, (segment[item.segment].traced_from or NONE).replace("|", "/"),
        _km(row[item.segment].km), _km(row[item.segment].published_km),
        f"{item.held_km:,.0f} of {item.km:,.0f}", _percent(item.near), _percent(item.far),
        ", ".join(item.gaps) or NONE,
    ] for item in shares))  # fmt: skip


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (headings, ["---"] * len(headings), *rows))


def _countries(row: Row) -> str:
    lengths = {code or "water": km for code, km in lengths_km(row.runs).items()}
    return ", ".join(f"{code} {km:,.0f}" if row.km else code for code, km in lengths.items())


def _deviation(row: Row) -> str:
    if row.deviation is None:
        return NONE
    return f"{row.deviation:+.1%}" + (" (mountains)" if row.segment in SHORT_DRAWINGS else "")


def _percent(share: float | None) -> str:
    return NONE if share is None else f"{share:.1%}"


def _km(km: float | None, digits: int = 0) -> str:
    return NONE if km is None else f"{km:,.{digits}f}"
