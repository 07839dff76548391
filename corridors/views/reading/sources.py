"""The articles, one at a time, each with its excerpts and what they are evidence for."""

from __future__ import annotations

import streamlit as st

from corridors import markup, shelf
from corridors.against import against
from corridors.markup import pages
from corridors.model import Atlas
from corridors.selection import Choose, Selection
from corridors.views.reading.parts import to_map

STEP = 10


def page(picked: Selection, atlas: Atlas, choose: Choose) -> None:
    """The chosen article."""
    titles = {source.id: f"{source.title} ({source.publisher}, {source.published[:4]})" for source in atlas.sources}
    if st.session_state.get("sources-open") not in titles:
        st.session_state["sources-open"] = next(iter(titles))
    source_id = st.selectbox(
        f"Article (one of {len(titles)})",
        list(titles),
        format_func=titles.__getitem__,
        key="sources-open",
        persist_state="session",
    )
    source = atlas.source[source_id]
    st.html(pages.article(shelf.article(source, atlas)))
    found = shelf.excerpts(source, atlas)
    st.html(markup.subheading(f"Excerpts ({len(found)}), by what they are evidence for, not in the article's order"))
    most = st.session_state.get(f"sources-most-{source_id}", STEP)
    for item in found[:most]:
        shown = pages.excerpt(item.quote, [(name, role) for _, name, role in item.uses])
        st.html(shown + pages.against(against(item.quote.id, atlas)))
        to_map((use[0] for use in item.uses), picked, atlas, choose, key=f"sources-{item.quote.id}", most=4)
    if len(found) > most:
        left = len(found) - most
        st.button(f"Show {min(STEP, left)} more of {left}", key="sources-more", on_click=_more, args=(source_id, most))


def _more(source_id: str, most: int) -> None:
    st.session_state[f"sources-most-{source_id}"] = most + STEP
