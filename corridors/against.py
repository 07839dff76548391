"""What speaks against a passage: no proposal is shown without the doubt that its records carry elsewhere."""

from __future__ import annotations

from corridors.cards import Quoted, card
from corridors.model import Atlas


def against(passage_id: str, atlas: Atlas) -> list[tuple[str, Quoted]]:
    """The first doubt or rejection of each record that a passage supports, once, with the names of those records."""
    found: dict[str, tuple[list[str], Quoted]] = {}
    for record in atlas.records:
        if not record.contested:
            continue
        if not any(item.passage == passage_id and item.role == "supports" for item in record.evidence):
            continue
        for piece in card(record, atlas).lead:
            if piece.role in ("doubts", "rejects") and piece.id != passage_id:
                found.setdefault(piece.id, ([], piece))[0].append(record.name)
    return [("; ".join(names), piece) for names, piece in found.values()]
