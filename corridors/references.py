"""Rules between records: unique ids, references that lead somewhere, conditions inside their quotation.

`check` gets the parts of an atlas by name ("passages", "segments" …) and returns every fault; opens nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from corridors import model
from corridors.faults import Fault, clip

FILES = {
    "phases": "phases.json", "families": "families.json", "sources": "sources.json", "passages": "passages.json",
    "segments": "segments.geojson", "places": "places.geojson", "areas": "areas.geojson", "undrawn": "undrawn.json",
    "trade": "trade.csv", "disagreements": "disagreements.json", "tour": "tour.json",
}  # fmt: skip
EVIDENCE = ("segments", "places", "areas", "undrawn")
MOST_FAMILIES = 7
FEWEST_WORDS, MOST_WORDS = 10, 90


Ids = frozenset[str] | None


def check(
    parts: Mapping[str, tuple[Any, ...]], ids: Mapping[str, Ids], broken: Collection[str], *, whole: bool
) -> Iterator[Fault]:
    """Every fault between the records of an atlas.

    `ids` are those that each file names, whether or not its records passed, or None for an unreadable file: nothing
    can be said of references into that. `broken` are the files with faults: the passages that they use are not known.
    `whole` says that no record was left out before.
    """
    yield from _unique(parts)
    passages, sources, families = ids["passages"], ids["sources"], ids["families"]
    if len(parts["families"]) > MOST_FAMILIES:
        yield Fault("families.json", "", "", f"{len(parts['families'])} families", f"at most {MOST_FAMILIES}")
    if "phases.json" not in broken and [phase.number for phase in parts["phases"]] != [1, 2, 3, 4, 5]:
        yield Fault("phases.json", "", "number", clip([p.number for p in parts["phases"]]), "1, 2, 3, 4, 5 in order")
    for phase in parts["phases"]:
        yield from _known(passages, phase.passage, "phases.json", str(phase.number), "passage", "a passage")
    for passage in parts["passages"]:
        yield from _known(sources, passage.source, "passages.json", passage.id, "source", "a source")
        yield from _passage(passage)

    named = [ids[part] for part in EVIDENCE]
    records: Ids = None if None in named else frozenset().union(*(part for part in named if part is not None))
    used: set[str] = {phase.passage for phase in parts["phases"]}
    for part in EVIDENCE:
        for record in parts[part]:
            used.update(item.passage for item in record.evidence)
            yield from _known(families, record.family, FILES[part], record.id, "family", "a family")
            yield from _evidence(record, FILES[part], passages)
    for figure in parts["trade"]:
        used.add(figure.passage)
        yield from _known(passages, figure.passage, "trade.csv", figure.id, "passage", "a passage")
        if figure.low > figure.high:
            yield Fault("trade.csv", figure.id, "low", f"{figure.low} above {figure.high}", "low no higher than high")
    for item in parts["disagreements"]:
        for index, claim in enumerate(item.claims):
            used.add(claim.passage)
            field = f"claims[{index}].passage"
            yield from _known(passages, claim.passage, "disagreements.json", item.id, field, "a passage")
        for index, record_id in enumerate(item.records):
            yield from _known(records, record_id, "disagreements.json", item.id, f"records[{index}]", "a record")
    for step in parts["tour"]:
        used.add(step.passage)
        yield from _known(passages, step.passage, "tour.json", step.id, "passage", "a passage")
        for index, record_id in enumerate(step.records):
            yield from _known(records, record_id, "tour.json", step.id, f"records[{index}]", "a record")
    using = {file for part, file in FILES.items() if part not in {"passages", "sources", "families"}}
    whole = whole and using.isdisjoint(broken)
    for passage in parts["passages"]:
        if whole and passage.id not in used and passage.unlinked_reason is None:
            wanted = "a record that uses this passage, or the reason why none does"
            yield Fault("passages.json", passage.id, "unlinked_reason", "nothing", wanted)


def _known(ids: Ids, wanted: str, file: str, record: str, field: str, what: str) -> Iterator[Fault]:
    if ids is not None and wanted not in ids:
        yield Fault(file, record, field, clip(wanted), f"the id of {what} that exists", "check the spelling")


def _unique(parts: Mapping[str, tuple[Any, ...]]) -> Iterator[Fault]:
    """Ids are unique across all files, so that a link can name a record by its id alone."""
    where = [(item.id, FILES[part]) for part, items in parts.items() for item in items if part != "phases"]
    counts = Counter(record_id for record_id, _ in where)
    for record_id, file in where:
        if counts[record_id] > 1:
            yield Fault(file, record_id, "id", f"the id {counts[record_id]} times in the atlas", "an id of its own")


def _passage(passage: model.Passage) -> Iterator[Fault]:
    count = len(passage.quote.split())
    if not FEWEST_WORDS <= count <= MOST_WORDS and passage.form_reason is None:
        wanted = f"{FEWEST_WORDS} to {MOST_WORDS} words, or the reason in form_reason"
        yield Fault("passages.json", passage.id, "quote", f"{count} words", wanted)
    if passage.form in ("heading", "fragment") and passage.form_reason is None:
        wanted = "the reason why no whole sentence was to be had"
        yield Fault("passages.json", passage.id, "form_reason", "nothing", wanted)
    for field in ("conditions", "likelihood"):
        for index, words in enumerate(getattr(passage, field)):
            if words not in passage.quote:
                place = f"{field}[{index}]"
                yield Fault("passages.json", passage.id, place, clip(words), "words that stand in the quote")


def _evidence(record: model.Record, file: str, passages: Ids) -> Iterator[Fault]:
    counts = Counter(item.passage for item in record.evidence)
    for index, item in enumerate(record.evidence):
        field = f"evidence[{index}].passage"
        yield from _known(passages, item.passage, file, record.id, field, "a passage")
        if counts[item.passage] > 1:
            yield Fault(file, record.id, field, f"{clip(item.passage)} more than once", "each passage once a record")
    if record.claim != "rejected" and not any(item.role in ("supports", "context") for item in record.evidence):
        yield Fault(file, record.id, "evidence", "no passage that supports it", "at least one")
    if isinstance(record, model.Segment) and not any(item.role == "supports" for item in record.evidence):
        yield Fault(file, record.id, "evidence", "no passage that supports it", "at least one")
    for index, phase in enumerate(record.phases):
        place = f"phases[{index}]"
        if phase.basis == "stated" and phase.passage is None:
            yield Fault(file, record.id, place, "no passage", "the passage that states the phase")
        if phase.basis == "curator" and phase.why is None:
            yield Fault(file, record.id, place, "no why", "the curator's reason for this phase")
        if phase.passage is not None:
            yield from _known(passages, phase.passage, file, record.id, f"{place}.passage", "a passage")
    if isinstance(record, model.Segment):
        yield from _segment(record, file, passages)


def _segment(segment: model.Segment, file: str, passages: Ids) -> Iterator[Fault]:
    for index, point in enumerate(segment.waypoints):
        field = f"waypoints[{index}].passage"
        if point.named_by == "article" and point.passage is None:
            yield Fault(file, segment.id, field, "nothing", "the passage that names this place")
        if point.passage is not None:
            yield from _known(passages, point.passage, file, segment.id, field, "a passage")
    if segment.drawn == "notional" and segment.length_km is not None:
        yield Fault(file, segment.id, "length_km", str(segment.length_km), "null: a notional band has no length")
    if segment.length_km is not None and segment.length_source is None:
        yield Fault(file, segment.id, "length_source", "nothing", "where the length was published")
    if segment.drawn == "traced" and segment.traced_from is None:
        yield Fault(file, segment.id, "traced_from", "nothing", "what the line was traced from")
