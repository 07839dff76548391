"""The only module that writes HTML. Everything a record holds is untrusted text and is escaped here, once.

Beside HTML's own characters, braces, dollar, backtick and backslash become numeric entities: branca renders finished
scripts a second time as Jinja templates, and JavaScript template strings evaluate `${…}`, so text must not be able to
form either. A browser shows the entities as the characters they stand for.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Sequence
from typing import Any

from corridors.cards import Card, Quoted
from corridors.faults import Fault
from corridors.style import ROLES

_INERT = str.maketrans({character: f"&#{ord(character)};" for character in "{}$`\\"})


def escape(text: object) -> str:
    """Text that is shown as it is, in an element or a quoted attribute, and runs nowhere."""
    return html.escape(str(text), quote=True).translate(_INERT)


def state_element(state: dict[str, Any]) -> str:
    """The visitor's state as a hidden element that the map's script reads (`data-state` holds JSON)."""
    return f'<div id="atlas-state" hidden data-state="{escape(json.dumps(state, separators=(",", ":")))}"></div>'


def panel(sentence: str, cards: Sequence[Card], colours: Sequence[str]) -> str:
    """The panel beside the map: every selected record with all its evidence."""
    head = f'<p class="ca-sentence" role="status">{escape(sentence)}</p>'
    return head + "".join(_card(item, colour) for item, colour in zip(cards, colours, strict=True))


def introduction(title: str, subtitle: str, rows: Iterable[tuple[str, str]], undrawn: Iterable[tuple[str, str]]) -> str:
    """What the panel says when nothing is selected: what this is, how to read it, what is not on the map."""
    steps = "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>" for term, text in rows)
    items = "".join(f"<li><strong>{escape(name)}</strong> {escape(claim)}</li>" for name, claim in undrawn)
    absent = f"<h3>In the articles, but not on the map</h3><ul>{items}</ul>" if items else ""
    return (
        f'<section class="ca-card"><h2>{escape(title)}</h2><p>{escape(subtitle)}</p>'
        f'<dl class="ca-rows">{steps}</dl>{absent}</section>'
    )


def notices(lines: Iterable[str]) -> str:
    """What a link asked for that could not be honoured."""
    return "".join(f'<p class="ca-notice" role="alert">{escape(line)}</p>' for line in lines)


def fault_page(faults: Sequence[Fault]) -> str:
    """The page that stands in for the map when the data is broken."""
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td>{escape(cell)}</td>" for cell in (f.level, f.file, f.record, f.field, f.found, f.wanted, f.remedy)
        )
        + "</tr>"
        for f in faults
    )
    heads = "".join(f"<th>{name}</th>" for name in ("", "File", "Record", "Field", "Found", "Wanted", "Remedy"))
    return (
        f'<section class="ca-card"><h2>The atlas cannot open: its data has {len(faults)} '
        f"fault{'s' * (len(faults) != 1)}</h2><p>Mend these and reload the page. Nothing is shown until all of the "
        f'data is sound.</p><table class="ca-faults"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></section>"
    )


def _card(item: Card, colour: str) -> str:
    today = f' <span class="ca-today">(today: {escape(item.name_today)})</span>' if item.name_today else ""
    contested = ' <span class="ca-contested">contested</span>' if item.contested else ""
    phases = "".join(f"<li>{escape(phase)}</li>" for phase in item.phases)
    groups = []
    for role, words in ROLES.items():
        quotes = "".join(_quote(piece) for piece in item.evidence if piece.role == role)
        if quotes:
            groups.append(f'<h3 class="ca-role ca-role-{role}">{escape(words)}</h3>{quotes}')
    articles = _rows("The articles say", item.articles)
    return (
        f'<article class="ca-card" style="--family:{escape(colour)}" data-record="{escape(item.id)}">'
        f'<p class="ca-kind">{escape(item.family)} · {escape(item.kind)}</p>'
        f"<h2>{escape(item.name)}{today}</h2>"
        f'<p class="ca-claim">In the articles: <strong>{escape(item.claim)}</strong>{contested}'
        f" · {escape(item.voices)}</p>"
        f'<ul class="ca-phases">{phases}</ul>{articles}{"".join(groups)}'
        f'<section class="ca-curator">{_rows("Supplied by the curator, not by the articles", item.curator)}</section>'
        "</article>"
    )


def _rows(title: str, rows: Sequence[tuple[str, str]]) -> str:
    if not rows:
        return ""
    body = "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>" for term, text in rows)
    return f'<h3>{escape(title)}</h3><dl class="ca-rows">{body}</dl>'


def _quote(piece: Quoted) -> str:
    relays = f" · relays {escape(piece.relays)}" if piece.relays else ""
    note = f'<p class="ca-gloss">Curator: {escape(piece.note)}</p>' if piece.note else ""
    return (
        f'<figure class="ca-quote" data-passage="{escape(piece.id)}"><blockquote>{_marked(piece)}</blockquote>'
        f"<figcaption>{escape(piece.citation)}. {escape(piece.section)}. The passage {escape(piece.stance)}"
        f"{relays}.</figcaption>{note}</figure>"
    )


def _marked(piece: Quoted) -> str:
    """The quotation with its words of condition and likelihood underlined; not a letter is changed."""
    spans = sorted((start, start + len(words)) for words in piece.marked if (start := piece.quote.find(words)) >= 0)
    out, position = [], 0
    for start, end in spans:
        if start < position:
            continue
        out.append(f"{escape(piece.quote[position:start])}<mark>{escape(piece.quote[start:end])}</mark>")
        position = end
    return "".join(out) + escape(piece.quote[position:])
