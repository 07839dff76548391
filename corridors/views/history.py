"""What undo takes back: filters and selections, made in the map's frame or beside it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from corridors.selection import Selection

MOST = 30


def note(before: Selection, after: Selection) -> None:
    """Remembers a change of filters or selection; moves, pages and the briefing view are no matter of undo."""
    if _matter(before) != _matter(after):
        steps = _steps()
        steps.append((before, before.viewport != after.viewport))
        del steps[:-MOST]


def forget() -> None:
    """Starts anew, as a link does: the browser's own Back leads to what was before it."""
    _steps().clear()


def possible() -> bool:
    """Whether there is something to undo."""
    return bool(_steps())


def undone(now: Selection) -> Selection:
    """The selection before the last change; the map stays where it is unless that change moved it."""
    before, moved = _steps().pop()
    return replace(before, viewport=before.viewport if moved else now.viewport, page=now.page, briefing=now.briefing)


def _matter(picked: Selection) -> Selection:
    return replace(picked, viewport=None, page="", briefing=False)


def _steps() -> list[tuple[Selection, bool]]:
    steps: list[tuple[Selection, bool]] = st.session_state.setdefault("undo-steps", [])
    return steps
