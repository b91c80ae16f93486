"""What was changed between two texts, word by word, as it is shown: the same, added, taken out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from webapp.features.history.aligning import align
from webapp.features.history.tokens import words

Kind = Literal["same", "out", "in"]
AROUND = 2  # unchanged paragraphs that are shown before and after a changed one
FEW = 12  # so many unchanged paragraphs are shown all the same
_BREAK = re.compile(r"((?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)\s*)")


@dataclass(frozen=True)
class Piece:
    """A stretch of text that is the same in both, only in the old one, or only in the new one."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Passage:
    """Some paragraphs; `is_far` when nothing near them has changed."""

    paragraphs: list[list[Piece]]
    is_far: bool = False


def diff(old: str, new: str) -> list[Piece]:
    """The pieces that lead from the old text to the new one.

    "same" and "out" together are the old text, "same" and "in" the new one. What was taken out
    stands before what came for it, and a space between two changed words is changed with them.
    """
    found = align(old, new)
    pieces: list[Piece] = []
    i = j = 0
    for a, b, size in [*found.blocks, (len(found.old), len(found.new), 0)]:
        pieces.append(Piece("out", "".join(found.old[i:a])))
        pieces.append(Piece("in", "".join(found.new[j:b])))
        pieces.append(Piece("same", "".join(found.old[a : a + size])))
        i, j = a + size, b + size
    return list(_gathered(piece for piece in pieces if piece.text))


def _gathered(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, with changes made one that only a space parts."""
    out, came, space = "", "", ""
    for piece in pieces:
        if piece.kind == "same" and (out or came) and not space and _is_space(piece.text):
            space = piece.text
            continue
        if piece.kind == "same":
            yield from _change(out, came, space + piece.text)
            out = came = space = ""
            continue
        out, came, space = out + space, came + space, ""
        out += piece.text if piece.kind == "out" else ""
        came += piece.text if piece.kind == "in" else ""
    yield from _change(out, came, space)


def _change(out: str, came: str, same: str) -> Iterator[Piece]:
    for kind, text in (("out", out), ("in", came), ("same", same)):
        if text:
            yield Piece(kind, text)  # type: ignore[arg-type]  # one of the three


def _is_space(text: str) -> bool:
    return text.isspace() and "\n" not in text and "\r" not in text


def passages(pieces: Iterable[Piece]) -> list[Passage]:
    """The pieces by paragraph; long stretches without a change are passages of their own."""
    paragraphs = _paragraphs(pieces)
    changed = [any(piece.kind != "same" for piece in one) for one in paragraphs]
    near = [
        any(changed[max(0, n - AROUND) : n + AROUND + 1]) for n in range(len(paragraphs))
    ] if len(paragraphs) > FEW else [True] * len(paragraphs)  # fmt: skip
    found: list[Passage] = []
    for paragraph, is_near in zip(paragraphs, near, strict=True):
        if not found or found[-1].is_far is is_near:
            found.append(Passage([], not is_near))
        found[-1].paragraphs.append(paragraph)
    return found


def _paragraphs(pieces: Iterable[Piece]) -> list[list[Piece]]:
    found: list[list[Piece]] = [[]]
    for piece in pieces:
        for number, text in enumerate(_BREAK.split(piece.text)):
            if number % 2:  # an empty line: a change of it is shown by a sign
                if piece.kind != "same":
                    found[-1].append(Piece(piece.kind, "\u00b6"))
                found.append([])
            elif text:
                found[-1].append(Piece(piece.kind, text))
    return [paragraph for paragraph in found if paragraph]


def words_changed(old: str, new: str) -> tuple[int, int]:
    """How many words were added, and how many taken out; a word that was moved is neither."""
    before, after = Counter(words(old)), Counter(words(new))
    return (after - before).total(), (before - after).total()
