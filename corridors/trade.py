"""The figures of `trade.csv` as they are read. Reported amounts, targets, hopes and promises are never mixed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corridors.cards import Quoted, quoted
from corridors.model import Atlas, Evidence, TradeFigure

KINDS: Final = {
    "reported": "reported", "target": "target", "hope": "hope", "estimate": "estimate", "commitment": "promised",
}  # fmt: skip
_SCALE: Final = {"thousand": 1e3, "million": 1e6, "billion": 1e9}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `low` and `high` are millions of US dollars, None for anything else (per cent, people, megawatts)."""

    id: str
    label: str
    short: str
    amount: str
    low: float | None
    high: float | None
    year: str
    kind: str
    flag: str
    records: tuple[str, ...]
    quote: Quoted


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart. `low` and `high` are places on the scale, from 0 to 1; equal but for a range."""

    what: str
    amount: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Scale:
    """A chart's rows and its ticks, each a place on the scale from 0 to 1 and its words; what they count."""

    unit: str
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]


def figures(atlas: Atlas) -> list[Figure]:
    """Every figure, in the order of the file."""
    return [figure(item, atlas) for item in atlas.trade]


def trade_only(atlas: Atlas) -> list[Figure]:
    """The amounts of trade between countries in dollars: what phase four would build on."""
    return [made for item, made in zip(atlas.trade, figures(atlas), strict=True) if _is_trade(item, made)]


def money(atlas: Atlas) -> list[Figure]:
    """Costs, promises and all else that is not an amount of trade."""
    return [made for item, made in zip(atlas.trade, figures(atlas), strict=True) if not _is_trade(item, made)]


def scale(items: Sequence[Figure]) -> Scale:
    """Amounts in dollars on a logarithmic scale from the power of ten below the least to the one above the greatest."""
    ends = [end for item in items for end in (item.low, item.high) if end]
    first = math.floor(math.log10(min(ends, default=1)))
    steps = max(1, math.ceil(math.log10(max(ends, default=1))) - first)

    def place(amount: float | None) -> float:
        return (math.log10(amount) - first) / steps if amount else 0.0

    return Scale(
        "Millions of US dollars; each line across is ten times the one before.",
        tuple(
            Bar(item.short, item.amount.removesuffix(" US dollars"), place(item.low), place(item.high))
            for item in items
        ),
        tuple((step / steps, f"{10.0 ** (first + step):,.10g}") for step in range(steps + 1)),
    )


def figure(item: TradeFigure, atlas: Atlas) -> Figure:
    """The view-model of one figure."""
    scale = _SCALE.get(item.unit, 0.0) / 1e6 if item.currency == "USD" else 0.0
    ends = f"{item.subject} – {item.object}" if item.object else item.subject
    return Figure(
        id=item.id,
        label=f"{ends}: {item.measure}",
        short=_short(item, atlas),
        amount=_amount(item),
        low=item.low * scale if scale else None,
        high=item.high * scale if scale else None,
        year=item.year or "no year given",
        kind=KINDS[item.kind],
        flag=item.flag,
        records=_records(item, atlas),
        quote=quoted(Evidence(passage=item.passage, role="context"), atlas),
    )


def _is_trade(item: TradeFigure, made: Figure) -> bool:
    return item.id.startswith("trade-") and made.low is not None


def _short(item: TradeFigure, atlas: Atlas) -> str:
    """A row of the chart: the other side, the year, what is counted where it is a part, and who says so."""
    part = "" if item.measure.startswith("bilateral trade") else f": {item.measure}"
    author = atlas.source[atlas.passage[item.passage].source].authors[0].split()[-1]
    return f"{item.object}{part}, {item.year or 'no year'} ({author})"


def _amount(item: TradeFigure) -> str:
    number = f"{item.low:,.10g}" if item.low == item.high else f"{item.low:,.10g} to {item.high:,.10g}"
    words = (bound(item.flag), number, item.unit, "US dollars" if item.currency == "USD" else "")
    return " ".join(word for word in words if word).replace(" percent", " %")


def bound(flag: str) -> str:
    """The word that keeps a rounded or open figure from looking exact, from the curator's flag."""
    for sign, word in (("lower bound", "over"), ("upper bound", "less than"), ("“around”", "around")):
        if sign in flag:
            return word
    return ""


def _records(item: TradeFigure, atlas: Atlas) -> tuple[str, ...]:
    """Records that the figure is about: those it names, those its passage supports, those it is other evidence for."""
    sides = {item.subject.casefold(), item.object.casefold()}
    named = [
        record.id
        for record in atlas.records
        if {record.name.casefold(), (record.name_today or record.name).casefold()} & sides
    ]
    uses = [(e.role != "supports", record.id) for record in atlas.records for e in record.evidence
            if e.passage == item.passage]  # fmt: skip
    return tuple(dict.fromkeys(named + [record_id for _, record_id in sorted(uses, key=lambda use: use[0])]))
