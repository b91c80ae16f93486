"""The judge of the index: reads every text from beginning to end, and knows no index.

It shares folding with the program (which has tests of its own) and nothing else: questions come as
plain values here, and are written out for the program in its own language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from webapp.features.index.folding import fold

_APART = re.compile(r"[\x00-\x2f\x3a-\x60\x7b-\x7f]+")
_LETTERS = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Asked:
    """One thing asked for: the words as written, and how much of the last one."""

    words: str
    kind: str  # "word", "phrase" or "beginning"

    def written(self) -> str:
        """As a person would type it."""
        return {"word": "{}", "phrase": '"{}"', "beginning": "{}*"}[self.kind].format(self.words)

    def is_in(self, text: str) -> bool:
        """Whether a text from `flat` has it."""
        flatly = flat(self.words)
        return (flatly.rstrip() if self.kind == "beginning" else flatly) in text


@dataclass(frozen=True)
class Question:
    """Groups of alternatives that must all hold, and what must not."""

    wanted: tuple[tuple[Asked, ...], ...]
    unwanted: tuple[Asked, ...]

    def written(self) -> str:
        """As a person would type it."""
        groups = [" OR ".join(asked.written() for asked in group) for group in self.wanted]
        return " ".join([*groups, *(f"-{asked.written()}" for asked in self.unwanted)])

    def answers(self, texts: Iterable[str]) -> list[int]:
        """The numbers of the texts from `flat` that answer it, the last first."""
        return [number for number, text in enumerate(texts) if self._holds(text)][::-1]

    def _holds(self, text: str) -> bool:
        return all(any(asked.is_in(text) for asked in group) for group in self.wanted) and not any(
            asked.is_in(text) for asked in self.unwanted
        )


def flat(text: str) -> str:
    """The folded words with one space between, before and after them."""
    return f" {_APART.sub(' ', fold(text)).strip()} ".replace("  ", " ").replace("  ", " ")


def questions(texts: Sequence[str]) -> st.SearchStrategy[Question]:
    """Questions in the words of these texts."""
    asked = st.one_of(_words(texts), _phrases(texts), _beginnings(texts))
    groups = st.lists(st.lists(asked, min_size=1, max_size=2).map(tuple), min_size=1, max_size=3)
    return st.builds(Question, groups.map(tuple), st.lists(asked, max_size=1).map(tuple))


def _texts_with(texts: Sequence[str], least: int) -> list[list[str]]:
    found = (_LETTERS.findall(text) for text in texts)
    return [words for words in found if len(words) >= least]


def _words(texts: Sequence[str]) -> st.SearchStrategy[Asked]:
    """A word as it stands there; a piece of it where words are not divided by spaces."""

    def piece(word: str, cut: tuple[int, int]) -> str:
        alone = fold(word) != fold(word).strip()
        return word[cut[0] % len(word) :][: 1 + cut[1]] if alone else word

    words = st.sampled_from(_texts_with(texts, 1)).flatmap(st.sampled_from)
    cuts = st.tuples(st.integers(0, 30), st.integers(0, 3))
    return st.builds(piece, words, cuts).filter(_can_be_asked).map(lambda w: Asked(w, "word"))


def _phrases(texts: Sequence[str]) -> st.SearchStrategy[Asked]:
    def some(words: list[str], start: int, length: int) -> str:
        start %= len(words) - length
        return " ".join(words[start : start + length])

    source = st.sampled_from(_texts_with(texts, 5) or _texts_with(texts, 1) * 1)
    phrases = st.builds(some, source, st.integers(0, 10_000), st.integers(1, 3))
    return phrases.filter(_can_be_asked).map(lambda words: Asked(words, "phrase"))


def _beginnings(texts: Sequence[str]) -> st.SearchStrategy[Asked]:
    words = st.sampled_from(_texts_with(texts, 1)).flatmap(st.sampled_from)
    starts = st.builds(lambda word, length: word[:length], words, st.integers(1, 6))
    return starts.filter(_can_be_asked).map(lambda start: Asked(start, "beginning"))


def _can_be_asked(words: str) -> bool:
    return bool(flat(words).strip()) and not {"OR", "AND"} & set(words.split())
