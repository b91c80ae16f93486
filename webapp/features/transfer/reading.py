"""What the readers share: which members count, and one decoder for all text of a source."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.features.transfer.decoding import POOL, Decoder, is_unicode
from webapp.features.transfer.shapes import ReadOptions
from webapp.features.transfer.source import Member, MemberUnreadable, Source

POOL_MEMBERS = 400  # at most so many are looked at for a guess
# what systems put into folders by themselves
LITTER = frozenset({"thumbs.db", "desktop.ini", "icon\r", "__macosx"})


def is_hidden(name: str) -> bool:
    """Whether a member is a program's own affair: in a dot folder, or litter of the system."""
    if "." not in name and "__" not in name:
        return False
    return any(
        part.startswith(".") or part.casefold() in LITTER for part in name.split("/") if part
    )


def decoder_for(source: Source, options: ReadOptions, members: Sequence[Member]) -> Decoder:
    """A decoder that judges the members of a source together, so that short texts are not asked
    about one by one.

    Raises:
        TransferRefused: no encoding has the name in the options.
    """

    def pool() -> bytes:
        parts: list[bytes] = []
        size = 0
        for member in members[:POOL_MEMBERS]:
            if member.size > POOL * 8:
                continue
            try:
                data = source.read(member)
            except MemberUnreadable:
                continue
            if not is_unicode(data) and b"\x00" not in data:
                parts.append(data)
                size += len(data)
            if size > POOL:
                break
        return b"\n".join(parts)

    return Decoder(options.encoding, pool if len(members) > 1 else None)
