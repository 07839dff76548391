"""How long the drawing of an existing alignment is, country by country, for the card.

Only where no published length is given: a card shows a length computed or sourced, never both. A schematic line or a
notional band has none.
"""

from __future__ import annotations

from functools import lru_cache

from corridors.countries import Countries, lengths_km, names
from corridors.model import Atlas, Record, Segment


def drawn_length(record: Record, atlas: Atlas) -> str:
    """Such as "4,512 km on our drawing: Pakistan 2,001, China 2,511"; "" where no length is claimed."""
    if not isinstance(record, Segment) or record.drawn != "traced" or record.length_km is not None:
        return ""
    by_country = _measured(_Known(atlas), record.id)
    known = names(atlas.basemap)
    countries = ", ".join(f"{known.get(code, code)} {km:,.0f}" for code, km in by_country if code)
    return f"{sum(km for _, km in by_country):,.0f} km along our drawing ({countries} km)"


class _Known:
    """An atlas as a key: two of the same digest are the same."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas

    def __hash__(self) -> int:
        return hash(self.atlas.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and other.atlas.digest == self.atlas.digest


@lru_cache(maxsize=200)
def _measured(known: _Known, record_id: str) -> tuple[tuple[str | None, float], ...]:
    """Geodesic km (WGS84) in each country, in travel order; under 1 km of border noise is left out."""
    runs = _countries(known).runs(known.atlas.by_id[record_id].geometry)  # type: ignore[attr-defined]  # a segment, says drawn_length
    return tuple((code, km) for code, km in lengths_km(runs).items() if km >= 1)


@lru_cache(maxsize=2)
def _countries(known: _Known) -> Countries:
    return Countries(known.atlas.basemap["countries"]["features"])
