"""A record as it is read: finished, plain view-models for the card in the map, the panel beside it and the exports.

Nothing here is HTML. A quotation always travels with its citation, and a supporting one with the doubts and
conditions that the articles attach to the same record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from corridors import quotes, style
from corridors.countries import names
from corridors.lengths import drawn_length
from corridors.model import Area, Atlas, Evidence, Passage, Place, Record, Segment, Source

_ORDER: Final = ("supports", "conditions", "doubts", "rejects", "context")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage as shown for one record. `marked` are the words of condition and likelihood inside `quote`."""

    id: str
    quote: str
    marked: tuple[str, ...]
    role: str
    stance: str
    citation: str
    short: str
    section: str
    relays: str
    gloss: str
    note: str


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that is said of a record. `articles` is what the articles say, `curator` what we supply."""

    id: str
    name: str
    name_today: str
    kind: str
    family: str
    claim: str
    contested: bool
    voices: str
    phases: tuple[str, ...]
    evidence: tuple[Quoted, ...]
    articles: tuple[tuple[str, str], ...]
    curator: tuple[tuple[str, str], ...]

    @property
    def lead(self) -> tuple[Quoted, ...]:
        """The first supporting passage, and with it the first doubt, rejection or condition there is."""
        supports = [item for item in self.evidence if item.role == "supports"] or list(self.evidence)
        against = [item for item in self.evidence if item.role in ("doubts", "rejects")]
        against += [item for item in self.evidence if item.role == "conditions"]
        return tuple(supports[:1] + against[:1])


def card(record: Record, atlas: Atlas, *, facts: bool = True) -> Card:
    """The view-model of one record; without `facts`, which take measuring, `curator` stays empty."""
    ordered = sorted(record.evidence, key=lambda item: _rank(item, atlas))
    return Card(
        id=record.id,
        name=record.name,
        name_today=record.name_today or "",
        kind=kind_words(record),
        family=atlas.family[record.family].name,
        claim=style.CLAIMS[record.claim]["label"],
        contested=record.contested,
        voices=_voices(record, atlas),
        phases=tuple(_phases(record, atlas)),
        evidence=tuple(quoted(item, atlas) for item in ordered),
        articles=tuple(_articles(record)),
        curator=tuple(_curator(record, atlas)) if facts else (),
    )


def quoted(item: Evidence, atlas: Atlas) -> Quoted:
    """One piece of evidence, its repairs applied and its citation written out."""
    passage = atlas.passage[item.passage]
    repairs = tuple((repair.raw, repair.shown) for repair in passage.repairs)
    return Quoted(
        id=passage.id,
        quote=quotes.repaired(passage.quote, repairs),
        marked=tuple(quotes.repaired(words, repairs) for words in passage.conditions + passage.likelihood),
        role=item.role,
        stance=style.STANCES[passage.stance],
        citation=citation(atlas.source[passage.source]),
        short=short_citation(atlas.source[passage.source]),
        section=locator(passage),
        relays=atlas.meta.relayed.get(passage.relays, passage.relays) if passage.relays else "",
        gloss=passage.gloss,
        note=item.note or "",
    )


def citation(source: Source) -> str:
    """Author, title, publisher and date in one line; a copy names where the article first appeared."""
    authors = " and ".join(source.authors)
    when = date_words(source.published)
    inferred = " (date inferred)" if source.published_basis == "inferred" else ""
    first = ""
    if source.original and source.original.publisher != source.publisher:
        stamp = f", {date_words(source.original.published)}" if source.original.published else ""
        first = f"; first published by {source.original.publisher}{stamp}"
    return f"{authors}, “{source.title}”, {source.publisher}, {when}{inferred}{first}"


def short_citation(source: Source) -> str:
    """Family names, publisher and date, for where the full citation stands nearby."""
    names = " and ".join(name.split()[-1] for name in source.authors)
    return f"{names}, {source.publisher}, {date_words(source.published)}"


def locator(passage: Passage) -> str:
    """Where in the article: section, then paragraph of the text that was read."""
    section = f"Section “{passage.section}”, paragraph" if passage.section else "Paragraph"
    part = "" if passage.form in ("sentence", "sentences") else f", a {passage.form}"
    return f"{section} {passage.paragraph} of the copy read{part}"


def date_words(date: str) -> str:
    """An ISO date as exact as it is: "28 January 2020", "October 2018", "2018"."""
    year, *rest = date.split("-")
    month = f"{_MONTHS[int(rest[0]) - 1]} " if rest else ""
    day = f"{int(rest[1])} " if len(rest) > 1 else ""
    return f"{day}{month}{year}"


def kind_words(record: Record) -> str:
    """What kind of thing a record is."""
    if isinstance(record, Segment):
        return f"route, {style.MODES[record.mode]}"
    if isinstance(record, Place):
        return style.PLACES[record.kind]
    return str(getattr(record, "kind", ""))


def _rank(item: Evidence, atlas: Atlas) -> tuple[int, int]:
    """Roles in reading order, each in the curator's order; but plain doubts before doubts in passing."""
    plain = atlas.passage[item.passage].stance in ("doubts", "rejects")
    return _ORDER.index(item.role), 0 if item.role == "supports" or plain else 1


def _voices(record: Record, atlas: Atlas) -> str:
    supports = sum(item.role == "supports" for item in record.evidence)
    voices = atlas.independent_voices(record)
    passages = f"{supports} supporting passage{'s' * (supports != 1)}"
    return f"{passages}, {voices} independent voice{'s' * (voices != 1)}"


def _phases(record: Record, atlas: Atlas) -> list[str]:
    names = {phase.number: phase.name for phase in atlas.phases}
    if not record.phases:
        return ["No phase in the articles"]
    words = []
    for item in record.phases:
        basis = "stated in the article" if item.basis == "stated" else f"assigned by the curator: {item.why}"
        words.append(f"Phase {item.number}, {names[item.number]} ({basis})")
    return words


def _articles(record: Record) -> list[tuple[str, str]]:
    """What the articles themselves give about the record's course."""
    rows = []
    if isinstance(record, Segment):
        rows.append(("Course", style.STATED[record.stated]))
        named = [point.name for point in record.waypoints if point.named_by == "article"]
        if named:
            rows.append(("Places named", ", ".join(named)))
    members = getattr(record, "members", ())
    if members:
        rows.append(("Members named", ", ".join(members)))
    return rows


def _curator(record: Record, atlas: Atlas) -> list[tuple[str, str]]:
    """What we drew, measured or looked up; never the articles'."""
    rows = []
    if isinstance(record, Segment):
        rows.extend(_segment(record, names(atlas.basemap)))
        length = drawn_length(record, atlas)
        if length:
            rows.append(("Length", length))
    if isinstance(record, Area) and record.edge == "soft":
        rows.append(("Outline", "Soft: the articles draw no line around it."))
    if record.context_fact:
        fact = record.context_fact
        rows.append(("On the ground", f"{fact.text} (as of {fact.as_of}; source: {fact.source})"))
    rows.append(("Note", record.curator_note))
    return rows


def _segment(segment: Segment, countries: Mapping[str, str]) -> list[tuple[str, str]]:
    body = style.BODIES[segment.drawn]
    traced = f"; traced from {segment.traced_from}" if segment.traced_from else ""
    rows = [("Drawing", f"{body['label'].capitalize()}: {body['meaning']}{traced}.")]
    rows.append(("Countries", " – ".join(countries.get(code, code) for code in segment.countries)))
    placed = [point.name for point in segment.waypoints if point.named_by == "curator"]
    if placed:
        rows.append(("Places we added", ", ".join(placed)))
    if segment.length_km:
        rows.append(("Published length", f"{segment.length_km:,.0f} km ({segment.length_source})"))
    if segment.crossings:
        rows.append(("Border crossings", ", ".join(crossing.name for crossing in segment.crossings)))
    if segment.gauges:
        runs = (f"{run.gauge_mm:,} mm {run.from_} to {run.to}" for run in segment.gauges)
        rows.append(("Track gauge", "; ".join(runs)))
    if segment.breaks_of_gauge:
        breaks = (f"{item.name} ({item.from_mm:,} / {item.to_mm:,} mm)" for item in segment.breaks_of_gauge)
        rows.append(("Break of gauge", "; ".join(breaks)))
    return rows
