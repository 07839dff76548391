"""What the pages share: buttons that select records on the map."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from corridors import aim, markup
from corridors.model import Atlas
from corridors.selection import Choose, Selection


def to_map(ids: Iterable[str], picked: Selection, atlas: Atlas, choose: Choose, *, key: str, most: int = 6) -> None:
    """A row of buttons, one for each record, that select it and bring it into view."""
    known = [item for item in ids if item in atlas.by_id]
    if not known:
        return
    with st.container(horizontal=True, gap="small", key=f"row-{key}"):
        for record_id in known[:most]:
            on = record_id in picked.selected
            record = atlas.by_id[record_id]
            words = f"{'✓ ' if on else ''}{record.name}{' (contested)' if record.contested else ''}"
            st.button(
                markup.label(words),
                key=f"{key}-{record_id}",
                on_click=pick,
                args=(record_id, picked, atlas, choose),
                wrap=True,
            )
    if len(known) > most:
        st.html(markup.note(f"And {len(known) - most} more, in the list."))


def pick(record_id: str, picked: Selection, atlas: Atlas, choose: Choose) -> None:
    """Selects one record, or lets go of it where it is selected already."""
    remaining = tuple(item for item in picked.selected if item != record_id)
    if remaining != picked.selected:
        choose(aim.towards(picked, remaining, atlas))
    else:
        choose(aim.towards(picked, (record_id,), atlas))
