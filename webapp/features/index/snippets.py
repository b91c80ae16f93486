"""Where the words of a question stand in a text, and the passage that shows them best."""

from __future__ import annotations

import re
from collections.abc import Iterator

from webapp.features.index.folding import FoldedText, fold, pattern
from webapp.features.index.query import Query

Piece = tuple[str, bool]
"""Some of the original text, and whether it is a hit."""

_NOTHING = re.compile(r"(?!)")
# Entries may have megabytes: they are looked through in stretches, which overlap so that a
# phrase is not cut in two, until there is a hit; then a little further for more of the words.
_STRETCH = 600
_OVERLAP = 150
_MOST_LOOKED_AT = 1_000_000
_FURTHER = 6_000
_MOST_PLACES = 20  # compared when the best of a stretch is chosen
_LEAD = 0.3  # of the width, before the first hit
_WORD_END = 24  # characters in which the end of a word is looked for before cutting through it

# Marks of Markdown that would only disturb in a line of plain text.
_MARKDOWN = re.compile(
    r"!\[(?P<alt>[^\]\n]*)\]\([^)\n]*\)"
    r"|\[(?P<link>[^\]\n]+)\]\([^)\n]*\)"
    r"|^[ \t]*(?:\#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?|```.*$)"
    r"|\*\*|__|~~|`+|(?<![^\W_])[*_](?=\S)|(?<=\S)[*_](?![^\W_])",
    re.MULTILINE,
)
_MAYBE_MARKDOWN = re.compile(r"[*_`~\[#>]|^[ \t]*[-+][ \t]", re.MULTILINE)


class Marker:
    """Finds the words of one question in texts; make one and use it for a page of results."""

    def __init__(self, query: Query) -> None:
        """Make ready for the words of `query` that entries are found by."""
        longest_first = sorted(query.terms, key=lambda term: len(term.tokens), reverse=True)
        patterns = [pattern(term.tokens, prefix=term.prefix) for term in longest_first]
        self._each = [re.compile(one) for one in patterns]
        self._pattern = re.compile("|".join(patterns)) if patterns else _NOTHING

    def hits(self, text: str) -> list[tuple[int, int]]:
        """Start and end of each hit in the original text, in order and apart."""
        folded = FoldedText(text)
        return [
            folded.original_span(*found.span()) for found in self._pattern.finditer(folded.text)
        ]

    def pieces(self, text: str) -> list[Piece]:
        """The whole text, cut where hits begin and end."""
        return _cut(text, 0, len(text), self.hits(text))

    def snippet(self, body: str, width: int = 160) -> list[Piece]:
        """The passage around the first good hit, or the beginning where there is none.

        Args:
            body: of an entry, as written; marks of Markdown are left out.
            width: of the passage, about, in characters.

        Returns:
            Pieces in order, with an ellipsis where something is left out.
        """
        stretch = self._best_stretch(body)
        if stretch is None:
            beginning = body[: width + _STRETCH]
            return _passage(plain_line(beginning), [], width, after=len(beginning) < len(body))
        start, end = max(0, stretch[0] - _OVERLAP), stretch[1] + _OVERLAP
        around = body[start:end]
        line = plain_line(around)
        found = self.hits(line)
        if not found:  # they stand in what was left out, such as an address
            line = " ".join(around.split())
            found = self.hits(line)
        return _passage(line, found, width, before=start > 0, after=end < len(body))

    def _best_stretch(self, text: str) -> tuple[int, int] | None:
        """The stretch with the most of the words, the first of such; None when none has any."""
        best, most = None, 0
        for start, end in _stretches(text):
            if best and start > best[0] + _FURTHER:
                break
            folded = fold(text[start:end])
            having = sum(one.search(folded) is not None for one in self._each)
            if having > most:
                best, most = (start, end), having
            if having == len(self._each):
                break
        return best


def hits(query: Query, text: str) -> list[tuple[int, int]]:
    """Start and end of each hit of the query in the original text."""
    return Marker(query).hits(text)


def snippet(query: Query, body: str, width: int = 160) -> list[Piece]:
    """The passage of an entry that shows why it was found; see `Marker.snippet`."""
    return Marker(query).snippet(body, width)


def plain_line(text: str) -> str:
    """Markdown as one line of plain text: marks and line ends left out, words untouched."""
    if _MAYBE_MARKDOWN.search(text):
        text = _MARKDOWN.sub(lambda mark: mark["alt"] or mark["link"] or "", text)
    return " ".join(text.split())


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """The text in overlapping stretches that begin and end between words."""
    start, last = 0, min(len(text), _MOST_LOOKED_AT)
    while True:
        end = start + _STRETCH
        if end >= last:
            yield start, last
            return
        end = _between_words(text, end)
        yield start, end
        start = _between_words(text, end - _OVERLAP)


def _between_words(text: str, place: int) -> int:
    """A place between words a little before `place`; itself where no word ends there."""
    space = _last_space(text, place - _OVERLAP // 2, place)
    return place if space < 0 else space + 1


def _last_space(text: str, start: int, end: int) -> int:
    return max(text.rfind(" ", start, end), text.rfind("\n", start, end))


def _passage(
    line: str,
    found: list[tuple[int, int]],
    width: int,
    *,
    before: bool = False,
    after: bool = False,
) -> list[Piece]:
    """The passage of a line around its best place; before, after: text that is not in it."""
    start = _beginning(line, found, width)
    end = min(len(line), start + width)
    if end < len(line):
        space = line.rfind(" ", max(start, end - _WORD_END), end)
        end = space if space > start else end
    inside = [(max(a, start), min(b, end)) for a, b in found if a < end and b > start]
    pieces = _cut(line, start, end, inside)
    if start > 0 or before:
        pieces.insert(0, ("… ", False))
    if end < len(line) or after:
        pieces.append((" …", False))
    return _joined(pieces)


def _beginning(line: str, found: list[tuple[int, int]], width: int) -> int:
    """Where a passage begins that has the most different hits, the first of such."""
    if not found or len(line) <= width:
        return 0
    reach = width * (1 - _LEAD)
    places = [(a, b, line[a:b].lower()) for a, b in found[:_MOST_PLACES]]

    def different(place: tuple[int, int, str]) -> int:
        return len({word for a, b, word in places if place[0] <= a and b <= place[0] + reach})

    best = max(places, key=different)[0]  # the first of equals
    start = max(0, min(best - int(width * _LEAD), len(line) - width))
    if best <= width * _LEAD or start == 0:
        return 0
    space = line.find(" ", start, min(best, start + _WORD_END))
    return start if space < 0 else space + 1


def _cut(text: str, start: int, end: int, found: list[tuple[int, int]]) -> list[Piece]:
    pieces: list[Piece] = []
    for a, b in found:
        pieces += [(text[start:a], False), (text[a:b], True)]
        start = b
    pieces.append((text[start:end], False))
    return [piece for piece in pieces if piece[0]]


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Pieces of the same kind in a row as one."""
    joined: list[Piece] = []
    for text, is_hit in pieces:
        if joined and joined[-1][1] == is_hit:
            joined[-1] = (joined[-1][0] + text, is_hit)
        else:
            joined.append((text, is_hit))
    return joined
