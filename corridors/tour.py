"""The guided tour: each step is a prepared selection, the passage it rests on and what limits it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from corridors import aim
from corridors.cards import Quoted, card, quoted
from corridors.model import Atlas, Evidence, TourStep
from corridors.selection import Selection

PARTS: Final = {"strategy": "The five phases", "ways": "Three ways to reach CPEC"}
AGAINST: Final = {
    "doubts": "A doubt about", "rejects": "A rejection of", "conditions": "A condition for", "context": "Context of",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stop:
    """A step, ready to be shown. `against` are doubts, rejections or conditions, each with its record's name."""

    part: str
    title: str
    says: str
    quote: Quoted
    against: tuple[tuple[str, Quoted], ...]
    records: tuple[str, ...]


def stop(step: TourStep, atlas: Atlas) -> Stop:
    """The view-model of a step: no proposal stands without the first doubt or condition its records carry."""
    against: dict[str, tuple[str, Quoted]] = {}
    for record_id in reversed(step.records):
        record = atlas.by_id[record_id]
        for item in card(record, atlas).lead:
            if item.role != "supports" and item.id != step.passage:
                against.setdefault(item.id, (record.name, item))
    shown = quoted(Evidence(passage=step.passage, role="supports"), atlas)
    return Stop(PARTS[step.part], step.title, step.says, shown, tuple(against.values()), step.records)


def view(step: TourStep, atlas: Atlas) -> Selection:
    """What the map shows at a step."""
    filtered = Selection(phases=frozenset(step.phases), page="tour")
    return replace(aim.towards(filtered, step.records, atlas), page="tour")
