"""What a theme of the demo diary is: fragments that can follow each other in any choice."""

from __future__ import annotations

from dataclasses import dataclass

EVERY_MONTH = tuple(range(1, 13))


@dataclass(frozen=True)
class Theme:
    """Fragments of one kind of day. Braces name a slot; "" among `close` means no closing line.

    A fragment that begins with `[11-2]` is true from November to February only. `special` are
    Markdown blocks (a list, a quotation) that some entries of the theme get; `photos` stand as in
    assets/demo/stories.md.
    """

    names: tuple[str, ...]
    lead: tuple[str, ...]
    more: tuple[str, ...]
    close: tuple[str, ...] = ("",)
    special: tuple[str, ...] = ()
    photos: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    months: tuple[int, ...] = EVERY_MONTH
    hours: tuple[int, ...] = (7, 8, 9, 17, 18, 19, 20, 21, 22)


@dataclass(frozen=True)
class Story:
    """An entry written whole: see assets/demo/stories.md."""

    text: str
    months: tuple[int, ...] = EVERY_MONTH
    day: tuple[int, int] | None = None
    tags: tuple[str, ...] = ()
    hour: int = 20
    starred: bool = False
    title: str | None = None


def months_of(span: str) -> tuple[int, ...]:
    """The months of "5-7"; "11-2" goes over the new year."""
    first, last = map(int, span.split("-"))
    length = (last - first) % 12 + 1
    return tuple((first + step - 1) % 12 + 1 for step in range(length))


def season_of(fragment: str) -> tuple[tuple[int, ...], str]:
    """The months a fragment is true in, and the fragment without its mark."""
    if fragment.startswith("["):
        span, _end, text = fragment[1:].partition("]")
        if span[:1].isdigit():
            return months_of(span), text
    return EVERY_MONTH, fragment
