"""Two texts that grew out of one, put together word by word.

The three-way merge of diff3 (Khanna, Kunal, Pierce, "A Formal Investigation of Diff3", 2007), on
words: what only one of them has changed is taken; where both have changed the same place, both are
told and a person chooses. Nothing that either has added is ever left out of the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.features.history.aligning import Block, align


@dataclass(frozen=True)
class Agreed:
    """Text that goes into the result as it is."""

    text: str


@dataclass(frozen=True)
class Conflict:
    """A place that both have changed; `base` is what stood there, "" where that is not known."""

    mine: str
    theirs: str
    base: str = ""

    @property
    def both(self) -> str:
        """Mine and then theirs, parted as their shape asks."""
        if not (self.mine.strip() and self.theirs.strip()):
            return self.mine or self.theirs
        if self.mine[-1].isspace() or self.theirs[0].isspace():
            return self.mine + self.theirs
        return self.mine + ("\n\n" if "\n" in self.mine + self.theirs else " ") + self.theirs


Part = Agreed | Conflict


def merge(mine: str, theirs: str, base: str | None) -> list[Part]:
    """Put two texts together.

    Args:
        mine: one of them.
        theirs: the other.
        base: what both began with; None when that is not known: then every difference is asked.
    """
    if mine == theirs:
        return [Agreed(mine)] if mine else []
    parts = _two(mine, theirs) if base is None else _three(mine, theirs, base)
    return list(_gathered(parts))


def _two(mine: str, theirs: str) -> Iterator[Part]:
    found = align(mine, theirs)
    i = j = 0
    for a, b, size in [*found.blocks, (len(found.old), len(found.new), 0)]:
        yield Conflict("".join(found.old[i:a]), "".join(found.new[j:b]))
        yield Agreed("".join(found.old[a : a + size]))
        i, j = a + size, b + size


def _three(mine: str, theirs: str, base: str) -> Iterator[Part]:
    ours, others = align(base, mine), align(base, theirs)
    whole = ours.old
    in_mine, in_theirs = _places(len(whole), ours.blocks), _places(len(whole), others.blocks)
    at = i = j = 0
    while at < len(whole) or i < len(ours.new) or j < len(others.new):
        start = at
        while at < len(whole) and in_mine[at] == i and in_theirs[at] == j:
            at, i, j = at + 1, i + 1, j + 1
        yield Agreed("".join(whole[start:at]))
        end = at
        while end < len(whole) and (in_mine[end] < 0 or in_theirs[end] < 0):
            end += 1
        to_i = in_mine[end] if end < len(whole) else len(ours.new)
        to_j = in_theirs[end] if end < len(whole) else len(others.new)
        texts = (ours.new[i:to_i], others.new[j:to_j], whole[at:end])
        yield _settled(*("".join(text) for text in texts))
        at, i, j = end, to_i, to_j


def _places(size: int, blocks: list[Block]) -> list[int]:
    """Where each part of the base stands in the other text, -1 when it is not there any more."""
    places = [-1] * size
    for a, b, length in blocks:
        places[a : a + length] = range(b, b + length)
    return places


def _settled(mine: str, theirs: str, base: str) -> Part:
    """The part of a place where something was changed."""
    if theirs in (mine, base):
        return Agreed(mine)
    return Agreed(theirs) if mine == base else Conflict(mine, theirs, base)


def _gathered(parts: Iterator[Part]) -> Iterator[Part]:
    """The parts without empty ones; neighbours of a kind are one, across a single space too."""
    last: Part | None = None
    space = ""
    for part in parts:
        if part in (Agreed(""), Conflict("", "")):
            continue
        if isinstance(part, Conflict) and isinstance(last, Conflict):
            last = Conflict(
                *(
                    a + space + b
                    for a, b in (
                        (last.mine, part.mine),
                        (last.theirs, part.theirs),
                        (last.base, part.base),
                    )
                )
            )
            space = ""
        elif isinstance(part, Agreed) and isinstance(last, Agreed):
            last = Agreed(last.text + part.text)
        elif isinstance(part, Agreed) and isinstance(last, Conflict) and part.text == " ":
            space += " "
        else:
            if last is not None:
                yield last
            last = Agreed(space + part.text) if isinstance(part, Agreed) else part
            space = ""
    if last is not None:
        yield last
    if space:
        yield Agreed(space)
