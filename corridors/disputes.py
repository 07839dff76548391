"""The contradictions as they are read: two columns of quotations with what each says in our words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from corridors.cards import Quoted, quoted
from corridors.model import Atlas, Disagreement, Evidence

KINDS: Final = {
    "cost": "cost", "extent": "how much", "likelihood": "how likely", "role": "who does what",
    "attribution": "who said it", "arithmetic": "sums", "date": "dates",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """What one passage says, in our words and in its own."""

    says: str
    quote: Quoted


@dataclass(frozen=True, slots=True)
class Dispute:
    """A contradiction, ready to be shown."""

    id: str
    topic: str
    kind: str
    note: str
    sides: tuple[Side, ...]
    records: tuple[str, ...]


def dispute(item: Disagreement, atlas: Atlas) -> Dispute:
    """The view-model of one contradiction."""
    sides = tuple(
        Side(claim.says, quoted(Evidence(passage=claim.passage, role="context"), atlas)) for claim in item.claims
    )
    return Dispute(item.id, item.topic, KINDS[item.kind], item.note, sides, item.records)


def touching(ids: Collection[str], atlas: Atlas) -> tuple[Disagreement, ...]:
    """The contradictions that concern any of these records."""
    return tuple(item for item in atlas.disagreements if not set(ids).isdisjoint(item.records))


def kinds(atlas: Atlas) -> dict[str, int]:
    """How many contradictions there are of each kind, in a fixed order."""
    counts: Counter[str] = Counter(item.kind for item in atlas.disagreements)
    return {kind: counts[kind] for kind in KINDS if kind in counts}
