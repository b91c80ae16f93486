"""Files that come in part by part: each is on the disk, encrypted, before the next is asked for.

Memory stays flat whatever the size of the file, nothing is ever in a temporary file, and each part
is a short transaction, so that writing is not held up. Needs an open journal.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from webapp.core import clock
from webapp.core.database import media_db
from webapp.core.errors import Refusal
from webapp.features.media import refusals, service
from webapp.features.media.chunks import CHUNK_BYTES, Written
from webapp.features.media.models import Media
from webapp.features.media.sniffing import HEAD_BYTES

MAX_BYTES = 2 * 1024**3
PART_BYTES = 4 * CHUNK_BYTES
"""All parts but the last are this long, so that they can be cut into whole chunks."""

KEY = "uploads"
MOST = 50  # on their way at once, in one session
UNFINISHED = "application/x-unfinished"


@dataclass
class Upload:
    """A file on its way; what it has given so far is in rows already."""

    media_id: int
    name: str
    size: int
    received: int = 0
    head: bytes = b""
    digest: Any = field(default_factory=hashlib.sha256, repr=False)
    token: str = field(default_factory=lambda: secrets.token_hex(16))


def begin(kept: MutableMapping[str, Any], name: str, size: int) -> Upload:
    """Make room for a file.

    Args:
        kept: what the session keeps; it is emptied when the journal is locked.
        name: what the person's computer calls it; a path is cut off.
        size: its length in bytes.

    Raises:
        Refusal: it is empty or larger than 2 GB, or too many are on their way.
    """
    name = service.tidy_name(name)
    if size <= 0:
        raise refusals.empty()
    if size > MAX_BYTES:
        raise too_large(name, size)
    mine: dict[str, Upload] = kept.setdefault(KEY, {})
    if len(mine) >= MOST:
        raise too_many()
    connection = service.open_media()
    with media_db.atomic("IMMEDIATE"):
        media_id = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM media").fetchone()[0]
        now = clock.now_ms()
        # the hash is known at the end; until then it is one that no file has
        row = (media_id, secrets.token_hex(16), secrets.token_bytes(32), 0, UNFINISHED)
        connection.execute(service.INSERT, (*row, None, None, name, now))
        connection.execute("INSERT INTO upload VALUES (?, ?)", (media_id, now))
    upload = Upload(media_id, name, size)
    mine[upload.token] = upload
    return upload


def find(kept: MutableMapping[str, Any], token: str) -> Upload:
    """The upload of that token.

    Raises:
        Refusal: it is not on its way, or was given up.
    """
    upload = kept.get(KEY, {}).get(token)
    if not isinstance(upload, Upload):
        raise gone()
    return upload


def add_part(upload: Upload, offset: int, part: bytes) -> int:
    """Put the next part on the disk; the one before, sent again, is taken as it is.

    Returns:
        How many bytes there are now.

    Raises:
        Refusal: it is not the next part, or longer than the file was said to be.
    """
    if offset + len(part) == upload.received and part:
        return upload.received
    is_last = offset + len(part) == upload.size
    fits = offset == upload.received and offset + len(part) <= upload.size
    if not fits or not part or (len(part) != PART_BYTES and not is_last):
        raise not_in_order()
    connection = service.open_media()
    first = offset // CHUNK_BYTES
    cut = [part[at : at + CHUNK_BYTES] for at in range(0, len(part), CHUNK_BYTES)]
    with media_db.atomic("IMMEDIATE"):
        for ordinal, chunk in enumerate(cut, first):
            connection.execute(
                "INSERT INTO chunk VALUES (?, ?, ?)", (upload.media_id, ordinal, chunk)
            )
    if offset == 0:
        upload.head = part[:HEAD_BYTES]
    upload.digest.update(part)
    upload.received += len(part)
    return upload.received


def finish(kept: MutableMapping[str, Any], upload: Upload) -> Media:
    """Make a complete upload a file of the journal; the same content is stored only once.

    Raises:
        Refusal: parts are missing, or it is a picture of more than 60 megapixels; nothing stays.
    """
    if upload.received != upload.size:
        raise not_in_order()
    written = Written(upload.size, upload.digest.digest(), upload.head)
    connection = service.open_media()
    try:
        with media_db.atomic("IMMEDIATE"):
            known = service.find_same(written.sha256)
            if known is not None:
                _forget(connection, upload.media_id)
                return service.renewed(known)
            mime, width, height = service.kind_of(connection, upload.media_id, written)
            connection.execute(
                "UPDATE media SET sha256 = ?, size = ?, mime = ?, width = ?, height = ?"
                " WHERE id = ?",
                (written.sha256, written.size, mime, width, height, upload.media_id),
            )
            connection.execute("DELETE FROM upload WHERE media_id = ?", (upload.media_id,))
            return service.of_row(upload.media_id)
    except Refusal:
        _forget(connection, upload.media_id)
        raise
    finally:
        kept[KEY].pop(upload.token, None)


def give_up(kept: MutableMapping[str, Any], upload: Upload) -> None:
    """Remove what has come so far."""
    _forget(service.open_media(), upload.media_id)
    kept[KEY].pop(upload.token, None)


def sweep(unlocked_at: int) -> int:
    """Remove what was left half way by a crash or a lock.

    Args:
        unlocked_at: ms since 1970 UTC; what was begun since then is on its way.

    Returns:
        How many files that was.
    """
    connection = service.open_media()
    with media_db.atomic("IMMEDIATE"):
        rows = connection.execute(
            "DELETE FROM media WHERE id IN"
            " (SELECT media_id FROM upload WHERE begun_at < ?) RETURNING id",
            (unlocked_at,),
        ).fetchall()
    return len(rows)


def _forget(connection: Any, media_id: int) -> None:
    connection.execute("DELETE FROM media WHERE id = ?", (media_id,))


def gone() -> Refusal:
    """There is no such upload."""
    return Refusal(
        _("This file is not on its way any more."),
        _("The entry is as it was."),
        _("Add the file again."),
        status=404,
    )


def not_in_order() -> Refusal:
    """A part came that cannot be the next one."""
    return Refusal(
        _("A part of the file did not arrive as it should."),
        _("The entry is saved without it."),
        _("Add the file again."),
        status=409,
    )


def too_many() -> Refusal:
    """More are on their way than anyone adds at once."""
    return Refusal(
        _("Too many files are on their way at once."),
        _("Those that have begun go on."),
        _("Add the others when these are in."),
        status=429,
    )


def too_large(name: str, size: int) -> Refusal:
    """The file is larger than 2 GB."""
    return Refusal(
        _(
            "“%(name)s” is %(size)s GB, more than Quietleaf takes (2 GB).",
            name=name,
            size=f"{size / 1024**3:.1f}",
        ),
        _("The entry is saved without it."),
        _("A shorter or smaller copy will fit."),
        status=413,
    )
