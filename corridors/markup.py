"""The only module that writes HTML. Everything a record holds is untrusted text and is escaped here, once.

Beside HTML's own characters, braces, dollar, backtick and backslash become numeric entities: branca renders finished
scripts a second time as Jinja templates, and JavaScript template strings evaluate `${…}`, so text must not be able to
form either. A browser shows the entities as the characters they stand for.
"""

from __future__ import annotations

import html
import re
import string
from collections.abc import Iterable, Sequence

from corridors.cards import Card, Quoted
from corridors.disputes import Dispute
from corridors.faults import Fault
from corridors.shelf import Article
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


def quotation(piece: Quoted, lead: str = "") -> str:
    """A quotation with its citation, under a line that says what it is there for."""
    head = f'<p class="ca-lead">{escape(lead)}</p>' if lead else ""
    return f'<section class="ca-card">{head}{_quote(piece)}</section>'


def excerpt(piece: Quoted, uses: Iterable[tuple[str, str]]) -> str:
    """A quotation, our line on it, and what it is evidence for (name, role)."""
    rows = "".join(f"<li>{escape(name)}: {escape(role)}</li>" for name, role in uses)
    listed = f'<ul class="ca-uses">{rows}</ul>' if rows else '<p class="ca-gloss">No record rests on it.</p>'
    gloss = f'<p class="ca-gloss">Curator: {escape(piece.gloss)}</p>'
    return f'<section class="ca-card">{_quote(piece)}{gloss}{listed}</section>'


def found(passage_id: str, text: str, where: str, spans: Iterable[tuple[int, int]]) -> str:
    """A passage that search found, the words at `spans` in bold, with its citation."""
    out, position = [], 0
    for start, end in spans:
        out.append(f"{escape(text[position:start])}<strong>{escape(text[start:end])}</strong>")
        position = end
    out.append(escape(text[position:]))
    return (
        f'<section class="ca-card"><figure class="ca-quote" data-passage="{escape(passage_id)}">'
        f"<blockquote>{''.join(out)}</blockquote><figcaption>{escape(where)}.</figcaption></figure></section>"
    )


def against(pieces: Iterable[tuple[str, Quoted]]) -> str:
    """What other passages say against the records that a passage supports, folded up under their names."""
    folded = "".join(
        f"<details><summary>Doubted elsewhere: {escape(names)}</summary>{_quote(piece)}</details>"
        for names, piece in pieces
    )
    return f'<section class="ca-card ca-against">{folded}</section>' if folded else ""


def article(item: Article) -> str:
    """What is said of a source."""
    notes = "".join(f"<li>{escape(text)}</li>" for text in item.notes)
    return (
        f'<article class="ca-card ca-article" data-source="{escape(item.id)}"><h3>{escape(item.title)}</h3>'
        f"<p>{escape(item.citation)}.</p>{_definitions(item.rows)}<h4>Notes</h4><ul>{notes}</ul></article>"
    )


def dispute(item: Dispute) -> str:
    """A contradiction: its sides beside each other, then our neutral sentence."""
    sides = "".join(
        f'<div class="ca-side"><p class="ca-lead">{escape(side.says)}</p>{_quote(side.quote)}</div>'
        for side in item.sides
    )
    return (
        f'<article class="ca-card ca-dispute" data-dispute="{escape(item.id)}"><h3>{escape(item.topic)}</h3>'
        f'<p class="ca-kind">{escape(item.kind)}</p><div class="ca-sides">{sides}</div>'
        f'<p class="ca-neutral">{escape(item.note)}</p></article>'
    )


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], *, wide: bool = False) -> str:
    """A table whose first column names its rows. It scrolls sideways where it is wider than the page."""
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    return (
        f'<div class="ca-scroll" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f'<table class="ca-table{" ca-wide" if wide else ""}"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def document(text: str) -> str:
    """One of the project's own texts in plain Markdown: headings, paragraphs, lists, **bold**, *emphasis*."""
    blocks: list[tuple[str, list[str]]] = []
    for line in (line.strip() for line in text.splitlines()):
        if line.startswith("#"):
            blocks.append(("h4" if line.startswith("##") else "h3", [line.lstrip("# ")]))
        elif line.startswith("- "):
            blocks.append(("li", [line[2:]]))
        elif not line or not blocks or blocks[-1][0] in ("h3", "h4"):
            blocks.append(("p", [line] if line else []))
        else:
            blocks[-1][1].append(line)
    made = "".join(f"<{tag}>{_inline(' '.join(words))}</{tag}>" for tag, words in blocks if words)
    listed = re.sub(r"(?:<li>.*?</li>)+", lambda items: f"<ul>{items[0]}</ul>", made)
    return f'<section class="ca-card ca-document">{listed}</section>'


def skip_link() -> str:
    """Past the map and its many lines to the panel, for those who go by keys. It shows itself when it has the focus."""
    return '<a class="ca-skip" href="#ca-panel">Skip the map</a>'


def target() -> str:
    """Where the skip link leads."""
    return '<span id="ca-panel" tabindex="-1"></span>'


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
    return "".join(f'<p class="ca-colophon">{escape(line)}</p>' for line in lines)


def notices(lines: Iterable[str]) -> str:
    """What a link asked for that could not be honoured."""
    return "".join(f'<p class="ca-notice" role="alert">{escape(line)}</p>' for line in lines)


def left_out(faults: Sequence[Fault]) -> str:
    """The notice that records are left out, which unfolds into the list of what is wrong with them."""
    count = len({(fault.file, fault.record) for fault in faults})
    items = "".join(
        f"<li><strong>{escape(' · '.join(part for part in (fault.file, fault.record, fault.field) if part))}</strong>"
        f"<br>Found: {escape(fault.found)}<br>Wanted: {escape(fault.wanted)}"
        f"{f'<br>Remedy: {escape(fault.remedy)}' if fault.remedy else ''}</li>"
        for fault in faults
    )
    said = f"{count} record{' has' if count == 1 else 's have'} faults and {'is' if count == 1 else 'are'} left out."
    return (
        f'<details class="ca-notice ca-leftout"><summary role="alert">This atlas is not complete: {said} '
        f"Show what is wrong.</summary><ul>{items}</ul></details>"
    )


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
    cited: set[str] = set()
    for role, words in ROLES.items():
        quotes = "".join(_quote(piece, cited) for piece in item.evidence if piece.role == role)
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
    return f"<h3>{escape(title)}</h3>{_definitions(rows)}" if rows else ""


def _definitions(rows: Iterable[tuple[str, str]]) -> str:
    body = "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>" for term, text in rows)
    return f'<dl class="ca-rows">{body}</dl>'


def _inline(text: str) -> str:
    bold = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(text))
    return re.sub(r"\*(.+?)\*", r"<em>\1</em>", bold)


def _quote(piece: Quoted, cited: set[str] | None = None) -> str:
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
