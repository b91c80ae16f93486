"""Photos and files: kept to the byte, stored once, and tied to the entries that name them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import SimpleNamespace
from typing import Any, BinaryIO, cast

import pytest
from PIL import Image

from tests.support.pictures import SCRIPT, bomb, photo_with_place, picture
from webapp.core.database import journal_db, media_db
from webapp.core.errors import Refusal
from webapp.core.vault import Vault
from webapp.features.entries import service as entries
from webapp.features.media import service
from webapp.features.media.chunks import CHUNK_BYTES
from webapp.features.media.models import Media
from webapp.features.media.thumbs import LARGE, SMALL

pytestmark = pytest.mark.usefixtures("alice_journal")
SOMEBODY_ELSES = "0" * 32


def add(content: bytes, name: str = "photo.jpg") -> Media:
    return service.add(io.BytesIO(content), name)


def stored(uid: str) -> bytes:
    return b"".join(service.read(uid)[1])


def count(table: str) -> int:
    return int(media_db.execute_sql(f"SELECT count(*) FROM {table}").fetchone()[0])


def entry_that_says(body: str) -> int:
    entry = entries.create_entry(body=body)
    service.link_from_text(entry.id, body)
    return int(entry.id)


class Trickle(io.RawIOBase):
    """A stream that gives a little at a time, as a slow upload does."""

    def __init__(self, content: bytes, at_once: int) -> None:
        super().__init__()
        self._inner = io.BytesIO(content)
        self._at_once = at_once

    def read(self, size: int = -1) -> bytes:
        wanted = self._at_once if size < 0 else min(size, self._at_once)
        return self._inner.read(wanted)


@pytest.mark.parametrize(
    "size", [1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES + 7]
)
def test_it_gives_a_file_back_to_the_byte(size: int) -> None:
    content = bytes(range(251)) * (size // 251 + 1)
    media = add(content[:size], "archive.bin")
    assert media.size == size
    assert media.sha256 == hashlib.sha256(stored(media.uid)).digest()
    assert stored(media.uid) == content[:size]


def test_it_keeps_all_chunks_but_the_last_full() -> None:
    stream = cast("BinaryIO", Trickle(b"x" * (2 * CHUNK_BYTES + 5), at_once=1000))
    service.add(stream, "slow.bin")
    rows = media_db.execute_sql("SELECT length(bytes) FROM chunk ORDER BY ordinal").fetchall()
    assert [length for (length,) in rows] == [CHUNK_BYTES, CHUNK_BYTES, 5]


def test_it_stores_the_same_photo_once() -> None:
    first = add(picture(), "one.jpg")
    second = add(picture(), "another.jpg")
    assert second.uid == first.uid
    assert (count("media"), count("chunk"), count("thumb")) == (1, 1, 2)


def test_it_refuses_an_empty_file_and_stores_nothing() -> None:
    with pytest.raises(Refusal, match=r"empty.*not added"):
        add(b"")
    assert count("media") == 0


def test_it_refuses_a_picture_that_claims_to_be_huge_and_stores_nothing() -> None:
    with pytest.raises(Refusal, match="60 megapixels"):
        add(bomb())
    assert (count("media"), count("chunk")) == (0, 0)


def test_it_keeps_a_photo_that_is_cut_off_as_a_file() -> None:
    whole = picture(800, 600, color="red")
    media = add(whole[: len(whole) // 2])
    assert stored(media.uid) == whole[: len(whole) // 2]
    assert not media.is_picture
    assert not media.is_inline
    assert count("thumb") == 0


def test_it_keeps_a_file_that_lies_about_its_type_as_a_file() -> None:
    media = add(b"\xff\xd8\xff" + b"this is text", "photo.jpg")
    assert not media.is_picture
    assert stored(media.uid) == b"\xff\xd8\xffthis is text"


def test_it_tells_the_size_of_a_photo_as_it_is_seen() -> None:
    media = add(photo_with_place(64, 40))
    assert (media.width, media.height) == (40, 64)


def test_it_turns_a_small_picture_upright() -> None:
    media = add(photo_with_place(64, 40))
    with Image.open(io.BytesIO(service.thumb(media.uid, SMALL))) as image:
        assert image.size == (40, 64)


def test_it_leaves_place_and_camera_out_of_small_pictures() -> None:
    media = add(photo_with_place())
    for size in (SMALL, LARGE):
        content = service.thumb(media.uid, size)
        assert b"alice" not in content
        with Image.open(io.BytesIO(content)) as image:
            assert not image.getexif()


@pytest.mark.parametrize(("size", "expected"), [(SMALL, (320, 160)), (LARGE, (1280, 640))])
def test_it_makes_small_pictures_of_two_sizes(size: int, expected: tuple[int, int]) -> None:
    media = add(picture(2000, 1000))
    with Image.open(io.BytesIO(service.thumb(media.uid, size))) as image:
        assert image.format == "WEBP"
        assert image.size == expected


def test_it_does_not_enlarge_a_picture() -> None:
    media = add(picture(64, 40))
    with Image.open(io.BytesIO(service.thumb(media.uid, LARGE))) as image:
        assert image.size == (64, 40)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_it_shows_every_common_kind_of_picture(form: str) -> None:
    media = add(picture(form=form), "picture")
    assert media.mime == f"image/{form.lower()}"
    assert media.is_inline
    assert service.thumb(media.uid, SMALL)


def test_it_makes_small_pictures_of_what_browsers_cannot_show() -> None:
    from pillow_heif import register_heif_opener

    register_heif_opener()
    media = add(picture(form="HEIF"), "phone.heic")
    assert media.mime == "image/heic"
    assert not media.is_inline
    assert service.url_of(media.uid) == f"/media/{media.uid}/thumb/{LARGE}"


def test_it_makes_missing_small_pictures_again() -> None:
    media = add(picture())
    before = service.thumb(media.uid, SMALL)
    media_db.execute_sql("DELETE FROM thumb")
    assert service.thumb(media.uid, SMALL) == before
    assert count("thumb") == 2


def test_it_has_small_pictures_of_its_own_sizes_only() -> None:
    media = add(picture())
    with pytest.raises(service.NoSuchMedia):
        service.thumb(media.uid, 333)


def test_it_stops_handing_out_a_file_when_the_person_locks(alice_journal: Vault) -> None:
    media = add(b"x" * (3 * CHUNK_BYTES), "film.bin")
    parts = service.read(media.uid)[1]
    assert len(next(parts)) == CHUNK_BYTES
    alice_journal.close()
    assert list(parts) == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\alice\\Me.jpg", "Me.jpg"),
        ("a\0b\nc\u202egpj.exe", "abcgpj.exe"),
        ("  cafe\u0301 .jpg ", "café .jpg"),
        ("x" * 300 + ".jpeg", "x" * 195 + ".jpeg"),
        ("..", "file"),
        ("", "file"),
    ],
)
def test_it_keeps_a_name_without_path_and_unseen_signs(name: str, kept: str) -> None:
    assert service.tidy_name(name) == kept


def test_it_finds_what_a_text_names_in_order_and_once() -> None:
    one, two = "1" * 32, "2" * 32
    text = f"![Sea \\[at\\] dawn](media:{two}) and [notes](<media:{one}> 'n') ![](media:{two})"
    assert service.mentions(text) == {two: "Sea [at] dawn", one: "notes"}


@pytest.mark.parametrize("text", ["", "no media: here", f"media:{'a' * 31}", f"media:{'a' * 33}"])
def test_it_finds_nothing_in_a_text_that_names_nothing(text: str) -> None:
    assert service.mentions(text) == {}


def test_it_ties_to_an_entry_what_its_text_names() -> None:
    photo, file = add(picture()), add(b"notes", "notes.txt")
    entry_id = entry_that_says(f"![Sea](media:{photo.uid})\n\n[Notes](media:{file.uid})")
    found = service.for_entry(entry_id)
    assert [(one.uid, one.alt, one.is_picture) for one in found] == [
        (photo.uid, "Sea", True),
        (file.uid, "Notes", False),
    ]


def test_it_follows_the_text_when_it_changes() -> None:
    first, second = add(picture(color="red")), add(picture(color="blue"))
    entry_id = entry_that_says(f"![](media:{first.uid})")
    service.link_from_text(entry_id, f"![now](media:{second.uid}) ![](media:{first.uid})")
    assert [one.uid for one in service.for_entry(entry_id)] == [second.uid, first.uid]
    service.link_from_text(entry_id, "nothing any more")
    assert service.for_entry(entry_id) == []


def test_it_leaves_the_rows_alone_when_nothing_has_changed() -> None:
    photo = add(picture())
    entry_id = entry_that_says(f"![](media:{photo.uid})")
    before = journal_db.execute_sql("SELECT total_changes()").fetchone()
    service.link_from_text(entry_id, f"More words. ![](media:{photo.uid})")
    assert journal_db.execute_sql("SELECT total_changes()").fetchone() == before


def test_it_passes_over_what_is_not_this_persons() -> None:
    entry_id = entry_that_says(f"![](media:{SOMEBODY_ELSES})")
    assert service.for_entry(entry_id) == []
    assert service.url_of(f"media:{SOMEBODY_ELSES}") is None


def test_it_forgets_the_tie_with_the_entry() -> None:
    photo = add(picture())
    entry_id = entry_that_says(f"![](media:{photo.uid})")
    with journal_db.atomic():
        entries.remove_entries([entry_id])
    assert service.for_entry(entry_id) == []


def test_it_ties_files_to_an_entry_by_their_ids() -> None:
    photo = add(picture())
    entry_id = int(entries.create_entry(body="x").id)
    service.link(entry_id, [photo.uid])
    assert [one.uid for one in service.for_entry(entry_id)] == [photo.uid]


def test_it_gives_each_entry_of_a_page_its_pictures() -> None:
    photo, file = add(picture()), add(b"notes", "notes.txt")
    with_both = entry_that_says(f"![Sea](media:{photo.uid}) [n](media:{file.uid})")
    without = entry_that_says("only words")
    page = cast("Any", [SimpleNamespace(id=with_both), SimpleNamespace(id=without)])
    found = service.thumbs_for(page)
    assert [one.thumb for one in found[with_both]] == [f"/media/{photo.uid}/thumb/{SMALL}"]
    assert found[without] == []


@pytest.mark.parametrize("tied", [True, False])
def test_it_tells_the_text_where_to_show_a_picture_from(tied: bool) -> None:
    photo = add(picture())
    if tied:
        entry_that_says(f"![](media:{photo.uid})")
    assert service.url_of(f"media:{photo.uid}") == f"/media/{photo.uid}/thumb/{LARGE}"


@pytest.mark.parametrize("content", [picture(form="GIF"), SCRIPT])
def test_it_shows_moving_and_drawn_pictures_from_the_original(content: bytes) -> None:
    media = add(content, "picture")
    assert service.url_of(media.uid) == f"/media/{media.uid}"


def test_it_does_not_show_a_file_in_the_text() -> None:
    assert service.url_of(add(b"%PDF-1.7 letter", "letter.pdf").uid) is None


def test_bob_does_not_find_what_is_alices(
    journal_of: Callable[[str], AbstractContextManager[Vault]],
) -> None:
    photo = add(picture())
    with journal_of("bob"):
        assert service.url_of(photo.uid) is None
        with pytest.raises(service.NoSuchMedia):
            service.read(photo.uid)
