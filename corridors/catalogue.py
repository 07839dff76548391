"""The list beside the map: every record that the filters let through as a row, and what each value would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from corridors import facets
from corridors.cards import kind_words
from corridors.model import Atlas, Record
from corridors.selection import NO_PHASE, Selection, visible
from corridors.style import CLAIMS

SORTS: Final = {
    "atlas": "the atlas's order", "name": "name", "family": "family", "claim": "claim", "phase": "phase",
    "passages": "passages, most first", "voices": "independent voices, most first",
}  # fmt: skip
FILTERS: Final = {"phase": "Phase", "family": "Family"} | facets.FACETS


@dataclass(frozen=True, slots=True)
class Row:
    """A record in the list."""

    id: str
    name: str
    kind: str
    family: str
    claim: str
    phases: tuple[int, ...]
    assigned: bool
    contested: bool
    passages: int
    voices: int

    @property
    def phase_words(self) -> str:
        """The phases, with a star where the curator assigned one."""
        if not self.phases:
            return "no phase"
        return f"phase {', '.join(map(str, self.phases))}{'*' if self.assigned else ''}"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a filter: how many records it would show beside the other filters, and what a click asks for."""

    key: str
    words: str
    count: int
    on: bool
    toggled: Selection


def rows(picked: Selection, atlas: Atlas) -> list[Row]:
    """What the filters let through, in the atlas's order."""
    return [_row(record, atlas) for record in visible(picked, atlas)]


def values(name: str, picked: Selection, atlas: Atlas) -> list[Value]:
    """The values of one of `FILTERS`, in a fixed order; of facets, only those that a record has.

    One that the other filters leave without a record stays: those beside it must not move when it goes.
    """
    if name == "phase":
        words = {phase.number: f"{phase.number} {phase.name}" for phase in atlas.phases}
        words[NO_PHASE] = "No phase in the articles"
        return [
            Value(
                str(number),
                text,
                len(visible(replace(picked, phases=frozenset({number})), atlas)),
                number in picked.phases,
                replace(picked, phases=picked.phases ^ {number}),
            )
            for number, text in words.items()
        ]
    if name == "family":
        of_family = Counter(record.family for record in visible(replace(picked, families=frozenset()), atlas))
        return [
            Value(key, family.name, of_family[key], key in picked.families,
                  replace(picked, families=picked.families ^ {key}))
            for key, family in atlas.family.items()
        ]  # fmt: skip
    others = frozenset(pair for pair in picked.facets if pair[0] != name)
    left = visible(replace(picked, facets=others), atlas)
    known = {record.id: facets.of(record, atlas)[name] for record in atlas.records}
    found = Counter(value for record in left for value in known[record.id])
    some = {value for held in known.values() for value in held}
    return [
        Value(
            key, text, found[key], (name, key) in picked.facets, replace(picked, facets=picked.facets ^ {(name, key)})
        )
        for key, text in facets.values(name, atlas).items()
        if key in some or (name, key) in picked.facets
    ]


def ordered(listed: Iterable[Row], sort: str, atlas: Atlas) -> list[Row]:
    """The rows sorted; equal ones stay in the atlas's order."""
    families, claims = list(atlas.family), list(CLAIMS)
    keys = {
        "name": lambda row: row.name.casefold(),
        "family": lambda row: families.index(atlas.by_id[row.id].family),
        "claim": lambda row: claims.index(atlas.by_id[row.id].claim),
        "phase": lambda row: row.phases or (9,),
        "passages": lambda row: -row.passages,
        "voices": lambda row: -row.voices,
    }
    return sorted(listed, key=keys[sort]) if sort in keys else list(listed)


def _row(record: Record, atlas: Atlas) -> Row:
    return Row(
        id=record.id,
        name=record.name,
        kind=kind_words(record),
        family=atlas.family[record.family].short_name,
        claim=CLAIMS[record.claim]["label"],
        phases=record.all_phases,
        assigned=any(item.basis == "curator" for item in record.phases),
        contested=record.contested,
        passages=len(record.evidence),
        voices=atlas.independent_voices(record),
    )
