"""==words== as marked with a pen: a rule for markdown-it, like the one for ~~words~~.

The form is that of Obsidian, Joplin and Bear; the delimiter rules are CommonMark's for emphasis
(https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis), for runs of exactly two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.rules_inline.state_inline import Delimiter

SIGN = "="
LENGTH = 2


def highlights_plugin(parser: MarkdownIt) -> None:
    """Let a parser read them, as `mark` elements."""
    parser.inline.ruler.after("emphasis", "highlight", _find)
    parser.inline.ruler2.after("emphasis", "highlight", _pair)


def _find(state: StateInline, silent: bool) -> bool:
    """Note a run of two signs as something that may open or close."""
    if silent or state.src[state.pos] != SIGN:
        return False
    scanned = state.scanDelims(state.pos, True)
    if scanned.length != LENGTH:
        return False
    token = state.push("text", "", 0)
    token.content = SIGN * LENGTH
    state.delimiters.append(_delimiter(state, scanned.can_open, scanned.can_close))
    state.pos += LENGTH
    return True


def _delimiter(state: StateInline, can_open: bool, can_close: bool) -> Delimiter:
    from markdown_it.rules_inline.state_inline import Delimiter

    return Delimiter(
        marker=ord(SIGN),
        length=0,  # only runs of emphasis are counted in threes
        token=len(state.tokens) - 1,
        end=-1,
        open=can_open,
        close=can_close,
    )


def _pair(state: StateInline) -> None:
    """Turn the pairs that belong together into elements, in this text and in each inside it."""
    _turn(state, state.delimiters)
    for meta in state.tokens_meta:
        if meta and "delimiters" in meta:
            _turn(state, meta["delimiters"])


def _turn(state: StateInline, delimiters: Iterable[Delimiter]) -> None:
    known = list(delimiters)
    for start in known:
        if start.marker != ord(SIGN) or start.end == -1:
            continue
        for at, kind, nesting in (
            (start.token, "mark_open", 1),
            (known[start.end].token, "mark_close", -1),
        ):
            token = state.tokens[at]
            token.type, token.tag, token.nesting = kind, "mark", nesting  # type: ignore[assignment]
            token.markup, token.content = SIGN * LENGTH, ""
