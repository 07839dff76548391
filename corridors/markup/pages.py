"""What the pages beside the map are made of: quotations, articles, contradictions, tables, charts, documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from corridors.cards import Quoted
from corridors.disputes import Dispute
from corridors.markup import definitions, escape, quote
from corridors.shelf import Article
from corridors.trade import Scale


def quotation(piece: Quoted, lead: str = "") -> str:
    """A quotation with its citation, under a line that says what it is there for."""
    head = f'<p class="ca-lead">{escape(lead)}</p>' if lead else ""
    return f'<section class="ca-card">{head}{quote(piece)}</section>'


def excerpt(piece: Quoted, uses: Iterable[tuple[str, str]]) -> str:
    """A quotation, our line on it, and what it is evidence for (name, role)."""
    rows = "".join(f"<li>{escape(name)}: {escape(role)}</li>" for name, role in uses)
    listed = f'<ul class="ca-uses">{rows}</ul>' if rows else '<p class="ca-gloss">No record rests on it.</p>'
    gloss = f'<p class="ca-gloss">Curator: {escape(piece.gloss)}</p>'
    return f'<section class="ca-card">{quote(piece)}{gloss}{listed}</section>'


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
        f"<details><summary>Doubted elsewhere: {escape(names)}</summary>{quote(piece)}</details>"
        for names, piece in pieces
    )
    return f'<section class="ca-card ca-against">{folded}</section>' if folded else ""


def article(item: Article) -> str:
    """What is said of a source."""
    notes = "".join(f"<li>{escape(text)}</li>" for text in item.notes)
    return (
        f'<article class="ca-card ca-article" data-source="{escape(item.id)}"><h3>{escape(item.title)}</h3>'
        f"<p>{escape(item.citation)}.</p>{definitions(item.rows)}<h4>Notes</h4><ul>{notes}</ul></article>"
    )


def dispute(item: Dispute) -> str:
    """A contradiction: its sides beside each other, then our neutral sentence."""
    sides = "".join(
        f'<div class="ca-side"><p class="ca-lead">{escape(side.says)}</p>{quote(side.quote)}</div>'
        for side in item.sides
    )
    return (
        f'<article class="ca-card ca-dispute" data-dispute="{escape(item.id)}"><h3>{escape(item.topic)}</h3>'
        f'<p class="ca-kind">{escape(item.kind)}</p><div class="ca-sides">{sides}</div>'
        f'<p class="ca-neutral">{escape(item.note)}</p></article>'
    )


def table(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    remarks: Iterable[str] = (),
    *,
    wide: bool = False,
) -> str:
    """A table whose first column names its rows; it scrolls sideways where it is wider than the page.

    The curator's `remarks` stand under their rows, one for each; an empty one is left out.
    """
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in rest)}</tr>'
        + (f'<tr class="ca-remark"><td colspan="{len(heads)}">Curator: {escape(remark)}</td></tr>' if remark else "")
        for (first, *rest), remark in zip_longest(rows, remarks)
    )
    return (
        f'<div class="ca-scroll" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f'<table class="ca-table{" ca-wide" if wide else ""}"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def chart(caption: str, scale: Scale, *, hollow: bool = False) -> str:
    """Points on a scale, a range as a bar, each with its amount beside it; `hollow` for what was never reached."""
    rows = "".join(
        f"<li><span>{escape(bar.what)}</span>"
        f'<span class="ca-track" style="--from:{bar.low:.4f};--to:{bar.high:.4f}"><i></i>'
        f"<b>{escape(bar.amount)}</b></span></li>"
        for bar in scale.bars
    )
    ticks = "".join(f'<em style="--to:{at:.4f}">{escape(words)}</em>' for at, words in scale.ticks)
    return (
        f'<figure class="ca-chart{" ca-hollow" if hollow else ""}" style="--steps:{len(scale.ticks) - 1}">'
        f'<ul aria-label="{escape(caption)}">{rows}</ul><div class="ca-axis" aria-hidden="true"><span></span>'
        f'<span class="ca-track">{ticks}</span></div><figcaption>{escape(scale.unit)}</figcaption></figure>'
    )


def folded(summary: str, pieces: Iterable[tuple[Quoted, Iterable[tuple[str, Quoted]]]]) -> str:
    """Quotations behind a line that unfolds them, each with what other passages say against it."""
    body = "".join(quote(piece) + against(doubts) for piece, doubts in pieces)
    return f'<details class="ca-card ca-folded"><summary>{escape(summary)}</summary>{body}</details>'


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


def _inline(text: str) -> str:
    bold = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(text))
    code = re.sub(r"&#96;(.+?)&#96;", r"<code>\1</code>", bold)
    return re.sub(r"\*(.+?)\*", r"<em>\1</em>", code)
