"""The panel beside the map: a row of tabs, and the page that the chosen one opens.

A page is a function of (selection, atlas, choose); `choose(selection)` is for its buttons' callbacks and changes what
the map shows.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from corridors import cards, markup
from corridors import selection as sel
from corridors.model import Atlas, Undrawn
from corridors.selection import Selection

Choose = Callable[[Selection], None]
Page = Callable[[Selection, Atlas, Choose], None]

HOW_TO = (
    ("Click a line", "to read the exact words that support it, and the words that doubt it. Ctrl-click adds another."),
    ("Line pattern", "says what the articles claim: existing, being built, agreed, proposed, speculative."),
    ("Line body", "says how we drew it: over a real line, schematically, or as a band where only an idea exists."),
    ("Supplied by us", "is whatever the articles do not say; each panel lists it apart, with its reason."),
    ("Copy the address", "of this page to send exactly this view. The box button gives a clean picture."),
)


def show(picked: Selection, atlas: Atlas, choose: Choose) -> str:
    """Draws tabs and page; returns the name of the page that is open."""
    pages = _pages()
    name = picked.page
    if len(pages) > 1:
        chosen = st.segmented_control(
            "Pages", list(pages), default=name, format_func=str.capitalize, key="page", label_visibility="collapsed"
        )
        name = chosen or name
    pages[name](picked, atlas, choose)
    return name


def _pages() -> dict[str, Page]:
    """The pages that there are, in the order of the tabs."""
    return {"evidence": evidence}


def evidence(picked: Selection, atlas: Atlas, _: Choose) -> None:
    """Every selected record with all its passages, or what this is when nothing is selected."""
    chosen = [atlas.by_id[record_id] for record_id in picked.selected]
    views = [cards.card(record, atlas) for record in chosen]
    colours = [atlas.family[record.family].colour for record in chosen]
    st.html(markup.panel(sel.sentence(picked, atlas), views, colours))
    if not chosen:
        absent = [
            (record.name, f"in the articles: {record.claim}")
            for record in sel.visible(picked, atlas)
            if isinstance(record, Undrawn)
        ]
        st.html(markup.introduction(atlas.meta.title, atlas.meta.subtitle, HOW_TO, absent))
