"""Where the articles contradict each other or themselves: those of the selected records first."""

from __future__ import annotations

import streamlit as st

from corridors import disputes, markup
from corridors.markup import pages
from corridors.model import Atlas, Disagreement
from corridors.selection import Selection
from corridors.views.reading.parts import Choose, to_map

STEP = 6


def page(picked: Selection, atlas: Atlas, choose: Choose) -> None:
    """The contradictions, narrowed to a kind where one is chosen."""
    total = len(atlas.disagreements)
    st.html(
        markup.heading(f"{total} disagreements", "What the articles say differently, in their words. We do not decide.")
    )
    kinds = disputes.kinds(atlas)
    names = {"": f"every kind ({total})"} | {kind: f"{disputes.KINDS[kind]} ({count})" for kind, count in kinds.items()}
    kind = st.selectbox(
        "About", list(names), format_func=names.__getitem__, key="disagreements-kind", persist_state="session"
    )
    wanted = [item for item in atlas.disagreements if kind in ("", item.kind)]
    near = disputes.touching(picked.selected, atlas)
    first = [item for item in wanted if item in near]
    rest = [item for item in wanted if item not in near]
    if first:
        st.html(markup.subheading(f"About what is selected ({len(first)})"))
        _show(first, picked, atlas, choose)
        st.html(markup.subheading(f"All others ({len(rest)})"))
    most = st.session_state.get("disagreements-most", STEP)
    _show(rest[:most], picked, atlas, choose)
    if len(rest) > most:
        left = len(rest) - most
        st.button(f"Show {min(STEP, left)} more of {left}", key="disagreements-more", on_click=_more, args=(most,))


def _show(items: list[Disagreement], picked: Selection, atlas: Atlas, choose: Choose) -> None:
    for item in items:
        st.html(pages.dispute(disputes.dispute(item, atlas)))
        to_map(item.records, picked, atlas, choose, key=f"disagreement-{item.id}")


def _more(most: int) -> None:
    st.session_state["disagreements-most"] = most + STEP
