"""The panel beside the map: a row of tabs, and the page that the chosen one opens.

A page is a function of (selection, atlas, choose); `choose(selection)` is for its buttons' callbacks and changes what
the map shows. Its module is loaded when it is first opened, so that a click on the map costs nothing of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module

import streamlit as st

from corridors import cards, disputes, markup
from corridors import selection as sel
from corridors.model import Atlas, Undrawn
from corridors.selection import PAGES, Choose, Selection
from corridors.views import colophon, copying, filters

Page = Callable[[Selection, Atlas, Choose], None]

TABS = {
    "evidence": "Evidence", "search": "Search", "list": "List", "sources": "Articles", "disagreements": "Disagreements",
    "trade": "Trade", "tour": "Tour", "export": "Export", "methods": "Methods",
}  # fmt: skip
MODULES = {name: "twin" if name == "list" else name for name in PAGES if name != "evidence"}

HOW_TO = (  # for a first visit; gone once a record has been chosen
    ("Read", "Click a line: the words that support it and the words that doubt it. What we supplied stands apart."),
    ("Find", "Search forgives misspelling. Disagreements sets the articles' words side by side."),
    ("Keys", "Tab and Enter, or the List. On the map ☰ lists all and ? shows every key."),
)


def opened(picked: Selection) -> str:
    """The name of the page that is to be drawn: the selection's, or the one to which a tab has turned since.

    "page-turned" in the session then says whether another page was drawn last.
    """
    state = st.session_state
    drawn = state.get("page-drawn")
    if drawn != picked.page:  # turned by a link, Back or a button, not by the tabs
        state["page"] = picked.page
    name: str = state["page"] or picked.page  # the tabs' own answer, before they are drawn
    state["page-turned"] = name != drawn
    state["page-drawn"] = name
    return name


def head(picked: Selection, atlas: Atlas, choose: Choose, undo: Callable[[], None] | None = None) -> None:
    """Draws what stands over the page: tabs, filters, what is disputed. `undo` takes the last change back."""
    st.segmented_control(
        "Pages", list(TABS), format_func=TABS.__getitem__, key="page", required=True, wrap=True,
        label_visibility="collapsed",
    )  # fmt: skip
    _tools(picked, atlas, choose, undo)
    if picked.page == "evidence":
        st.html(standing(picked, atlas))
        for record_id, said in disputed(picked, atlas).items():
            st.button(
                markup.label(said), key=f"disputed-{record_id}", on_click=_turn, args=("disagreements", picked, choose)
            )


def rest(picked: Selection, atlas: Atlas, choose: Choose) -> None:
    """Draws what stands under the words: the selection's page, or the way to what is not on the map."""
    if picked.page != "evidence":
        page: Page = import_module(f"corridors.views.reading.{MODULES[picked.page]}").page
        page(picked, atlas, choose)
    elif not picked.selected and _undrawn(picked, atlas):
        undrawn = replace(picked, page="list", facets=picked.facets | {("layer", "undrawn")})
        st.button("Open these in the list", key="undrawn", on_click=choose, args=(undrawn,))
    st.html(colophon.link(picked, atlas))
    if picked.page != "evidence":
        _selected(picked, atlas, choose)


def standing(picked: Selection, atlas: Atlas) -> str:
    """What the map shows, and what is selected but not shown, as HTML."""
    chosen = [atlas.by_id[record_id] for record_id in picked.selected]
    hidden = [f"Hidden by the filters: {item.name}." for item in chosen if not sel.shows(picked, item, atlas)]
    return markup.status(sel.sentence(picked, atlas)) + markup.notices(hidden)


def disputed(picked: Selection, atlas: Atlas) -> dict[str, str]:
    """In how many disagreements each selected record appears that appears in any: words by record id."""
    found = {record_id: len(disputes.touching((record_id,), atlas)) for record_id in picked.selected}
    return {
        record_id: f"Disputed: {atlas.by_id[record_id].name} appears in {count} disagreement{'s' * (count != 1)}"
        for record_id, count in found.items()
        if count
    }


def introduction(picked: Selection, atlas: Atlas, *, again: bool = False) -> str:
    """What this is, where nothing is selected, as HTML; how to read it is left out where a record was chosen before."""
    if picked.selected:
        return ""
    absent = [(record.name, f"in the articles: {record.claim}") for record in _undrawn(picked, atlas)]
    return markup.introduction(atlas.meta.title, atlas.meta.subtitle, () if again else HOW_TO, absent)


def evidence(ids: Sequence[str], atlas: Atlas) -> str:
    """Records with all their passages, as HTML."""
    chosen = [atlas.by_id[record_id] for record_id in ids]
    colours = [atlas.family[record.family].colour for record in chosen]
    return markup.records([cards.card(record, atlas) for record in chosen], colours)


def _undrawn(picked: Selection, atlas: Atlas) -> list[Undrawn]:
    return [record for record in sel.visible(picked, atlas) if isinstance(record, Undrawn)]


def _tools(picked: Selection, atlas: Atlas, choose: Choose, undo: Callable[[], None] | None) -> None:
    """Copying, undo, and the filters that are on, where the page does not show them itself."""
    here = picked.page not in filters.BELOW
    with st.container(horizontal=True, gap="small", key="filters"):  # always there: what follows must not move
        copying.show(picked, atlas)
        if undo:
            st.button("↶ Undo", key="undo", on_click=undo)
        if here:
            filters.buttons(picked, atlas, choose)
    if here and (nothing := filters.unmatched(picked, atlas)):
        st.html(nothing)


def _selected(picked: Selection, atlas: Atlas, choose: Choose) -> None:
    """At the foot of every other page: what is selected, and the way to its words."""
    if not picked.selected:
        return
    with st.container(key="selected"):
        st.html(markup.highlight(picked.selected))
        last = atlas.by_id[picked.selected[-1]]
        more = f" and {len(picked.selected) - 1} more" if len(picked.selected) > 1 else ""
        st.button(
            f"Selected: {markup.label(last.name)}{more}. Read all the evidence", key="to-evidence", type="tertiary",
            on_click=_turn, args=("evidence", picked, choose), wrap=True,
        )  # fmt: skip


def _turn(page: str, picked: Selection, choose: Choose) -> None:
    choose(replace(picked, page=page))
