"""Photos and files of a person: added, read, and tied to the entries whose text names them.

The text names one as `![what it shows](media:UID)`. Every function needs an open journal; the
media file beside it is opened when it is needed and closed with the journal.
"""

from __future__ import annotations

import io
import json
import re
import secrets
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, BinaryIO, Protocol

from flask_babel import gettext as _

from webapp.core import clock
from webapp.core.database import MEDIA_ID, journal_db, media_db, open_encrypted
from webapp.core.errors import Refusal
from webapp.core.markdown import File
from webapp.core.vault import Vault
from webapp.features.media import chunks, refusals, thumbs
from webapp.features.media.models import Attached, Media, picture_address
from webapp.features.media.models import address as address_of
from webapp.features.media.sniffing import sniff

SCHEME = "media:"
MAX_NAME = 200
MAX_ALT = 300
INSERT = (
    "INSERT INTO media (id, uid, sha256, size, mime, width, height, name, added_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_SELECT = "SELECT id, uid, sha256, size, mime, width, height, name, added_at FROM media "
BY_UID = _SELECT + "WHERE uid = ?"
BY_HASH = _SELECT + "WHERE sha256 = ?"
BY_ROW = _SELECT + "WHERE id = ?"
_NO_THUMB = "NOT EXISTS (SELECT 1 FROM thumb WHERE media_id = media.id AND size >= ?)"
WITHOUT_THUMBS = f"{_SELECT}WHERE width IS NOT NULL AND {_NO_THUMB} ORDER BY id DESC LIMIT 1"
_one_at_a_time = threading.Lock()  # an open picture takes up to 240 MB
OF_ENTRIES = (
    "SELECT entry_id, uid, mime, is_picture, alt FROM entry_media"
    " WHERE entry_id IN (SELECT value FROM json_each(?)) ORDER BY entry_id, ordinal"
)
_MENTION = re.compile(r"media:([0-9a-f]{32})(?![0-9a-f])")
_CALLED = re.compile(r"!?\[((?:\\.|[^\[\]\\])*)\]\(\s*<?media:([0-9a-f]{32})(?![0-9a-f])")


class NoSuchMedia(Refusal):
    """There is no such photo or file in this person's journal."""


class HasId(Protocol):
    """An entry in whatever form, as long as it has its row id."""

    @property
    def id(self) -> int:
        """The row id."""


def add(stream: BinaryIO, name: str) -> Media:
    """Store a file; one that is there already is not stored again.

    Args:
        stream: read to its end in small parts; never held whole.
        name: what the person's computer called it; a path is cut off.

    Returns:
        The stored file: the new one, or the earlier one of the same content.

    Raises:
        Refusal: it is empty, or a picture of more than 60 megapixels; nothing is stored then.
    """
    connection = open_media()
    with media_db.atomic("IMMEDIATE") as transaction:
        media_id = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM media").fetchone()[0]
        written = chunks.write(connection, media_id, stream)
        known = find_same(written.sha256)
        if known is not None:
            transaction.rollback()
            return renewed(known)
        if not written.size:
            raise refusals.empty()
        media = _insert(connection, media_id, written, tidy_name(name))
    if media.is_picture and not _make_thumbs(connection, media):
        return find(media.uid)
    return media


def _insert(connection: Any, media_id: int, written: chunks.Written, name: str) -> Media:
    kind = kind_of(connection, media_id, written)
    row = (secrets.token_hex(16), written.sha256, written.size, *kind, name)
    connection.execute(INSERT, (media_id, *row, clock.now_ms()))
    return find(row[0])


def kind_of(
    connection: Any, media_id: int, written: chunks.Written
) -> tuple[str, int | None, int | None]:
    """What a file is by its bytes: its type, and the width and height of a picture.

    Raises:
        Refusal: it is a picture of more than 60 megapixels.
    """
    mime = sniff(written.head)
    if mime in thumbs.FORMATS:
        try:
            return mime, *thumbs.measure(_file(connection, media_id, written.size), mime)
        except thumbs.NoPicture:
            pass  # broken or cut off: kept as it is, as a file
        except thumbs.TooManyPixels as error:
            raise refusals.too_large(str(error)) from error
    return mime, None, None


def make_thumbs(go_on: Callable[[], object]) -> None:
    """Make the small pictures of all photos that have none yet, the newest first.

    Args:
        go_on: asked before each photo; what it raises ends the work.
    """
    open_media()
    while (media := _find(WITHOUT_THUMBS, 1)) is not None:
        go_on()
        _make_thumbs(media_db.connection(), media)


def _make_thumbs(connection: Any, media: Media) -> dict[int, bytes]:
    """Make and keep the small pictures; of a broken one there are none, and it is a file then."""
    with _one_at_a_time:
        known = connection.execute("SELECT size, bytes FROM thumb WHERE media_id = ?", (media.id,))
        if made := dict(known.fetchall()):
            return made  # by another thread, meanwhile
        try:
            made = thumbs.make(_file(connection, media.id, media.size), media.mime)
        except (thumbs.NoPicture, thumbs.TooManyPixels):
            made = {}
    with media_db.atomic("IMMEDIATE"):
        for size, content in made.items():
            connection.execute(
                "INSERT OR REPLACE INTO thumb VALUES (?, ?, ?, ?)",
                (media.id, size, thumbs.MIME, content),
            )
        if not made:
            connection.execute(
                "UPDATE media SET width = NULL, height = NULL WHERE id = ?", (media.id,)
            )
    return made


def find(uid: str) -> Media:
    """A stored file by its id.

    Raises:
        NoSuchMedia: there is none in this person's journal.
    """
    open_media()
    media = _find(BY_UID, uid)
    if media is None:
        raise no_such_media()
    return media


def read(uid: str, start: int = 0, stop: int | None = None) -> tuple[Media, Iterator[bytes]]:
    """A stored file and its bytes, part by part; only the chunks they stand in are read.

    Args:
        uid: the file.
        start: the first byte that is wanted.
        stop: the byte after the last; None means to the end.

    The parts may be taken after the journal's own connection is closed, as an answer to a
    browser does: they come through a connection of their own, and end when the person locks.

    Raises:
        NoSuchMedia: there is none in this person's journal.
    """
    media = find(uid)
    return media, _parts(media_db.owner(), media, start, media.size if stop is None else stop)


def _parts(vault: Vault, media: Media, start: int, stop: int) -> Iterator[bytes]:
    connection = open_encrypted(vault.media_path, vault.key, MEDIA_ID)
    try:
        file = chunks.ChunkFile(connection, media.id, stop)
        file.seek(start)
        while vault.is_open and (part := file.read(chunks.CHUNK_BYTES)):
            yield part
    finally:
        connection.close()


def thumb(uid: str, size: int) -> bytes:
    """A small picture as WebP.

    Args:
        uid: the file.
        size: its longest side in pixels, one of `thumbs.SIZES`.

    Raises:
        NoSuchMedia: there is no such file, it is no picture, or there is no such size.
    """
    media = find(uid)
    if size not in thumbs.SIZES or not media.is_picture:
        raise no_such_media()
    connection = open_media()
    row = connection.execute(
        "SELECT bytes FROM thumb WHERE media_id = ? AND size = ?", (media.id, size)
    ).fetchone()
    if row is not None:
        return bytes(row[0])
    # the program ended between storing the file and making these
    made = _make_thumbs(connection, media)
    if size not in made:
        raise no_such_media()
    return made[size]


def url_of(uid: str) -> str | None:
    """Where the text shows a picture from: what `core.markdown.render` asks for.

    Args:
        uid: the id of a file, or its address in the text, `media:UID`.

    Returns:
        An address of this program; None when it is no picture, or nothing of this person's.
    """
    uid = uid.removeprefix(SCHEME)
    row = journal_db.execute_sql(
        "SELECT mime, is_picture FROM entry_media WHERE uid = ? LIMIT 1", (uid,)
    ).fetchone()
    if row is None:
        open_media()
        media = _find(BY_UID, uid)
        row = (media.mime, media.is_picture) if media else None
    return picture_address(uid, row[0], bool(row[1])) if row else None


def file_of(address: str) -> File | None:
    """The file that a link in a text leads to: what `core.markdown.render` asks for.

    Args:
        address: `media:UID`.
    """
    found = _MENTION.fullmatch(address)
    if found is None:
        return None
    open_media()
    media = _find(BY_UID, found[1])
    if media is None:
        return None
    mime = media.mime if media.is_inline else ""
    return File(mime, address_of(media.uid), f"{address_of(media.uid)}/save")


def for_entry(entry_id: int) -> list[Attached]:
    """The photos and files of an entry, in the order of its text."""
    return for_entries([entry_id]).get(entry_id, [])


def for_entries(entry_ids: Sequence[int]) -> dict[int, list[Attached]]:
    """The photos and files of several entries; those without any are left out."""
    rows = journal_db.execute_sql(OF_ENTRIES, (json.dumps(list(entry_ids)),))
    found: dict[int, list[Attached]] = {}
    for entry_id, uid, mime, is_picture, alt in rows:
        found.setdefault(entry_id, []).append(Attached(uid, mime, bool(is_picture), alt))
    return found


def thumbs_for(entries: Iterable[HasId]) -> dict[int, list[Attached]]:
    """The pictures of a page of entries, for a list: `thumbs_for(page)[entry.id]`.

    Args:
        entries: the entries of the page; each gets a list, empty where it has no picture.

    Returns:
        From row id to pictures, each with `thumb` (an address) and `alt`.
    """
    ids = [entry.id for entry in entries]
    found = for_entries(ids)
    return {entry_id: [one for one in found.get(entry_id, ()) if one.thumb] for entry_id in ids}


def mentions(text: str) -> dict[str, str]:
    """What a text names: from id to what the text calls it, each once, in order."""
    if SCHEME not in text:
        return {}
    called = {uid: alt for alt, uid in reversed(_CALLED.findall(text))}
    return {
        uid: re.sub(r"\\(.)", r"\1", called.get(uid, ""))[:MAX_ALT]
        for uid in _MENTION.findall(text)
    }


def link_from_text(entry_id: int, body: str) -> None:
    """Tie to an entry exactly what its text names; the caller holds the transaction.

    An id that is not this person's is passed over. Costs one look at the journal's file where
    nothing has changed.
    """
    _put(entry_id, mentions(body))


def link(entry_id: int, uids: Iterable[str]) -> None:
    """Tie exactly these files to an entry, in this order; the caller holds the transaction."""
    _put(entry_id, dict.fromkeys(uids, ""))


def _put(entry_id: int, wanted: dict[str, str]) -> None:
    rows = journal_db.execute_sql(
        "SELECT uid, alt, mime, is_picture FROM entry_media WHERE entry_id = ? ORDER BY ordinal",
        (entry_id,),
    ).fetchall()
    if [(uid, alt) for uid, alt, _mime, _is_picture in rows] == list(wanted.items()):
        return
    kinds = {uid: (mime, is_picture) for uid, _alt, mime, is_picture in rows}
    new = [uid for uid in wanted if uid not in kinds]
    if new:
        open_media()
        found = (_find(BY_UID, uid) for uid in new)
        kinds |= {media.uid: (media.mime, media.is_picture) for media in found if media}
    journal_db.execute_sql("DELETE FROM entry_media WHERE entry_id = ?", (entry_id,))
    known = [(uid, alt) for uid, alt in wanted.items() if uid in kinds]
    for ordinal, (uid, alt) in enumerate(known):
        journal_db.execute_sql(
            "INSERT INTO entry_media (entry_id, ordinal, uid, mime, is_picture, alt)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (entry_id, ordinal, uid, *kinds[uid], alt),
        )


def tidy_name(name: str) -> str:
    """A file's name without its path and without signs that cannot be seen, at most 200 long."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    name = " ".join(unicodedata.normalize("NFC", shown).split()).strip(". ")
    if len(name) > MAX_NAME:
        stem, dot, ending = name.rpartition(".")
        ending = dot + ending if dot and len(ending) <= 10 else ""
        name = (stem or name)[: MAX_NAME - len(ending)] + ending
    return name or "file"


def no_such_media() -> NoSuchMedia:
    """The answer for a file that is not there, or is someone else's."""
    return NoSuchMedia(
        _("This photo or file is not here any more."),
        _("Nothing was changed."),
        _("Go back to the entry."),
        status=404,
    )


def find_same(sha256: bytes) -> Media | None:
    """The stored file of that content."""
    open_media()
    return _find(BY_HASH, sha256)


def renewed(media: Media) -> Media:
    """A stored file that was added again: it has its day of grace once more."""
    with media_db.atomic("IMMEDIATE"):
        media_db.execute_sql(
            "UPDATE media SET added_at = ? WHERE id = ?", (clock.now_ms(), media.id)
        )
    return of_row(media.id)


def of_row(media_id: int) -> Media:
    """The stored file in that row."""
    media = _find(BY_ROW, media_id)
    if media is None:
        raise no_such_media()
    return media


def open_media() -> Any:
    """The connection to the media file; it stays open as long as the journal is."""
    media_db.connect(reuse_if_open=True)
    return media_db.connection()


def open_file(media: Media) -> BinaryIO:
    """A stored file to read here and now, from any place in it."""
    return _file(open_media(), media.id, media.size)


def _find(sql: str, value: object) -> Media | None:
    row = media_db.execute_sql(sql, (value,)).fetchone()
    return Media(*row) if row else None


def _file(connection: Any, media_id: int, size: int) -> BinaryIO:
    file = chunks.ChunkFile(connection, media_id, size)
    return io.BufferedReader(file, chunks.CHUNK_BYTES)
