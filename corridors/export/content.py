"""What a sheet says, before it is laid out: paragraphs made from the same cards that the panel shows.

A record never appears without its doubts and conditions. With a selection, all evidence of the selected records;
without one, the lead passages of everything that the filters show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from corridors import selection as sel
from corridors.cards import Card, Quoted, card, date_words
from corridors.model import Area, Atlas, Place, Record, Segment, Undrawn
from corridors.selection import NO_PHASE, Selection
from corridors.style import ROLES

INK: Final = "#1d2730"
SOFT: Final = "#56636e"
WARN: Final = "#7a3b00"
SMALL: Final = 7.2  # points, the size of citations, notes and footers
EMPTY: Final = "Nothing in the atlas matches all of these filters."
PLACELESS: Final = "What is told here has no line and no place on the map."
UNDERLAID: Final = "Underlaid words"
KEY: Final = f"{UNDERLAID} in a quotation are the article’s own words of condition or likelihood."


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text in one look. Sizes are points; `keep` holds it together with the next one.

    `marked` are words inside the text to underlay, `bar` is the colour of a rule beside it, `record` what it tells of.
    """

    text: str
    face: str = "sans"
    size: float = 8.0
    colour: str = INK
    before: float = 0.0
    indent: float = 0.0
    keep: bool = False
    marked: tuple[str, ...] = ()
    bar: str | None = None
    role: str = "text"
    record: str = ""


def title(selection: Selection, atlas: Atlas, records: Sequence[Record]) -> str:
    """The sheet's headline: the selected records, else the phases or families, else the atlas."""
    if records:
        names = [record.name for record in records]
        return (
            names[0] if len(names) == 1 else " · ".join(names) if len(names) <= 3 else f"{len(names)} selected records"
        )
    parts = [f"Phase {phase.number}: {phase.name}" for phase in atlas.phases if phase.number in selection.phases]
    if NO_PHASE in selection.phases:
        parts.append("No phase in the articles")
    if not parts:
        parts = [item.name for key, item in atlas.family.items() if key in selection.families]
    return " · ".join(parts) if parts else atlas.meta.subtitle


def sentence(selection: Selection, atlas: Atlas) -> str:
    """The filters in one sentence, as the screen says them."""
    said = sel.sentence(selection, atlas) + "."
    if not selection.selected:
        return said
    chosen = [atlas.by_id[key] for key in selection.selected]
    drawn = [record for record in chosen if is_drawn(record)]
    lead = "The map shows them among others" if len(drawn) > 1 else "The map shows it among others"
    if len(drawn) < len(chosen):
        lead = "Not everything selected is on the map, which shows" if drawn else "Not on the map, which shows"
    return f"{lead}: {said[0].lower()}{said[1:]}"


def is_drawn(record: Record) -> bool:
    """Whether a record is drawn on the map at all: rejected routes and things without a place are only named."""
    return isinstance(record, Place | Area) or (isinstance(record, Segment) and record.claim != "rejected")


def full(record: Record, atlas: Atlas) -> Iterator[Paragraph]:
    """All that the atlas says of a record, for below a title that is its name."""
    view = card(record, atlas)
    colour = atlas.family[record.family].colour
    # The first doubt or condition comes right after the first support: no page shows the one without the other.
    more = [item for item in view.evidence if item not in view.lead]
    told = (
        (item for item in _head(view, colour, first=True) if item.role != "name" or view.name_today),
        (Paragraph(phase, size=SMALL, colour=SOFT) for phase in view.phases),
        _quotes(view.lead, "", colour),
        _rows("The articles say", view.articles, "articles"),
        _quotes(more, "More: ", colour),
        _rows("Supplied by the curator, not by the articles", view.curator, "curator"),
    )
    for item in chain.from_iterable(told):
        yield replace(item, record=record.id)


def _quotes(items: Sequence[Quoted], prefix: str, colour: str) -> Iterator[Paragraph]:
    for role, words in ROLES.items():
        for index, item in enumerate(item for item in items if item.role == role):
            if index == 0:
                said = f"{prefix}{words[0].lower()}{words[1:]}" if prefix else words
                yield replace(heading(said, role, before=6), role="more" if prefix else "heading")
            yield from quote(item, colour)


def listing(records: Sequence[Record], atlas: Atlas) -> Iterator[Paragraph]:
    """The records' names and what the articles make of them."""
    size = 8.0 if len(records) <= 22 else 7.2
    for record in records:
        view = card(record, atlas)
        words = f"{view.name}: {view.claim}{', contested' if view.contested else ''}"
        colour = atlas.family[record.family].colour
        yield Paragraph(words, "sans-bold", size, colour, before=1, role="listed", record=record.id)


def leads(records: Sequence[Record], atlas: Atlas) -> Iterator[Paragraph]:
    """The lead passage of each record and the first doubt or condition; a passage quoted before is referred to."""
    seen: dict[str, str] = {}
    for number, record in enumerate(records):
        view = card(record, atlas)
        told = list(_lead(view, record, atlas, seen, first=number == 0))
        rest = len(view.evidence) - len(view.lead)
        if rest > 0:
            words = f"{rest} more passage{'s' * (rest != 1)} in the atlas."
            told.append(Paragraph(words, size=SMALL, colour=SOFT, before=1))
        for item in told:  # in one column, so that nobody sees the support without the doubt
            yield replace(item, record=record.id, keep=item is not told[-1])


def _lead(view: Card, record: Record, atlas: Atlas, seen: dict[str, str], *, first: bool) -> Iterator[Paragraph]:
    colour = atlas.family[record.family].colour
    yield from _head(view, colour, first=first)
    for item in view.lead:
        if item.id in seen:
            words = f"{ROLES[item.role]}: the passage quoted above under “{seen[item.id]}”."
            yield Paragraph(words, size=8.0, before=2, keep=item is not view.lead[-1])
            continue
        seen[item.id] = record.name
        yield heading(ROLES[item.role], item.role, before=3)
        yield from quote(item, colour)


def nothing(selection: Selection, atlas: Atlas) -> Iterator[Paragraph]:
    """That nothing matches, and which filter to take away to see something."""
    yield Paragraph(EMPTY, "sans-bold", 10, keep=True, role="empty")
    for one in sel.filters(selection, atlas):
        found = len(sel.visible(one.without, atlas))
        if found:
            words = f"Without “{one.words}” there would be {found} record{'s' * (found != 1)}."
            yield Paragraph(words, size=9.0, before=4, keep=True)


def heading(words: str, role: str, before: float = 4) -> Paragraph:
    """The heading of passages that play a role; what speaks against a record stands out."""
    against = role in ("doubts", "rejects", "conditions")
    return Paragraph(words, "sans-bold", 8.6, WARN if against else INK, before=before, keep=True, role="heading")


def quote(item: Quoted, colour: str) -> Iterator[Paragraph]:
    """A quotation, letter by letter, with its citation and the curator's note."""
    yield Paragraph(
        f"“{item.quote}”", "serif", 9.2, before=3, indent=8, keep=True, marked=item.marked, bar=colour, role="quote"
    )
    relays = f" It passes on another report ({item.relays})." if item.relays else ""
    cited = f"{item.citation}. {item.section[:1].upper()}{item.section[1:]}. The passage {item.stance}.{relays}"
    yield Paragraph(cited, size=SMALL, colour=SOFT, indent=8, keep=bool(item.note), bar=colour, role="citation")
    if item.note:
        yield Paragraph(f"Curator: {item.note}", "sans-italic", SMALL, SOFT, indent=8, bar=colour, role="note")


def main_records(selection: Selection, atlas: Atlas) -> tuple[Record, ...]:
    """What a filter's sheet quotes: its routes; where there are none, whatever else it shows."""
    visible = sel.visible(selection, atlas)
    routes = tuple(record for record in visible if isinstance(record, Segment))
    return routes or visible


def others(selection: Selection, atlas: Atlas) -> Iterator[Paragraph]:
    """Names of what the filters show beside the routes, and of what is not on the map."""
    visible = sel.visible(selection, atlas)
    if not any(isinstance(record, Segment) for record in visible):
        return
    for words, kind in (
        ("Places", Place),
        ("Countries and regions", Area),
        ("In the articles, but not on the map", Undrawn),
    ):
        names = [f"{record.name} ({card(record, atlas).claim})" for record in visible if isinstance(record, kind)]
        if names:
            yield Paragraph(words, "sans-bold", 8.6, before=7, keep=True, role="heading")
            yield Paragraph("; ".join(names) + ".", size=8.0)


def dates(atlas: Atlas, date: str) -> str:
    """The three dates: of the sources, of the data, of this export."""
    years = sorted(source.published[:4] for source in atlas.sources)
    return (
        f"Sources: {len(atlas.sources)} articles of {years[0]} to {years[-1]}; what happened since is not told. "
        f"Data: version {atlas.edition} ({atlas.digest}) of {date_words(atlas.meta.updated)}. "
        f"Exported: {date_words(date)}."
    )


def licences(atlas: Atlas) -> str:
    """What may be done with the sheet, in the words of the data."""
    given = atlas.meta.licences
    parts = [f"Data: {given['segments.geojson']}." if "segments.geojson" in given else ""]
    parts += [f"Passages: {given['passages.json']}." if "passages.json" in given else ""]
    parts += [f"Basemap: {given['basemap']}." if "basemap" in given else ""]
    return " ".join(part for part in parts if part)


def _head(view: Card, colour: str, *, first: bool) -> Iterator[Paragraph]:
    before = 0 if first else 11
    yield Paragraph(
        f"{view.family} · {view.kind}", size=SMALL, colour=SOFT, before=before, keep=True, bar=None, role="kind"
    )
    today = f" (today: {view.name_today})" if view.name_today else ""
    yield Paragraph(view.name + today, "serif-bold", 12, colour, keep=True, role="name")
    contested = " Contested." if view.contested else ""
    yield Paragraph(
        f"In the articles: {view.claim}.{contested} {view.voices}.", "sans-bold", 8.0, WARN if view.contested else INK,
        keep=True, role="claim",
    )  # fmt: skip


def _rows(words: str, rows: Sequence[tuple[str, str]], role: str) -> Iterator[Paragraph]:
    if rows:
        yield Paragraph(words, "sans-bold", 8.6, before=6, keep=True, role=role)
    for term, text in rows:
        yield Paragraph(f"{term}: {text}", size=8.0, indent=8, role=role)
