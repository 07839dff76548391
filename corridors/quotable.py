"""What a reader copies: a quotation with its citation and link, or all of a record's, as plain text.

A doubt travels with the proposal here too: what supports a contested record says that it is contested, and by whom.
"""

from __future__ import annotations

from corridors.cards import Card, Quoted
from corridors.style import ROLES


def passage(piece: Quoted, card: Card, link: str) -> str:
    """One quotation, word for word, with its citation, what it is evidence for, and the link to the record."""
    lines = [_quote(piece), f"{ROLES[piece.role]}: {card.name} (in the articles: {card.claim}){_against(piece, card)}."]
    return "\n".join([*lines, link])


def record(card: Card, link: str) -> str:
    """Every quotation of a record under what it does for it."""
    head = f"{card.name} (in the articles: {card.claim}{', contested' if card.contested else ''}; {card.voices})"
    parts = [head]
    for role, words in ROLES.items():
        parts += [f"{words}:\n{_quote(piece)}" for piece in card.evidence if piece.role == role]
    return "\n\n".join([*parts, link])


def _quote(piece: Quoted) -> str:
    relays = f" Relays {piece.relays}." if piece.relays else ""
    return f"“{piece.quote}”\n{piece.citation}. {piece.section}.{relays}"


def _against(piece: Quoted, card: Card) -> str:
    if piece.role != "supports" or not card.contested:
        return ""
    doubts = dict.fromkeys(other.short for other in card.evidence if other.role in ("doubts", "rejects"))
    return f"; contested, see {'; '.join(doubts)}"
