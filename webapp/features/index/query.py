"""What a person asks for, read from what they typed.

    words        entries with all of them            "two words"   next to each other
    -word        and without this one                walk*         walk, walks, walking
    a OR b       with either (its neighbours only)   AND           the same as a space

Nothing typed is an error: what cannot be read that way is searched as plain words, and signs
without letters or digits are passed over. A quote left open ends at the end of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from webapp.features.index import folding

MOST_SIGNS = 2_000  # of a question; what is longer is cut, not refused
MOST_TERMS = 100
_SHORTEST_BEGINNING = 2

_OPENING = '"“”„‟«»＂'
_CLOSING = f"[{_OPENING}]"
_MINUS = "-－−"
_STAR = "*＊"
# A word ends at white space; a quote opens a phrase only where a word could begin, so that
# צה"ל and 5" nails stay words.
_PIECE = re.compile(
    rf"(?P<minus>[{_MINUS}]*)(?:[{_OPENING}](?P<phrase>[^{_OPENING}]*)(?P<closed>{_CLOSING})?"
    rf"(?P<phrase_star>[{_STAR}]?)|(?P<word>\S+))"
)


@dataclass(frozen=True)
class Term:
    """Folded tokens that stand next to each other.

    Attributes:
        tokens: at least one.
        prefix: the last token is the beginning of a word.
        typing: the prefix is not a written star, but a word that is still being typed.
    """

    tokens: tuple[str, ...]
    prefix: bool = False
    typing: bool = False


@dataclass(frozen=True)
class Not:
    """Entries without the node."""

    node: Node


@dataclass(frozen=True)
class All:
    """Entries with every one of the nodes."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Either:
    """Entries with at least one of the nodes."""

    nodes: tuple[Node, ...]


Node = Term | Not | All | Either


@dataclass(frozen=True)
class Query:
    """A question as a tree; `root` is None when nothing in it can be searched for."""

    root: Node | None

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that an entry is found by, in order: what is worth marking."""
        return tuple(dict.fromkeys(_positive(self.root))) if self.root else ()


@dataclass(frozen=True)
class _Operand:
    node: Node


def parse(text: str, *, typing: bool = False) -> Query:
    """Read a question.

    Args:
        text: as typed.
        typing: the last word may be unfinished; when it has two letters or more (and is not in
            a script whose characters stand alone) it also finds the words that begin with it.

    Returns:
        The question. Never raises, whatever the text.
    """
    pieces: list[_Operand | str] = []
    for piece in _PIECE.finditer(text[:MOST_SIGNS]):
        at_end = typing and piece.end() == len(text)
        if piece["word"] in ("OR", "AND") and not piece["minus"]:
            pieces.append(piece["word"])
        elif term := _term(piece, at_end and not piece["minus"]):
            pieces.append(_Operand(Not(term) if piece["minus"] else term))
    if not any(isinstance(piece, _Operand) for piece in pieces):
        pieces = [_Operand(Term((piece.lower(),))) for piece in pieces if isinstance(piece, str)]
    groups = list(_groups(pieces))[:MOST_TERMS]
    if not groups:
        return Query(None)
    return Query(groups[0] if len(groups) == 1 else All(tuple(groups)))


def _term(piece: re.Match[str], at_end: bool) -> Term | None:
    """The term of a piece, or None when no letter and no digit is in it."""
    word = piece["word"]
    if word is None:
        text, starred = piece["phrase"], bool(piece["phrase_star"])
    else:
        text, starred = word.rstrip(_STAR), word[-1] in _STAR
    folded = folding.fold(text)
    tokens = tuple(folding.tokens(folded))
    if not tokens:
        return None
    # Ends with a sign, a space or a character that is a word by itself: nothing can follow.
    if not folding.tokens(folded[-1]):
        return Term(tokens)
    if starred:
        return Term(tokens, prefix=True)
    typing = at_end and not piece["closed"] and len(tokens[-1]) >= _SHORTEST_BEGINNING
    return Term(tokens, prefix=typing, typing=typing)


def _groups(pieces: list[_Operand | str]) -> Iterator[Node]:
    """The nodes that must all hold: OR joins what stands on both its sides."""
    group: list[Node] = []
    joined = False
    for piece in pieces:
        if piece == "OR":
            joined = True
        elif isinstance(piece, _Operand):
            if group and not joined:
                yield _either(group)
                group = []
            group.append(piece.node)
            joined = False
    if group:
        yield _either(group)


def _either(group: list[Node]) -> Node:
    if len(group) == 1:
        return group[0]
    # "a or without b" is hardly what anyone means by a OR -b: the minus is passed over.
    plain = tuple(node.node if isinstance(node, Not) else node for node in group)
    return Either(plain)


def _positive(node: Node) -> Iterator[Term]:
    if isinstance(node, Term):
        yield node
    elif isinstance(node, All | Either):
        for part in node.nodes:
            yield from _positive(part)
