"""The filters that are on: each is a button in words, and a press removes it."""

from __future__ import annotations

import streamlit as st

from corridors import markup
from corridors import selection as sel
from corridors.model import Atlas
from corridors.selection import Choose, Selection

MOST = 12  # as buttons; "All filters" removes what is beyond

# Pages whose own controls turn filters on. They show them below these: above, each new row of them would move the next
# control from under the pointer.
BELOW = frozenset({"list", "tour"})


def row(picked: Selection, atlas: Atlas, choose: Choose) -> None:
    """The buttons in a row of their own, below a page's controls."""
    with st.container(horizontal=True, gap="small", key="filters-on"):  # always there: what follows must not move
        buttons(picked, atlas, choose)
    if nothing := unmatched(picked, atlas):
        st.html(nothing)


def buttons(picked: Selection, atlas: Atlas, choose: Choose) -> None:
    """The buttons, in the container that is open."""
    for item in removals(picked, atlas):
        st.button(markup.label(item.words), key=f"without-{item.key}", on_click=choose, args=(item.without,), wrap=True)


def removals(picked: Selection, atlas: Atlas) -> list[sel.Filter]:
    """A button's words for each filter that is on, and for all of them."""
    if not picked.filtered:
        return []
    found = sel.filters(picked, atlas)
    empty = not sel.visible(picked, atlas)
    made = []
    for item in found[:MOST]:
        left = f" (without it: {len(sel.visible(item.without, atlas))} records)" if empty else ""
        made.append(item._replace(words=f"✕ {item.words[:1].upper()}{item.words[1:]}{left}"))
    return made if len(found) == 1 else [*made, sel.Filter("all", "✕ All filters", picked.cleared())]


def unmatched(picked: Selection, atlas: Atlas) -> str:
    """That nothing matches the filters, as HTML; "" where something does."""
    if sel.visible(picked, atlas):
        return ""
    return markup.notices(["Nothing in the atlas matches all of these filters. Remove one of them."])
