"""The list: everything the map shows, sortable and filterable, each row a button that selects on the map."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from corridors import catalogue, markup
from corridors.markup import pages
from corridors.model import Atlas
from corridors.selection import Choose, Selection, within
from corridors.views import filters
from corridors.views.reading.parts import pick

STEP = 25
_HEADS = ("Record", "Sort", "Family", "Claim", "Phases", "Contested", "Passages", "Independent voices")


def page(picked: Selection, atlas: Atlas, choose: Choose) -> None:
    """Filters, what they leave, and the rows."""
    name, sort = _controls(picked, atlas, choose)
    _values(name, picked, atlas, choose)
    filters.row(picked, atlas, choose)
    listed = catalogue.ordered(catalogue.rows(picked, atlas), sort, atlas)
    total = sum(1 for _ in atlas.records)
    st.html(markup.status(f"{len(listed)} of {total} records. A star marks a phase that the curator assigned."))
    if not listed:
        return  # the row above says which filter to remove
    if st.session_state.get("list-table"):
        cells = [
            (row.name, row.kind, row.family, row.claim, row.phase_words, "yes" if row.contested else "no",
             str(row.passages), str(row.voices))
            for row in listed
        ]  # fmt: skip
        st.html(pages.table("Records in the list", _HEADS, cells, wide=True))
        return
    most = st.session_state.setdefault("list-most", STEP)
    with st.container(key="list-rows", gap=None):
        for row in listed[:most]:
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
    if len(listed) > most:
        st.button(f"Show {min(STEP, len(listed) - most)} more of {len(listed) - most}", key="list-more", on_click=_more)


def _label(row: catalogue.Row, *, on: bool) -> str:
    facts = f"{row.kind} · {row.claim}{' · contested' if row.contested else ''} · {row.phase_words}"
    count = f"{row.passages} passage{'s' * (row.passages != 1)}"
    return f"**{'✓ ' if on else ''}{markup.label(row.name)}** {markup.label(f'{facts} · {count}')}"


def _controls(picked: Selection, atlas: Atlas, choose: Choose) -> tuple[str, str]:
    with st.container(horizontal=True, gap="small", key="list-controls"):
        name = st.selectbox(
            "Filter by", list(catalogue.FILTERS), format_func=catalogue.FILTERS.__getitem__, key="list-facet",
            persist_state="session",
        )  # fmt: skip
        sort = st.selectbox(
            "Sort by", list(catalogue.SORTS), format_func=catalogue.SORTS.__getitem__, key="list-sort",
            persist_state="session",
        )  # fmt: skip
    with st.container(horizontal=True, gap="small", key="list-switches"):
        switches = {
            "Only what the articles state": ("stated_only", replace(picked, stated_only=not picked.stated_only)),
            "Hide context routes": ("hide_context", replace(picked, hide_context=not picked.hide_context)),
        }
        for words, (field, toggled) in switches.items():
            key = _box(f"list-{field}", on=getattr(picked, field))
            st.checkbox(words, key=key, on_change=_filter, args=(toggled, atlas, choose))
        st.checkbox("As a table to read and copy", key="list-table", persist_state="session")
    return name, sort


def _values(name: str, picked: Selection, atlas: Atlas, choose: Choose) -> None:
    """A checkbox for each value of a filter, with how many records it would show."""
    st.html(markup.note(f"{catalogue.FILTERS[name]}: tick any number. Figures say how many records each one shows."))
    with st.container(horizontal=True, gap="small", key=f"list-values-{name}"):
        for value in catalogue.values(name, picked, atlas):
            key = _box(f"list-{name}-{value.key}", on=value.on)
            label = f"{markup.label(value.words)} ({value.count})"
            st.checkbox(label, key=key, on_change=_filter, args=(value.toggled, atlas, choose), wrap=True)


def _box(key: str, *, on: bool) -> str:
    """The key of a checkbox that shows whether a filter is `on`: another one when that was changed elsewhere.

    The browser sends what every box holds along with whatever is pressed. Before it has heard of the change, that would
    count as a tick that takes it back.
    """
    state = st.session_state
    changed: dict[str, int] = state.setdefault("list-boxes", {})
    if state.get(f"{key}-{changed.get(key, 0)}", on) != on:
        changed[key] = changed.get(key, 0) + 1
    current = f"{key}-{changed.get(key, 0)}"
    state[current] = on
    return current


def _filter(wanted: Selection, atlas: Atlas, choose: Choose) -> None:
    st.session_state["list-most"] = STEP
    choose(within(wanted, atlas))


def _more() -> None:
    st.session_state["list-most"] += STEP
