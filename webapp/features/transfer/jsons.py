"""JSON of other programs, read as a stream, so that a large file is never held whole.

In the words of ijson, `prefix` names a place, "entries.item" each member of the list
under "entries", "item" each member of a list at the top, "" the whole.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import BinaryIO

import ijson

from webapp.features.transfer.source import Member, MemberUnreadable, Source

HEAD = 64 * 1024
MAX_RECORDS_FILE = 64 * 1024**2  # what is small enough to be read at once
MANY_EVENTS = 20_000
DAMAGED = "json_damaged"


def shape(source: Source, member: Member) -> frozenset[str]:
    """The places of the keys in the first 64 KiB of a member, empty when it is no JSON.

    For {"entries": [{"uuid": ..}]} these are "entries" and "entries.item.uuid".
    """
    head = source.head(member, HEAD).removeprefix(b"\xef\xbb\xbf")
    found: set[str] = set()
    if head.lstrip()[:1] not in {b"{", b"["}:
        return frozenset()
    try:
        for count, (prefix, event, value) in enumerate(ijson.parse(io.BytesIO(head))):
            if event == "map_key":
                found.add(f"{prefix}.{value}" if prefix else str(value))
            if count > MANY_EVENTS:
                break
    except (ijson.JSONError, ValueError):
        pass  # the head ends somewhere within
    return frozenset(found)


def items(source: Source, member: Member, prefix: str) -> Iterator[object]:
    """The values at a place, one after the other.

    Raises:
        MemberUnreadable: the member is no JSON, or is damaged; what came before has been given.
    """
    with source.open(member) as stream:
        try:
            yield from ijson.items(_without_mark(stream), prefix, use_float=True)
        except (ijson.JSONError, ValueError, RecursionError, OverflowError) as error:
            raise MemberUnreadable(DAMAGED) from error
        except OSError as error:
            raise MemberUnreadable("damaged") from error


def whole(source: Source, member: Member) -> object:
    """All of a small member.

    Raises:
        MemberUnreadable: it is no JSON, is damaged, or too large for a record.
    """
    data = source.read(member, MAX_RECORDS_FILE)
    try:
        value: object = json.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        raise MemberUnreadable(DAMAGED) from error
    return value


class _without_mark:  # noqa: N801 - used like a function
    """A stream without the mark that some programs put before UTF-8."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._is_at_start = stream, True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        if self._is_at_start and size != 0:
            self._is_at_start = False
            return data.removeprefix(b"\xef\xbb\xbf") or self._stream.read(size)
        return data


def text_of(value: object) -> str:
    """A text, "" for anything else."""
    return value if isinstance(value, str) else ""


def number_of(value: object) -> float | None:
    """A finite number, None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e300 else None


def texts_of(value: object) -> tuple[str, ...]:
    """The texts in a list, each once, in their order."""
    if not isinstance(value, list):
        return ()
    return tuple(
        dict.fromkeys(one.strip() for one in value if isinstance(one, str) and one.strip())
    )


def map_of(value: object) -> dict[str, object]:
    """A map, empty for anything else."""
    return value if isinstance(value, dict) else {}


def maps_of(value: object) -> list[dict[str, object]]:
    """The maps in a list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
