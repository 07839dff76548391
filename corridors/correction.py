"""The text of a report about an error: what a reader copies and sends to whoever keeps the atlas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corridors.cards import locator, short_citation
from corridors.model import Atlas


def report(ids: Sequence[str], query: Mapping[str, str], atlas: Atlas) -> str:
    """A report prefilled with the records' ids, their passages, the view and the version of the data."""
    lines = [f"Error in {atlas.meta.title}, data {atlas.edition} ({atlas.digest})", ""]
    for record_id in ids:
        record = atlas.by_id[record_id]
        lines += [f"Record: {record.id} ({record.name})", "Passages that it rests on:"]
        for item in record.evidence:
            passage = atlas.passage[item.passage]
            lines.append(
                f"- {passage.id} ({item.role}), {short_citation(atlas.source[passage.source])}, {locator(passage)}"
            )
        lines.append("")
    if not ids:
        lines += ["Record: (its id; select it on the map and it stands here)", ""]
    view = "&".join(f"{key}={value}" for key, value in query.items())
    lines += [
        f"View: ?{view}" if view else "View: the start view",
        "",
        "What is wrong:",
        "What it should say:",
        "Source that says so (title, publisher, date, page or address, the exact words):",
    ]
    return "\n".join(lines)
