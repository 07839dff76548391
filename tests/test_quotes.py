"""Quotations are matched strictly, after exactly the normalisation that data/README.md names."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors import quotes

WHOLE = ((0, 10_000),)

NORMALISED = {
    "nothing to do": ("A plain line.", "A plain line."),
    "line breaks": ("one\ntwo\r\nthree", "one two three"),
    "page break": ("one\x0c\n two", "one two"),
    "runs of spaces": ("one \t  two", "one two"),
    "no-break space": ("one\u00a0two", "one two"),
    "link": ("see [the report](https://example.org/a_b) now", "see the report now"),
    "link with emphasis": ("[**bold** words](x)", "bold words"),
    "image-like brackets stay": ("a [sic] note", "a [sic] note"),
    "brackets before a round bracket with spaces stay": ("[a] (b c)", "[a] (b c)"),
    "escaped dollar": (r"worth \$14 billion", "worth $14 billion"),
    "plain dollar": ("worth $14 billion", "worth $14 billion"),
    "other escapes stay": (r"a \& b", r"a \& b"),
    "underline": ("<u>North</u>-South", "North-South"),
    "other tags stay": ("a <b>c</b>", "a <b>c</b>"),
    "emphasis": ("a **very** *small* step", "a very small step"),
    "decomposed accent": ("Cafe\u0301", "Caf\u00e9"),
    "two marks": ("a\u0323\u0302", unicodedata.normalize("NFC", "a\u0323\u0302")),
    "curly quotes stay curly": ("“it’s”", "“it’s”"),
    "ligature glitch stays": ("o ending", "o ending"),
    "space left by a dropped mark": ("a * b", "a b"),
}


@pytest.mark.parametrize(("raw", "text"), NORMALISED.values(), ids=NORMALISED)
def test_normalise(raw: str, text: str) -> None:
    assert quotes.normalise(raw).text == text


@given(st.text(alphabet="ab \n*[]()\\$<u>/e\u0301\u0323“", max_size=40))
def test_every_character_keeps_its_place_in_the_file(raw: str) -> None:
    made = quotes.normalise(raw)
    assert len(made.offsets) == len(made.text)
    assert list(made.offsets) == sorted(made.offsets)
    for character, offset in zip(made.text, made.offsets, strict=True):
        if character.isascii() and character != " " and not unicodedata.combining(raw[min(offset + 1, len(raw) - 1)]):
            assert raw[offset] == character
    assert unicodedata.is_normalized("NFC", made.text)
    assert "  " not in made.text


def test_a_slice_keeps_the_offsets_of_the_whole_and_is_cut_to_it() -> None:
    assert quotes.normalise("abcdef", 2, 4).offsets == (2, 3)
    assert quotes.normalise("abc", -5, 99).text == "abc"


LOCATED = {
    "whole": ("one two", "one two", WHOLE, "one two"),
    "over a line break": ("one two", "zero one\ntwo three", WHOLE, "one\ntwo"),
    "through a link": ("the route", "see [the route](x) here", WHOLE, "the route"),
    "over a link's edge": ("route here", "see [the route](x) here", WHOLE, "route](x) here"),
    "escaped dollar": ("$14 billion", r"a \$14 billion", WHOLE, "$14 billion"),
    "first of two": ("one", "a one, one", WHOLE, "one"),
    "decomposed": ("Café now", "Cafe\u0301 now", WHOLE, "Cafe\u0301 now"),
    "in the second range": ("two", "two in front, two", ((0, 1), (14, 17)), "two"),
}


@pytest.mark.parametrize(("quote", "raw", "ranges", "found"), LOCATED.values(), ids=LOCATED)
def test_locate_finds_the_words_where_they_stand(
    quote: str, raw: str, ranges: tuple[tuple[int, int], ...], found: str
) -> None:
    span = quotes.locate(quote, raw, ranges)
    assert span is not None
    start, end = span
    assert raw[start:end] == found
    assert any(left <= start and end <= right for left, right in ranges)


def test_locate_takes_the_first_occurrence() -> None:
    assert quotes.locate("one", "a one, one", WHOLE) == (2, 5)


NOT_LOCATED = {
    "another letter case": ("One", "one", WHOLE),
    "straight for curly": ("it's", "it’s", WHOLE),
    "a word more": ("one two three", "one two", WHOLE),
    "a comma less": ("one two", "one, two", WHOLE),
    "outside the ranges": ("two", "one two", ((0, 3),)),
    "half outside": ("one two", "one two", ((0, 5),)),
    "over two ranges": ("one two", "one two", ((0, 4), (4, 7))),
    "nothing": ("", "one", WHOLE),
    "a Markdown address": ("(x)", "[one](x)", WHOLE),
}


@pytest.mark.parametrize(("quote", "raw", "ranges"), NOT_LOCATED.values(), ids=NOT_LOCATED)
def test_locate_takes_nothing_but_the_words(quote: str, raw: str, ranges: tuple[tuple[int, int], ...]) -> None:
    assert quotes.locate(quote, raw, ranges) is None


PARAGRAPHS = {
    "first": ("a\n\nb\n\nc", "a", 1),
    "second": ("a\n\nb\n\nc", "b", 2),
    "last": ("a\n\nb\n\nc", "c", 3),
    "a single break does not count": ("a\nb", "b", 1),
    "several blank lines are one": ("a\n\n\n\nb", "b", 2),
    "blank lines with spaces": ("a\n  \n\t\nb", "b", 2),
    "blank lines in front": ("\n\n\na\n\nb", "a", 1),
    "after blank lines in front": ("\n\n\na\n\nb", "b", 2),
    "Windows line ends": ("a\r\n\r\nb", "b", 2),
}


@pytest.mark.parametrize(("raw", "where", "number"), PARAGRAPHS.values(), ids=PARAGRAPHS)
def test_paragraph_at(raw: str, where: str, number: int) -> None:
    assert quotes.paragraph_at(raw, raw.index(where)) == number


ONLY_REPAIRS = [("o ending", "o[ff]ending"), ("coal red", "coal [fi]red"), ("Indo-Paci c", "Indo-Paci[fi]c")]
MORE_THAN_REPAIRS = {
    "no brackets": ("o ending", "offending"),
    "another word": ("o ending", "de[ff]ending"),
    "a letter more outside": ("o ending", "o[ff]endings"),
    "a letter less": ("o ending", "o[ff]endin"),
    "a word supplied": ("will join", "will [not] join"),
    "a comment": ("will join", "will join [sic]"),
    "emptied": ("o ending", "[ff]"),
    "a ligature and a word": ("o ending", "o[ff]ending [maybe]"),
    "empty brackets": ("o ending", "o[]ending"),
}


@pytest.mark.parametrize(("raw", "shown"), ONLY_REPAIRS)
def test_a_repair_restores_what_the_copy_lost(raw: str, shown: str) -> None:
    assert quotes.repair_fault(raw, shown) is None
    assert quotes.repaired(f"It is {raw} here.", ((raw, shown),)) == f"It is {shown} here."


@pytest.mark.parametrize(("raw", "shown"), MORE_THAN_REPAIRS.values(), ids=MORE_THAN_REPAIRS)
def test_a_repair_is_only_a_repair(raw: str, shown: str) -> None:
    assert quotes.repair_fault(raw, shown)


COVERED = {
    "nothing": ([], (0, 6)),
    "all": ([(0, 27)], (6, 6)),
    "overlaps count once": ([(0, 7), (4, 13)], (3, 6)),
    "twice the same": ([(0, 7), (0, 7)], (2, 6)),
    "half a word does not count": ([(0, 6)], (1, 6)),
}


@pytest.mark.parametrize(("spans", "counts"), COVERED.values(), ids=COVERED)
def test_covered_words(spans: list[tuple[int, int]], counts: tuple[int, int]) -> None:
    assert quotes.covered_words("one two three\n\nfour five six", ((0, 27),), spans) == counts


def test_words_outside_the_article_are_not_its_words() -> None:
    assert quotes.covered_words("one two three four", ((0, 7), (14, 18)), [(0, 13)]) == (2, 3)
