"""Trade and money: figures as the articles give them, drawn without lines between them, and as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import altair as alt
import streamlit as st

from corridors import disputes, markup, trade
from corridors.model import Atlas
from corridors.selection import Selection
from corridors.views.reading.parts import Choose, to_map

_HEADS = ("Figure", "Amount", "Year", "Sort", "Article", "Curator")
_DOMAIN = (1, 2_000_000)  # millions of US dollars; wider than the figures, for their words beside them
_INK = {"light": "#1d2730", "dark": "#e6eaed"}
_MARK = "#3f83bd"  # told from the ground of both themes


def page(picked: Selection, atlas: Atlas, choose: Choose) -> None:
    """Reported trade, then targets and hopes, then costs and promises; each with its table."""
    exchanged, money = trade.trade_only(atlas), trade.money(atlas)
    reported = [item for item in exchanged if item.kind == "reported"]
    wished = [item for item in exchanged if item.kind != "reported"]
    text = "Pakistan's trade with each country, from which the fourth phase would start. Years and sources differ."
    st.html(markup.heading("Trade and money", text))
    for title, items in (
        ("Trade that the articles report", reported),
        ("Targets and hopes, none of them reached", wished),
    ):
        st.html(markup.subheading(title))
        _chart(items, title, reported=items is reported)
        st.html(_table(title, items))
    countries = dict.fromkeys(record for item in exchanged for record in item.records[:1])
    st.html(markup.subheading("On the map"))
    to_map(countries, picked, atlas, choose, key="trade", most=12)
    st.html(markup.subheading("Costs, promises and other figures"))
    st.html(_table("Costs, promises and other figures", money))
    to_map(dict.fromkeys(record for item in money for record in item.records[:1]), picked, atlas, choose, key="money")
    passages = {item.quote.id for item in exchanged + money}
    disputed = [item for item in atlas.disagreements if passages.intersection(claim.passage for claim in item.claims)]
    if disputed:
        st.html(markup.subheading(f"Where figures disagree ({len(disputed)})"))
    for item in disputed:
        st.button(
            f"{markup.label(item.topic)} ({disputes.KINDS[item.kind]})", key=f"trade-{item.id}", type="tertiary",
            on_click=_disagreement, args=(item.records, item.kind, picked, choose), wrap=True,
        )  # fmt: skip


def _chart(items: Sequence[trade.Figure], title: str, *, reported: bool) -> None:
    """Points on a logarithmic scale, a range as a bar; what it shows stands in the table below as well."""
    rows = [
        {"what": item.short, "low": item.low, "high": item.high, "amount": item.amount.removesuffix(" US dollars")}
        for item in items
    ]
    words = "; ".join(f"{row['what']} {row['amount']}" for row in rows)
    ink = _INK[st.context.theme.type or "light"]
    small: dict[str, Any] = {"labelColor": ink, "titleColor": ink, "labelFontSize": 11, "titleFontSize": 12}
    ticks = alt.Axis(values=[1, 10, 100, 1000, 10_000], format=",d", titleAnchor="end", **small)
    scale = alt.Scale(type="log", domain=_DOMAIN)
    across = alt.X("low:Q", scale=scale, title="millions of US dollars, log scale", axis=ticks)
    names = alt.Axis(labelLimit=210, labelFlush=False, **small)
    down = alt.Y("what:N", title=None, sort=[item.short for item in items], axis=names)
    base = alt.Chart({"values": rows})
    spread = base.mark_rule(strokeWidth=3, color=_MARK).encode(x=across, x2="high:Q", y=down)
    points = base.mark_point(
        size=70, opacity=1, color=_MARK, shape="circle" if reported else "diamond", filled=reported
    ).encode(x=across, y=down)
    ends = base.mark_text(align="left", dx=8, fontSize=11, color=ink).encode(
        x=alt.X("high:Q", scale=scale, axis=ticks), y=down, text="amount:N"
    )
    drawn: Any = (spread + points + ends).properties(height=alt.Step(24))
    st.altair_chart(drawn, key=f"chart-{title}", alt=f"{title}, in millions of US dollars: {words}.")


def _table(caption: str, items: Sequence[trade.Figure]) -> str:
    rows = [(item.label, item.amount, item.year, item.kind, item.quote.short, item.flag) for item in items]
    return markup.table(caption, _HEADS, rows, wide=True)


def _disagreement(records: tuple[str, ...], kind: str, picked: Selection, choose: Choose) -> None:
    st.session_state["disagreements-kind"] = kind
    choose(replace(picked, selected=records or picked.selected, page="disagreements"))
