"""The articles as they are read: each with its date, voice, rights, and excerpts ordered by what they are evidence for.

Excerpts never stand in the article's own order, so that they cannot be read in its place.
"""

from __future__ import annotations

from dataclasses import dataclass

from corridors.cards import Quoted, citation, date_words, quoted
from corridors.model import Atlas, Evidence, Passage, Source
from corridors.style import ROLES


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage and what it is evidence for: (record id, record name, role in words)."""

    quote: Quoted
    uses: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A source, ready to be shown."""

    id: str
    title: str
    citation: str
    rows: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def article(source: Source, atlas: Atlas) -> Article:
    """What is said of a source."""
    own = [passage for passage in atlas.passages if passage.source == source.id]
    relays = [passage for passage in own if passage.relays]
    names = sorted({atlas.meta.relayed.get(passage.relays, passage.relays) for passage in relays if passage.relays})
    sharing = [other.title for other in atlas.sources if other.voice == source.voice and other.id != source.id]
    rows = [
        ("Date", f"{date_words(source.published)}, {source.published_basis}. {source.published_note or ''}".strip()),
        ("Kind", source.kind),
        ("Voice", _voice(sharing)),
        ("Passages", f"{len(own)}, of which {len(relays)} relay {'other reports' if relays else 'another report'}"
         + (f" ({', '.join(names)})" if names else "")),
        ("Rights", source.rights),
    ]  # fmt: skip
    if source.doi:
        rows.append(("DOI", source.doi))
    if source.url:
        rows.append(("Address", source.url))
    return Article(source.id, source.title, citation(source), tuple(rows), source.notes)


def excerpts(source: Source, atlas: Atlas) -> list[Excerpt]:
    """The passages of a source, by the first record that each is evidence for."""
    order = {record.id: number for number, record in enumerate(atlas.records)}
    made = [_excerpt(passage, atlas) for passage in atlas.passages if passage.source == source.id]
    return sorted(made, key=lambda item: (order[item.uses[0][0]] if item.uses else len(order), item.quote.id))


def _excerpt(passage: Passage, atlas: Atlas) -> Excerpt:
    uses = tuple(
        (record.id, record.name, ROLES[item.role].lower())
        for record in atlas.records
        for item in record.evidence
        if item.passage == passage.id
    )
    return Excerpt(quoted(Evidence(passage=passage.id, role="context"), atlas), uses)


def _voice(sharing: list[str]) -> str:
    if not sharing:
        return "One of its own: no other article here shares an author with it."
    return f"Counts as one voice with {len(sharing)} other article{'s' * (len(sharing) != 1)} that share an author."
