"""Search: as one types, grouped, each find a button to the map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from corridors import markup
from corridors.against import against
from corridors.markup import pages
from corridors.model import Atlas
from corridors.search import GROUPS, Hit, Index, spans
from corridors.selection import Choose, Selection
from corridors.views.reading.parts import to_map

STEP = 12  # of a group
_EXAMPLES = ("Afghanistan", "price pipeline", "Chabahar Gwadar", "Siberia")
_INDEXES: dict[str, Index] = {}


def page(picked: Selection, atlas: Atlas, choose: Choose) -> None:
    """The box and what it finds."""
    typed = st.text_input(
        "Search routes, places, passages and articles", key="search-typed", live="250ms", max_chars=200,
        placeholder="Words, misspelled or not", autocomplete="off",
        persist_state="session",
    )  # fmt: skip
    if not typed:
        _offer("Try one of these:", _EXAMPLES)
        return
    hits = _index(atlas).find(typed)
    passages = sum(hit.group == "passage" for hit in hits)
    st.html(markup.status(_sentence(typed, hits, passages)))
    if not hits:
        meant = _index(atlas).meant(typed)
        _offer(
            "Did you mean one of these?" if meant else "Fewer words find more. Or try one of these:", meant or _EXAMPLES
        )
    shown = _shown(typed)
    for group, words in GROUPS.items():
        found = [hit for hit in hits if hit.group == group]
        if not found:
            continue
        st.html(markup.subheading(f"{words} ({len(found)})"))
        most = shown.get(group, STEP)
        if group == "passage":
            for hit in found[:most]:
                text = pages.found(hit.id, hit.text, hit.where, spans(hit.text, hit.words))
                st.html(text + pages.against(against(hit.id, atlas)))
                to_map(hit.records, picked, atlas, choose, key=f"search-{hit.id}", most=3)
        elif group == "source":
            for hit in found[:most]:
                st.html(markup.note(hit.where))
                label = markup.label(f"Open “{hit.title}”")
                st.button(label, key=f"search-{hit.id}", on_click=_open, args=(hit.id, picked, choose))
        else:
            to_map((hit.id for hit in found[:most]), picked, atlas, choose, key=f"search-{group}", most=most)
        left = len(found) - most
        if left > 0:
            label = f"Show {STEP} more of {left}" if left > STEP else f"Show {left} more"
            st.button(label, key=f"search-more-{group}", on_click=shown.update, args=({group: most + STEP},))


def _shown(typed: str) -> dict[str, int]:
    """How many of each group are shown; other words begin anew."""
    state = st.session_state
    if state.get("search-for") != typed:
        state["search-for"], state["search-shown"] = typed, {}
    found: dict[str, int] = state["search-shown"]
    return found


def _index(atlas: Atlas) -> Index:
    if atlas.digest not in _INDEXES:
        _INDEXES.clear()
        _INDEXES[atlas.digest] = Index(atlas)
    return _INDEXES[atlas.digest]


def _sentence(typed: str, hits: list[Hit], passages: int) -> str:
    if not hits:
        return f"Nothing found for “{typed}”."
    return f"{len(hits)} found for “{typed}”, {passages} of them passages."


def _offer(lead: str, offered: Iterable[str]) -> None:
    st.html(markup.note(lead))
    with st.container(horizontal=True, gap="small", key="search-examples"):
        for words in offered:
            st.button(markup.label(words), key=f"search-example-{words}", on_click=_type, args=(words,))


def _type(words: str) -> None:
    st.session_state["search-typed"] = words


def _open(source_id: str, picked: Selection, choose: Choose) -> None:
    st.session_state["sources-open"] = source_id
    choose(replace(picked, page="sources"))
