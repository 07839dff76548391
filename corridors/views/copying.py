"""The Copy button: the link of this view and each quotation with its citation, made when it is opened."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from corridors import cards, markup, quotable, style
from corridors.model import Atlas
from corridors.selection import Selection

TITLE = "Copy …"
MOST = 3  # selected records whose quotations are offered, the last ones


def show(picked: Selection, atlas: Atlas) -> None:
    """One button; nothing is made before it is pressed."""
    with st.popover(TITLE, key="copy", on_change="rerun") as opened:
        if not opened.open:
            return
        from corridors.export.links import address  # noqa: PLC0415 - a click on the map needs none of it

        base = str(st.context.url or "").partition("?")[0].rstrip("/") + "/"
        st.html(markup.subheading("Link to this view"))
        _text(address(base, picked, atlas))
        for record_id in picked.selected[::-1][:MOST]:
            card = cards.card(atlas.by_id[record_id], atlas)
            link = address(base, replace(Selection(), selected=(record_id,)), atlas)
            st.html(markup.subheading(f"{card.name}: all quotations"))
            _text(quotable.record(card, link), height=120)
            for role, words in style.ROLES.items():
                pieces = [piece for piece in card.evidence if piece.role == role]
                for number, piece in enumerate(pieces, 1):
                    count = f" ({number} of {len(pieces)})" if len(pieces) > 1 else ""
                    st.html(markup.note(f"{words}{count}"))
                    _text(quotable.passage(piece, card, link))
        if not picked.selected:
            st.html(markup.note("Select a route, and its quotations with their citations stand here."))


def _text(text: str, height: int | None = None) -> None:
    st.code(text, language=None, wrap_lines=True, height=height or "content")
