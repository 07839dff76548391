"""Where the articles contradict each other or themselves: those of the selected records first."""

from __future__ import annotations

import streamlit as st

from corridors import disputes, markup
from corridors.markup import pages
from corridors.model import Atlas, Disagreement
from corridors.selection import Choose, Selection
from corridors.views.reading.parts import to_map

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
    leading = _leading(picked)
    near = disputes.touching(leading, atlas)
    first = [item for item in wanted if item in near]
    rest = [item for item in wanted if item not in near]
    if first:
        named = ", ".join(atlas.by_id[record_id].name for record_id in leading)
        st.html(markup.subheading(f"About {named} ({len(first)})"))
        _show(first, picked, atlas, choose)
        st.html(markup.subheading(f"All others ({len(rest)})"))
    most = st.session_state.get("disagreements-most", STEP)
    _show(rest[:most], picked, atlas, choose)
    if len(rest) > most:
        left = len(rest) - most
        st.button(f"Show {min(STEP, left)} more of {left}", key="disagreements-more", on_click=_more, args=(most,))


def _leading(picked: Selection) -> tuple[str, ...]:
    """The records whose disagreements come first: those selected elsewhere, for what is pressed here stays in place."""
    state = st.session_state
    if state["page-turned"] or picked.selected != state.get("disagreements-pressed"):
        state["disagreements-leading"] = state["disagreements-pressed"] = picked.selected
    leading: tuple[str, ...] = state["disagreements-leading"]
    return leading


def _show(items: list[Disagreement], picked: Selection, atlas: Atlas, choose: Choose) -> None:
    def press(selection: Selection) -> None:
        st.session_state["disagreements-pressed"] = selection.selected
        choose(selection)

    for item in items:
        st.html(pages.dispute(disputes.dispute(item, atlas)))
        to_map(item.records, picked, atlas, press, key=f"disagreement-{item.id}")


def _more(most: int) -> None:
    st.session_state["disagreements-most"] = most + STEP
