"""The only package that writes HTML. Everything a record holds is untrusted text and is escaped here, once.

What the panel is made of stands here, the pieces of the other pages in `pages.py`, broken data in `broken.py`.

Beside HTML's own characters, braces, dollar, backtick and backslash become numeric entities: branca renders finished
scripts a second time as Jinja templates, and JavaScript template strings evaluate `${…}`, so text must not be able to
form either. A browser shows the entities as the characters they stand for.
"""

from __future__ import annotations

import html
import string
from collections.abc import Iterable, Sequence
from urllib import parse

from corridors.cards import Card, Quoted
from corridors.style import ROLES

_MARKDOWN = str.maketrans({character: f"\\{character}" for character in string.punctuation})
_INERT = str.maketrans({character: f"&#{ord(character)};" for character in "{}$`\\\r"})


def escape(text: object) -> str:
    """Text that is shown as it is, in an element or a quoted attribute, and runs nowhere."""
    return html.escape(str(text), quote=True).translate(_INERT)


def label(text: object) -> str:
    """Text for the label of a Streamlit button, which is read as Markdown, so that it is shown as it is."""
    return " ".join(str(text).split()).translate(_MARKDOWN)


def records(cards: Sequence[Card], colours: Sequence[str]) -> str:
    """The selected records, each with all its evidence."""
    return "".join(_card(item, colour) for item, colour in zip(cards, colours, strict=True))


def status(sentence: str) -> str:
    """What is shown, read out when it changes."""
    return f'<p class="ca-sentence" role="status">{escape(sentence)}</p>'


def heading(title: str, text: str = "") -> str:
    """The head of a page beside the map."""
    body = f"<p>{escape(text)}</p>" if text else ""
    return f'<section class="ca-card ca-page"><h2>{escape(title)}</h2>{body}</section>'


def highlight(ids: Iterable[str]) -> str:
    """The style that marks the rows of selected records; ids are lower-case words and hyphens."""
    rows = ", ".join(f".st-key-list-{escape(record_id)} button" for record_id in ids)
    return f"<style>{rows} {{ background: var(--ca-chosen); box-shadow: inset 4px 0 var(--ca-ink); }}</style>"


def subheading(title: str) -> str:
    """A heading inside a page."""
    return f'<section class="ca-card"><h3>{escape(title)}</h3></section>'


def note(text: str) -> str:
    """One of our sentences, such as a curator's note."""
    return f'<p class="ca-gloss">{escape(text)}</p>'


def skip_link() -> str:
    """Past the map and its many lines to the panel, for those who go by keys. It shows itself when it has the focus."""
    return '<a class="ca-skip" href="#ca-panel">Skip the map</a>'


def frame(address: str, state: str) -> str:
    """The map's frame, which opens in a state (JSON)."""
    opening = escape(f"{address}#{parse.quote(state)}")
    return f'<iframe title="Map" data-address="{escape(address)}" src="{opening}"></iframe>'


def place_of_frame(inside: str, *, whole: bool) -> str:
    """Where the frame stands in the page, beside what Streamlit draws or, for a briefing, in place of it."""
    kind = ' class="ca-whole"' if whole else ""
    return f'<div id="ca-map"{kind}>{inside}</div>'


def place_of_words() -> str:
    """Where the evidence stands in the panel."""
    return '<div class="ca-words"></div>'


def first_panel(pieces: Iterable[str]) -> str:
    """The panel as the page brings it, piece by piece, until Streamlit has drawn its own."""
    inside = "".join(f"<div>{piece}</div>" for piece in pieces if piece)
    return f'<div id="ca-first" tabindex="-1">{inside}</div>'


def controls(kind: str, each: Iterable[tuple[str, str, int]], pressed: str = "") -> str:
    """A row of buttons (words, key, number) that stand for Streamlit's until it is there: for the one of that number
    in its container of that key.
    """
    made = "".join(
        f'<button type="button" data-key="{escape(key)}" data-number="{number}" '
        f'aria-pressed="{str(words == pressed).lower()}">{escape(words)}</button>'
        for words, key, number in each
    )
    return f'<div class="ca-{kind}">{made}</div>'


def introduction(title: str, subtitle: str, rows: Iterable[tuple[str, str]], undrawn: Iterable[tuple[str, str]]) -> str:
    """What the panel says when nothing is selected: what this is, how to read it, what is not on the map."""
    steps = "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>" for term, text in rows)
    items = "".join(f"<li><strong>{escape(name)}</strong> {escape(claim)}</li>" for name, claim in undrawn)
    absent = f"<h3>In the articles, but not on the map</h3><ul>{items}</ul>" if items else ""
    return (
        f'<section class="ca-card"><h2>{escape(title)}</h2><p>{escape(subtitle)}</p>'
        f'<dl class="ca-rows ca-howto">{steps}</dl>{absent}</section>'
    )


def colophon(lines: Iterable[str]) -> str:
    """Lines that only the printed page shows, below everything else."""
    return f'<div class="ca-colophon">{"".join(f"<p>{escape(line)}</p>" for line in lines)}</div>'


def notices(lines: Iterable[str]) -> str:
    """What a link asked for that could not be honoured."""
    return "".join(f'<p class="ca-notice" role="alert">{escape(line)}</p>' for line in lines)


def definitions(rows: Iterable[tuple[str, str]]) -> str:
    """Terms with what is said of each."""
    body = "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>" for term, text in rows)
    return f'<dl class="ca-rows">{body}</dl>'


def quote(piece: Quoted, cited: set[str] | None = None) -> str:
    """A quotation with its citation; in short when `cited` says that the full one stands above on the same card."""
    source = piece.short if cited and piece.citation in cited else piece.citation
    if cited is not None:
        cited.add(piece.citation)
    relays = f" · relays {escape(piece.relays)}" if piece.relays else ""
    note = f'<p class="ca-gloss">Curator: {escape(piece.note)}</p>' if piece.note else ""
    return (
        f'<figure class="ca-quote" data-passage="{escape(piece.id)}"><blockquote>{_marked(piece)}</blockquote>'
        f"<figcaption>{escape(source)}. {escape(piece.section)}. The passage {escape(piece.stance)}"
        f"{relays}.</figcaption>{note}</figure>"
    )


def _card(item: Card, colour: str) -> str:
    today = f' <span class="ca-today">(today: {escape(item.name_today)})</span>' if item.name_today else ""
    contested = ' <span class="ca-contested">contested</span>' if item.contested else ""
    phases = "".join(f"<li>{escape(phase)}</li>" for phase in item.phases)
    groups = []
    cited: set[str] = set()
    for role, words in ROLES.items():
        quotes = "".join(quote(piece, cited) for piece in item.evidence if piece.role == role)
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
    return f"<h3>{escape(title)}</h3>{definitions(rows)}" if rows else ""


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
