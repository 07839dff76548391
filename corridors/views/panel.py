"""The panel beside the map: a row of tabs, and the page that the chosen one opens.

A page is a function of (selection, atlas, choose); `choose(selection)` is for its buttons' callbacks and changes what
the map shows. Its module is loaded when it is first opened, so that a click on the map costs nothing of the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

import streamlit as st

from corridors import cards, disputes, markup
from corridors import selection as sel
from corridors.model import Atlas, Undrawn
from corridors.selection import PAGES, Selection
from corridors.views import colophon, copying

Choose = Callable[[Selection], None]
Page = Callable[[Selection, Atlas, Choose], None]

TABS = {
    "evidence": "Evidence", "search": "Search", "list": "List", "sources": "Articles", "disagreements": "Disagreements",
    "trade": "Trade", "tour": "Tour", "export": "Export", "methods": "Methods",
}  # fmt: skip
MODULES = {name: "twin" if name == "list" else name for name in PAGES if name != "evidence"}

MOST_FILTERS = 12  # as buttons; "All filters" removes what is beyond

HOW_TO = (  # for a first visit; gone once a record has been chosen
    ("Read", "Click a line: the words that support it and the words that doubt it. What we supplied stands apart."),
    ("Find", "Search forgives misspelling. Disagreements sets the articles' words side by side."),
    ("Keys", "Tab and Enter, or the List. On the map ☰ lists all and ? shows every key."),
)


def opened(picked: Selection) -> str:
    """The name of the page that is to be drawn: the selection's, or the one to which a tab has turned since."""
    state = st.session_state
    if state.get("page-drawn") != picked.page:  # turned by a link, Back or a button, not by the tabs
        state["page"] = picked.page
    name: str = state["page"] or picked.page  # the tabs' own answer, before they are drawn
    state["page-drawn"] = name
    return name


def show(picked: Selection, atlas: Atlas, choose: Choose, undo: Callable[[], None] | None = None) -> None:
    """Draws tabs, filters and the selection's page. `undo` takes the last change back."""
    name = picked.page
    head = st.container(key="head")
    if name == "evidence":  # the evidence is what a click asks for: it is sent first, what stands over it follows
        evidence(picked, atlas, choose)
    with head:
        st.segmented_control(
            "Pages", list(TABS), format_func=TABS.__getitem__, key="page", required=True, wrap=True,
            label_visibility="collapsed",
        )  # fmt: skip
        _filters(picked, atlas, choose, undo)
        if name == "evidence":
            _disputed(picked, atlas, choose)
    if name != "evidence":
        _selected(picked, atlas, choose)
        page: Page = import_module(f"corridors.views.reading.{MODULES[name]}").page
        page(picked, atlas, choose)
        st.html(colophon.link(picked, atlas))


def _disputed(picked: Selection, atlas: Atlas, choose: Choose) -> None:
    """What the map shows, what is selected but not shown, and the way to the disagreements of each selected record."""
    chosen = [atlas.by_id[record_id] for record_id in picked.selected]
    hidden = [f"Hidden by the filters: {item.name}." for item in chosen if not sel.shows(picked, item, atlas)]
    st.html(markup.status(sel.sentence(picked, atlas)) + (markup.notices(hidden) if hidden else ""))
    for record in chosen:
        found = len(disputes.touching((record.id,), atlas))
        if found:
            times = f"{found} disagreement{'s' * (found != 1)}"
            st.button(
                f"Disputed: {markup.label(record.name)} appears in {times}", key=f"disputed-{record.id}",
                on_click=_turn, args=("disagreements", picked, choose),
            )  # fmt: skip


def evidence(picked: Selection, atlas: Atlas, choose: Choose) -> None:
    """Every selected record with all its passages, or what this is when nothing is selected."""
    chosen = [atlas.by_id[record_id] for record_id in picked.selected]
    if chosen:
        st.session_state["has-chosen"] = True
    views = [cards.card(record, atlas) for record in chosen]
    if chosen:
        colours = [atlas.family[record.family].colour for record in chosen]
        st.html(markup.records(views, colours) + colophon.link(picked, atlas))  # one element is one message
    else:
        absent = [
            (record.name, f"in the articles: {record.claim}")
            for record in sel.visible(picked, atlas)
            if isinstance(record, Undrawn)
        ]
        hint = () if st.session_state.get("has-chosen") else HOW_TO
        introduction = markup.introduction(atlas.meta.title, atlas.meta.subtitle, hint, absent)
        st.html(introduction + colophon.link(picked, atlas))
        if absent:
            undrawn = replace(picked, page="list", facets=picked.facets | {("layer", "undrawn")})
            st.button("Open these in the list", key="undrawn", on_click=choose, args=(undrawn,))


def _filters(picked: Selection, atlas: Atlas, choose: Choose, undo: Callable[[], None] | None) -> None:
    """Each filter that is on as a sentence that a click removes, and undo; where nothing is left, what each hides."""
    with st.container(horizontal=True, gap="small", key="filters"):  # always there: what follows must not move
        copying.show(picked, atlas)
        if undo:
            st.button("↶ Undo", key="undo", on_click=undo)
        if not picked.filtered:
            return
        found = sel.filters(picked, atlas)
        empty = not sel.visible(picked, atlas)
        for item in found[:MOST_FILTERS]:
            words = f"✕ {markup.label(_capital(item.words))}"
            if empty:
                words += f" (without it: {len(sel.visible(item.without, atlas))} records)"
            st.button(words, key=f"without-{item.key}", on_click=choose, args=(item.without,), wrap=True)
        if len(found) > 1:
            st.button("✕ All filters", key="without-all", on_click=choose, args=(picked.cleared(),))
    if empty:
        st.html(markup.notices(["Nothing in the atlas matches all of these filters. Remove one of them."]))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _selected(picked: Selection, atlas: Atlas, choose: Choose) -> None:
    """On every other page: what is selected, and the way to its words."""
    with st.container(key="selected"):  # always there: what follows must not move, or the focus is lost
        if not picked.selected:
            return
        st.html(markup.highlight(picked.selected))
        last = atlas.by_id[picked.selected[-1]]
        more = f" and {len(picked.selected) - 1} more" if len(picked.selected) > 1 else ""
        st.button(
            f"Selected: {markup.label(last.name)}{more}. Read all the evidence", key="to-evidence", type="tertiary",
            on_click=_turn, args=("evidence", picked, choose), wrap=True,
        )  # fmt: skip


def _turn(page: str, picked: Selection, choose: Choose) -> None:
    choose(replace(picked, page=page))
