"""The list: everything the map shows, sortable and filterable, each row a button that selects on the map."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from corridors import catalogue, markup, selection
from corridors.model import Atlas
from corridors.selection import NO_PHASE, Selection
from corridors.views.reading.parts import Choose, pick

STEP = 25
_MAP_FACETS = {"phase": "Phase (filters the map too)", "family": "Family (filters the map too)"}
_HEADS = ("Record", "Sort", "Family", "Claim", "Phases", "Contested", "Passages", "Independent voices")


def page(picked: Selection, atlas: Atlas, choose: Choose) -> None:
    """Filters, what they leave, and the rows."""
    chosen = _chosen()
    listed = catalogue.rows(picked, atlas)
    shown = catalogue.narrowed(listed, chosen)
    facet, sort = _controls(picked, choose)
    _values(facet, picked, atlas, choose, listed)
    _active(picked, atlas, choose, chosen)
    total = sum(1 for _ in atlas.records)
    st.html(markup.status(f"{len(shown)} of {total} records. A star marks a phase that the curator assigned."))
    if not shown:
        st.html(markup.note("Nothing is left. Remove a filter above, the last one first."))
        return
    shown = catalogue.ordered(shown, sort, atlas)
    if st.session_state.get("list-table"):
        cells = [
            (row.name, row.kind, row.family, row.claim, row.phase_words, "yes" if row.contested else "no",
             str(row.passages), str(row.voices))
            for row in shown
        ]  # fmt: skip
        st.html(markup.table("Records in the list", _HEADS, cells, wide=True))
        return
    most = st.session_state.setdefault("list-most", STEP)
    with st.container(key="list-rows", gap=None):
        for row in shown[:most]:
            on = row.id in picked.selected
            st.button(
                _label(row, on=on),
                key=f"list-{row.id}",
                type="tertiary",  # one type: another would mount a new button and lose the focus
                on_click=pick,
                args=(row.id, picked, atlas, choose),
                width="stretch",
                wrap=True,
            )
    if len(shown) > most:
        st.button(f"Show {min(STEP, len(shown) - most)} more of {len(shown) - most}", key="list-more", on_click=_more)


def _label(row: catalogue.Row, *, on: bool) -> str:
    facts = f"{row.kind} · {row.claim}{' · contested' if row.contested else ''} · {row.phase_words}"
    count = f"{row.passages} passage{'s' * (row.passages != 1)}"
    return f"**{'✓ ' if on else ''}{markup.label(row.name)}** {markup.label(f'{facts} · {count}')}"


def _controls(picked: Selection, choose: Choose) -> tuple[str, str]:
    with st.container(horizontal=True, gap="small", key="list-controls"):
        facets = {**_MAP_FACETS, **catalogue.FACETS}
        facet = st.selectbox(
            "Filter by", list(facets), format_func=facets.__getitem__, key="list-facet", persist_state="session"
        )
        sort = st.selectbox(
            "Sort by",
            list(catalogue.SORTS),
            format_func=catalogue.SORTS.__getitem__,
            key="list-sort",
            persist_state="session",
        )
    with st.container(horizontal=True, gap="small", key="list-switches"):
        for field, words in (("stated_only", "Only what the articles state"), ("hide_context", "Hide context routes")):
            st.session_state[f"list-{field}"] = getattr(picked, field)
            st.checkbox(words, key=f"list-{field}", on_change=_switch, args=(field, picked, choose))
        st.checkbox("As a table to read and copy", key="list-table", persist_state="session")
    return facet, sort


def _values(facet: str, picked: Selection, atlas: Atlas, choose: Choose, listed: list[catalogue.Row]) -> None:
    """A checkbox for each value of the facet, with how many records it would show."""
    st.html(markup.note(f"{(_MAP_FACETS | catalogue.FACETS)[facet]}: tick any number; figures say how many it shows."))
    with st.container(horizontal=True, gap="small", key=f"list-values-{facet}"):
        if facet in _MAP_FACETS:
            for value, words, count, on in _map_values(facet, picked, atlas):
                key = f"list-{facet}-{value}"
                st.session_state[key] = on
                label = f"{markup.label(words)} ({count})"
                st.checkbox(label, key=key, on_change=_toggle_map, args=(value, picked, choose))
            return
        chosen = _chosen()
        counts = catalogue.counts(listed, chosen, facet)
        for value, words in catalogue.values(facet, atlas).items():
            on = value in chosen.get(facet, ())
            if not counts[value] and not on:
                continue
            key = f"list-{facet}-{value}"
            st.session_state[key] = on
            st.checkbox(f"{markup.label(words)} ({counts[value]})", key=key, on_change=_toggle, args=(facet, value))


def _map_values(facet: str, picked: Selection, atlas: Atlas) -> list[tuple[int | str, str, int, bool]]:
    chosen = _chosen()

    def count(narrowed: Selection) -> int:
        return len(catalogue.narrowed(catalogue.rows(narrowed, atlas), chosen))

    if facet == "family":
        return [
            (key, family.name, count(replace(picked, families=frozenset({key}))), key in picked.families)
            for key, family in atlas.family.items()
        ]
    names = {phase.number: f"{phase.number} {phase.name}" for phase in atlas.phases}
    names[NO_PHASE] = "No phase in the articles"
    return [
        (number, words, count(replace(picked, phases=frozenset({number}))), number in picked.phases)
        for number, words in names.items()
    ]


def _active(picked: Selection, atlas: Atlas, choose: Choose, chosen: dict[str, frozenset[str]]) -> None:
    """Every filter as a sentence that a click removes."""
    active = [(facet, values) for facet, values in chosen.items() if values]
    with st.container(horizontal=True, gap="small", key="list-active"):  # there without filters too, for the focus
        if picked.filtered:
            words = selection.sentence(picked, atlas).partition(": ")[2]
            st.button(f"✕ Map: {markup.label(words)}", key="list-clear-map", on_click=choose, args=(picked.cleared(),))
        for facet, values in active:
            words = markup.label(catalogue.sentence(facet, values, atlas))
            st.button(f"✕ {words}", key=f"list-clear-{facet}", on_click=_clear, args=(facet,))


def _chosen() -> dict[str, frozenset[str]]:
    chosen: dict[str, frozenset[str]] = st.session_state.setdefault("list-chosen", {})
    return chosen


def _toggle(facet: str, value: str) -> None:
    chosen = _chosen()
    chosen[facet] = chosen.get(facet, frozenset()) ^ {value}
    st.session_state["list-most"] = STEP


def _clear(facet: str) -> None:
    _chosen()[facet] = frozenset()


def _toggle_map(value: int | str, picked: Selection, choose: Choose) -> None:
    if isinstance(value, int):
        choose(replace(picked, phases=picked.phases ^ {value}))
    else:
        choose(replace(picked, families=picked.families ^ {value}))


def _switch(field: str, picked: Selection, choose: Choose) -> None:
    if field == "stated_only":
        choose(replace(picked, stated_only=not picked.stated_only))
    else:
        choose(replace(picked, hide_context=not picked.hide_context))


def _more() -> None:
    st.session_state["list-most"] += STEP
