"""Trade and money: figures as the articles give them, drawn without lines between them, and as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from corridors import disputes, markup, trade
from corridors.against import against
from corridors.markup import pages
from corridors.model import Atlas
from corridors.selection import Choose, Selection
from corridors.views.reading.parts import to_map

_HEADS = ("Figure", "Amount", "Year", "Sort", "Article")


def page(picked: Selection, atlas: Atlas, choose: Choose) -> None:
    """Reported trade, then targets and hopes, then costs and promises; each with its table and its words."""
    exchanged, money = trade.trade_only(atlas), trade.money(atlas)
    reported = [item for item in exchanged if item.kind == "reported"]
    wished = [item for item in exchanged if item.kind != "reported"]
    text = "Pakistan's trade with each country, from which the fourth phase would start. Years and sources differ."
    st.html(markup.heading("Trade and money", text))
    to_map(_about(exchanged), picked, atlas, choose, key="trade", most=12)
    for title, items in (
        ("Trade that the articles report", reported),
        ("Targets and hopes, none of them reached", wished),
    ):
        st.html(markup.subheading(title) + pages.chart(title, trade.scale(items), hollow=items is wished))
        _table(title, items, atlas)
    title = "Costs, promises and other figures"
    st.html(markup.subheading(title))
    to_map(_about(money), picked, atlas, choose, key="money", most=12)
    _table(title, money, atlas)
    passages = {item.quote.id for item in exchanged + money}
    disputed = [item for item in atlas.disagreements if passages.intersection(claim.passage for claim in item.claims)]
    if disputed:
        st.html(markup.subheading(f"Where figures disagree ({len(disputed)})"))
    for item in disputed:
        st.button(
            f"{markup.label(item.topic)} ({disputes.KINDS[item.kind]})", key=f"trade-disputed-{item.id}",
            type="tertiary", on_click=_disagreement, args=(item.records, item.kind, picked, choose), wrap=True,
        )  # fmt: skip


def _about(items: Sequence[trade.Figure]) -> dict[str, None]:
    """The record that each figure is about first of all: a country, a pipeline."""
    return dict.fromkeys(record for item in items for record in item.records[:1])


def _table(caption: str, items: Sequence[trade.Figure], atlas: Atlas) -> None:
    rows = [(item.label, item.amount, item.year, item.kind, item.quote.short) for item in items]
    quotes = {item.quote.id: item.quote for item in items}
    words = f"The words behind these figures ({len(quotes)} passage{'s' * (len(quotes) != 1)})"
    st.html(
        pages.table(caption, _HEADS, rows, [item.flag for item in items])
        + pages.folded(words, ((piece, against(piece.id, atlas)) for piece in quotes.values()))
    )


def _disagreement(records: tuple[str, ...], kind: str, picked: Selection, choose: Choose) -> None:
    st.session_state["disagreements-kind"] = kind
    choose(replace(picked, selected=records or picked.selected, page="disagreements"))
