"""What a sheet or a presentation consists of: parts, each with one map and what is told beside it.

A selection's parts are the whole view, unless it is one record, then each selected record with all its evidence. A
tour's are its steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from corridors import tour
from corridors.export import content
from corridors.export.content import Paragraph
from corridors.export.links import address
from corridors.model import Atlas, Record, TourStep
from corridors.selection import Selection


@dataclass(frozen=True, slots=True)
class Part:
    """One map, of `selection` with the records of `focus` brought out, and what stands beside it.

    `link` reopens this view in the atlas. The first `together` paragraphs should stand beside the map.
    """

    heading: str
    sentence: str
    selection: Selection
    focus: tuple[Record, ...]
    told: tuple[Paragraph, ...]
    link: str
    together: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """Parts, and what they are called together."""

    title: str
    about: str
    parts: tuple[Part, ...]


def of_sheet(atlas: Atlas, selection: Selection, link: str) -> Document:
    """A selection's parts for paper: the first quotes each record's lead passages, each passage once."""
    chosen = _chosen(atlas, selection)
    view = []
    if len(chosen) != 1:
        named = chosen or content.main_records(selection, atlas)
        told = [*content.leads(named, atlas), *([] if chosen else content.others(selection, atlas))]
        view = told or list(content.nothing(selection, atlas))
    return _document(atlas, selection, link, view)


def of_slides(atlas: Atlas, selection: Selection, link: str) -> Document:
    """A selection's parts for the screen: the first lists what there is; each record's lead passages follow, whole."""
    chosen = _chosen(atlas, selection)
    view = []
    if len(chosen) != 1:
        named = chosen or content.main_records(selection, atlas)
        view = list(content.listing(named, atlas) if named else content.nothing(selection, atlas))
        for record in () if chosen else named:
            view += content.leads((record,), atlas)  # each apart: a passage is quoted again rather than referred to
    return _document(atlas, selection, link, view)


def of_tour(atlas: Atlas, base: str) -> Document:
    """The tour's steps. `base` is the atlas's address, for the link of each step."""
    steps = atlas.tour
    made = (_step(step, f"Step {at} of {len(steps)}", atlas, base) for at, step in enumerate(steps, 1))
    return Document(
        "A tour of the proposals", f"{len(steps)} steps: {'; '.join(step.title for step in steps)}", tuple(made)
    )


def _chosen(atlas: Atlas, selection: Selection) -> tuple[Record, ...]:
    return tuple(atlas.by_id[record_id] for record_id in selection.selected)


def _document(atlas: Atlas, selection: Selection, link: str, view: list[Paragraph]) -> Document:
    chosen = _chosen(atlas, selection)
    said = content.sentence(selection, atlas)
    made = []
    if len(chosen) != 1:
        heading = content.title(selection, atlas, chosen)
        made.append(Part(heading, said, selection, chosen, tuple(view), link))
    for record in chosen:
        told = tuple(content.full(record, atlas))
        lead = next(at for at, item in enumerate(told) if item.role in ("articles", "more", "curator"))
        name = content.title(selection, atlas, (record,))
        made.append(Part(name, said, selection, (record,), told, link, together=lead))
    return Document(content.title(selection, atlas, chosen), said, tuple(made))


def _step(step: TourStep, number: str, atlas: Atlas, base: str) -> Part:
    stop = tour.stop(step, atlas)
    seen = tour.view(step, atlas)
    focus = tuple(atlas.by_id[record_id] for record_id in step.records)
    shown = replace(seen, viewport=None)  # the paper fits its own frame
    told = tuple(_told(stop, focus, atlas))
    link = address(base, seen, atlas)
    return Part(stop.title, f"{number} · {stop.part}", shown, focus, told, link, together=len(told))


def _told(stop: tour.Stop, focus: Iterable[Record], atlas: Atlas) -> Iterator[Paragraph]:
    """The curator's sentence, the passage it rests on and what speaks against."""
    colours = [atlas.family[record.family].colour for record in focus]
    colour = colours[0] if colours else content.SOFT
    yield Paragraph(f"Curator: {stop.says}", "sans-italic", 9.2, content.SOFT, keep=True, role="says")
    yield content.heading("The passage", "supports")
    yield from content.quote(stop.quote, colour)
    for name, item in stop.against:
        yield content.heading(f"{tour.AGAINST[item.role]} {name}", item.role)
        yield from content.quote(item, colour)
