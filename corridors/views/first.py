"""The panel as the page brings it along: its words at once, and its controls, which wait for Streamlit's
(`assets/start.js`). The same words in the same places: when Streamlit's own panel takes over, nothing is seen to move.
"""

from __future__ import annotations

from corridors import markup
from corridors.markup import broken
from corridors.selection import Selection
from corridors.views import copying, filters, panel
from corridors.views.service import Release


def page(picked: Selection, current: Release) -> str:
    """What a link shows beside the map, as HTML. Nothing of the link's own text is in it, and so no notice about it."""
    atlas = current.atlas
    tabs = [(words, "page", number) for number, words in enumerate(panel.TABS.values())]
    here = picked.page not in filters.BELOW
    tools = [copying.TITLE, *(item.words for item in filters.removals(picked, atlas) if here)]
    pieces = [
        broken.left_out(current.faults) if current.faults else "",
        markup.controls("tabs", tabs, panel.TABS[picked.page]),
        markup.controls("chips", [(words, "filters", number) for number, words in enumerate(tools)]),
        filters.unmatched(picked, atlas) if here else "",
    ]
    if picked.page == "evidence":
        disputed = [(words, f"disputed-{record_id}", 0) for record_id, words in panel.disputed(picked, atlas).items()]
        pieces += [
            panel.standing(picked, atlas),
            markup.controls("disputed", disputed) if disputed else "",
            panel.evidence(picked.selected, atlas) or panel.introduction(picked, atlas),
        ]
    else:
        pieces.append(markup.note("Loading …"))
    return markup.first_panel(pieces)
