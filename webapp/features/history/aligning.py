"""What two texts have in common, in bounded time.

Patience diff after Bram Cohen (bramcohen.livejournal.com/73318.html): what is in both texts exactly
once holds them together, first whole lines, then words between those; what lies between is done
again the same way. The small rest is left to `difflib`, as long as the work that this can be at
worst is affordable. Beyond that it counts as rewritten: a long text whose every line was changed
is compared line by line and not word by word, and no pair of texts takes longer than about a
second for each megabyte.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from webapp.features.history.tokens import lines, tokens

DEEPEST = 12
MOST_WORK = 2_000_000  # comparisons that difflib may need in one place, at worst
ALL_WORK = 6_000_000  # and in all places of two texts

Block = tuple[int, int, int]
"""Where it begins in the old text, where in the new one, and how many parts are the same."""


@dataclass(frozen=True)
class Alignment:
    """Two texts in parts, and the stretches that are the same in both, in order."""

    old: list[str]
    new: list[str]
    blocks: list[Block]


@dataclass
class _Budget:
    left: int = ALL_WORK

    def allows(self, old: Sequence[str], new: Sequence[str]) -> bool:
        """Whether difflib may look at these; what it needs at worst is taken off."""
        counted = Counter(new)
        pairs = sum(counted[part] for part in old)
        work = pairs * min(len(old), len(new))
        if work > min(MOST_WORK, self.left):
            return False
        self.left -= work
        return True


def align(old: str, new: str) -> Alignment:
    """Compare two texts word by word."""
    old_lines, new_lines = lines(old), lines(new)
    old_parts, new_parts = [tokens(one) for one in old_lines], [tokens(one) for one in new_lines]
    old_starts, new_starts = _starts(old_parts), _starts(new_parts)
    old_all = [part for line in old_parts for part in line]
    new_all = [part for line in new_parts for part in line]
    budget = _Budget()
    blocks: list[Block] = []
    at_old = at_new = 0
    for i, j, size in [*_match(old_lines, new_lines, budget), (len(old_lines), len(new_lines), 0)]:
        to_old, to_new = old_starts[i], new_starts[j]
        gap = _match(old_all[at_old:to_old], new_all[at_new:to_new], budget)
        blocks += [(at_old + a, at_new + b, n) for a, b, n in gap]
        at_old, at_new = old_starts[i + size], new_starts[j + size]
        if size:
            blocks.append((to_old, to_new, at_old - to_old))
    return Alignment(old_all, new_all, _joined(blocks))


def _starts(parts: list[list[str]]) -> list[int]:
    """Where each line begins among all parts, and where the last one ends."""
    starts = [0]
    for line in parts:
        starts.append(starts[-1] + len(line))
    return starts


def _match(old: Sequence[str], new: Sequence[str], budget: _Budget) -> list[Block]:
    """The stretches that two sequences have in common, in order."""
    found: list[Block] = []
    waiting = [(0, len(old), 0, len(new), 0)]
    while waiting:
        i, i_end, j, j_end, depth = waiting.pop()
        i, i_end, j, j_end = _ends(old, new, (i, i_end, j, j_end), found)
        if i == i_end or j == j_end:
            continue
        anchors = _anchors(old, new, (i, i_end, j, j_end)) if depth < DEEPEST else []
        if anchors:
            for a, b in [*anchors, (i_end, j_end)]:
                waiting.append((i, a, j, b, depth + 1))
                if a < i_end:
                    found.append((a, b, 1))
                i, j = a + 1, b + 1
        elif budget.allows(old[i:i_end], new[j:j_end]):
            rest = SequenceMatcher(None, old[i:i_end], new[j:j_end], autojunk=False)
            found += [(i + a, j + b, n) for a, b, n in rest.get_matching_blocks() if n]
    return _joined(sorted(found))


def _ends(
    old: Sequence[str], new: Sequence[str], span: tuple[int, int, int, int], found: list[Block]
) -> tuple[int, int, int, int]:
    """Put down what is the same at both ends of a stretch; what is left between them."""
    i, i_end, j, j_end = span
    start = i
    while i < i_end and j < j_end and old[i] == new[j]:
        i, j = i + 1, j + 1
    if i > start:
        found.append((start, j - (i - start), i - start))
    stop = i_end
    while i < i_end and j < j_end and old[i_end - 1] == new[j_end - 1]:
        i_end, j_end = i_end - 1, j_end - 1
    if stop > i_end:
        found.append((i_end, j_end, stop - i_end))
    return i, i_end, j, j_end


def _anchors(
    old: Sequence[str], new: Sequence[str], span: tuple[int, int, int, int]
) -> list[tuple[int, int]]:
    """What both have exactly once, as far as it stands in the same order."""
    i, i_end, j, j_end = span
    there, here = Counter(old[i:i_end]), Counter(new[j:j_end])
    places = {new[n]: n for n in range(j, j_end) if here[new[n]] == 1}
    pairs = [
        (n, places[old[n]]) for n in range(i, i_end) if there[old[n]] == 1 and old[n] in places
    ]
    return _rising(pairs)


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs that rises in both; they rise in the first already."""
    tops: list[int] = []  # the smallest end of a run of each length
    last: list[int] = []  # and which pair it is
    before: list[int] = []
    for number, (_i, j) in enumerate(pairs):
        length = bisect_left(tops, j)
        before.append(last[length - 1] if length else -1)
        if length == len(tops):
            tops.append(j)
            last.append(number)
        else:
            tops[length], last[length] = j, number
    run = []
    number = last[-1] if last else -1
    while number >= 0:
        run.append(pairs[number])
        number = before[number]
    return run[::-1]


def _joined(blocks: list[Block]) -> list[Block]:
    """The blocks, with those made one that touch in both texts."""
    whole: list[Block] = []
    for i, j, size in blocks:
        if whole and (whole[-1][0] + whole[-1][2], whole[-1][1] + whole[-1][2]) == (i, j):
            whole[-1] = (whole[-1][0], whole[-1][1], whole[-1][2] + size)
        else:
            whole.append((i, j, size))
    return whole
