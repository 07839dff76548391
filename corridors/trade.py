"""The figures of `trade.csv` as they are read. Reported amounts, targets, hopes and promises are never mixed."""

from __future__ import annotations

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


def figures(atlas: Atlas) -> list[Figure]:
    """Every figure, in the order of the file."""
    return [figure(item, atlas) for item in atlas.trade]


def trade_only(atlas: Atlas) -> list[Figure]:
    """The amounts of trade between countries in dollars: what phase four would build on."""
    return [made for item, made in zip(atlas.trade, figures(atlas), strict=True) if _is_trade(item, made)]


def money(atlas: Atlas) -> list[Figure]:
    """Costs, promises and all else that is not an amount of trade."""
    return [made for item, made in zip(atlas.trade, figures(atlas), strict=True) if not _is_trade(item, made)]


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
    """Records that the figure is about: those named by it, and those its passage is evidence for, named ones first."""
    sides = {item.subject.casefold(), item.object.casefold()}
    named = [
        record.id
        for record in atlas.records
        if {record.name.casefold(), (record.name_today or record.name).casefold()} & sides
    ]
    rest = [record.id for record in atlas.records if any(e.passage == item.passage for e in record.evidence)]
    return tuple(dict.fromkeys(named + rest))
